"""Addresses of this desk."""

from django.urls import path

from . import media_views, own_views, views

app_name = "imports"
urlpatterns = [
    path("", views.home, name="home"),
    path("upload/", views.upload, name="upload"),
    path("items/", views.items, name="items"),
    path("items/recheck/", views.again, name="recheck"),
    path("media/", media_views.media, name="media"),
    path("media/upload/", media_views.media_upload, name="media_upload"),
    path("media/check/", media_views.media_check, name="media_check"),
    path("media/<uuid:public_id>/drop/", media_views.media_drop, name="media_drop"),
    path("own/", own_views.own_accounts, name="own_accounts"),
    path("own/upload/", own_views.submit, name="submit"),
    path("own/<uuid:public_id>/", own_views.submission, name="submission"),
    path("own/<uuid:public_id>/take/", own_views.take, name="take_submission"),
    path("own/<uuid:public_id>/drop/", own_views.drop, name="drop_submission"),
    path("rechecks/<uuid:public_id>/", views.progress, name="progress"),
    path("<uuid:public_id>/", views.batch, name="batch"),
    path("<uuid:public_id>/columns/", views.columns, name="columns"),
    path("<uuid:public_id>/take/", views.take, name="take"),
]
