"""Names the shared parts of pages to Django."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "kaoping.web.pages"
    label = "pages"
