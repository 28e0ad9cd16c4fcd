"""Addresses of this desk."""

from django.urls import path

from . import views

app_name = "lookback"
_ONE = "<uuid:public_id>/"
urlpatterns = [
    path("", views.home, name="home"),
    path("rounds/<uuid:public_id>/start/", views.start, name="start"),
    path("take/", views.take, name="take"),
    path("years/", views.years, name="years"),
    path(_ONE, views.look_back, name="look_back"),
    path(f"{_ONE}cancel/", views.cancel, name="cancel"),
    path(f"{_ONE}again/", views.again, name="again"),
    path(f"{_ONE}feed/", views.feed, name="feed"),
]
