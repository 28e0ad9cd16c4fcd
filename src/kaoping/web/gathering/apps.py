"""Names this desk to Django."""

from django.apps import AppConfig


class GatheringConfig(AppConfig):
    name = "kaoping.web.gathering"
    label = "gathering"
