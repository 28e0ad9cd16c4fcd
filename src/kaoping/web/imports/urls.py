"""Addresses of this desk."""

from django.urls import path

from . import media_views, views

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
    path("rechecks/<uuid:public_id>/", views.progress, name="progress"),
    path("<uuid:public_id>/", views.batch, name="batch"),
    path("<uuid:public_id>/columns/", views.columns, name="columns"),
    path("<uuid:public_id>/take/", views.take, name="take"),
]
