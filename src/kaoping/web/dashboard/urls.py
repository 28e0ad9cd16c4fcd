"""Addresses of the dashboards."""

from django.urls import path

from . import views

app_name = "dashboard"
urlpatterns = [
    path("", views.home, name="home"),
    path("dashboard/matrix/", views.matrix, name="matrix"),
    path("dashboard/ranking.svg", views.ranking_picture, name="ranking_picture"),
]
