"""Addresses of this desk."""

from django.urls import URLPattern

app_name = "gathering"
urlpatterns: list[URLPattern] = []
