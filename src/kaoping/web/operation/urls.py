"""Addresses that programs look at; without the slash that people's pages end with, as they expect."""

from django.urls import path

from . import views

app_name = "operation"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("metrics", views.metrics, name="metrics"),
]
