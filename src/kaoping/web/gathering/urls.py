"""Addresses of this desk."""

from django.urls import path

from . import views

app_name = "gathering"
urlpatterns = [
    path("", views.home, name="home"),
    path("own/", views.own, name="own"),
    path("rounds/<uuid:public_id>/start/", views.start, name="start"),
    path("rounds/<uuid:public_id>/pause/", views.pause_round, name="pause_round"),
    path("rounds/<uuid:public_id>/go-on/", views.go_on_round, name="go_on_round"),
    path("rounds/<uuid:public_id>/unseen/", views.unseen, name="unseen"),
    path("jobs/<uuid:public_id>/", views.job, name="job"),
    path("jobs/<uuid:public_id>/log/", views.log, name="log"),
    path("jobs/<uuid:public_id>/pause/", views.pause, name="pause"),
    path("jobs/<uuid:public_id>/go-on/", views.go_on, name="go_on"),
    path("jobs/<uuid:public_id>/cancel/", views.cancel, name="cancel"),
    path("jobs/<uuid:public_id>/again/", views.again, name="again"),
]
