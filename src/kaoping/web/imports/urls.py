"""Addresses of this desk."""

from django.urls import path

from . import views

app_name = "imports"
urlpatterns = [
    path("", views.home, name="home"),
    path("upload/", views.upload, name="upload"),
    path("items/", views.items, name="items"),
    path("items/recheck/", views.again, name="recheck"),
    path("rechecks/<uuid:public_id>/", views.progress, name="progress"),
    path("<uuid:public_id>/", views.batch, name="batch"),
    path("<uuid:public_id>/columns/", views.columns, name="columns"),
    path("<uuid:public_id>/take/", views.take, name="take"),
]
