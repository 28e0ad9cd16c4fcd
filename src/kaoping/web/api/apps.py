"""This app's entry in Django's registry."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "kaoping.web.api"
    label = "api"
