"""Names this desk to Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "kaoping.web.audit"
    label = "audit"
