"""Names this desk to Django."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "kaoping.web.planning"
    label = "planning"
