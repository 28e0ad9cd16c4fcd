"""Names this desk to Django."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "kaoping.web.units"
    label = "units"
