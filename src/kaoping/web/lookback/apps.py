"""Names this desk to Django."""

from django.apps import AppConfig


class LookbackConfig(AppConfig):
    name = "kaoping.web.lookback"
    label = "lookback"
