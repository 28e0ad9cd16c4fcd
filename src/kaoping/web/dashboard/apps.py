"""Names this desk to Django."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "kaoping.web.dashboard"
    label = "dashboard"
