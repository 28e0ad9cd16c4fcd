"""Names this desk to Django."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "kaoping.web.imports"
    label = "imports"
