"""Names this desk to Django."""

from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "kaoping.web.inspection"
    label = "inspection"
