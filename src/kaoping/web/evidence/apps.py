"""Names this desk to Django."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "kaoping.web.evidence"
    label = "evidence"
