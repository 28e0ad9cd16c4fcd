"""Names this desk to Django."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class ReviewConfig(AppConfig):
    name = "kaoping.web.review"
    label = "review"

    def ready(self) -> None:
        """A migration that rebuilds the table of suspects takes its triggers away: see that they stand."""
        post_migrate.connect(_install_search, sender=self)


def _install_search(*, using: str, **_: Any) -> None:
    from .searching import install

    if "review_suspect" in connections[using].introspection.table_names():
        install(connections[using])
