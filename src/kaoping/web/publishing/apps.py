"""Names this desk to Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "kaoping.web.publishing"
    label = "publishing"
