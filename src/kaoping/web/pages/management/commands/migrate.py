"""`migrate`, for which an empty database is no history to go through; else it is Django's own."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from kaoping.web.tables import create_tables, is_empty


class Command(migrate.Command):
    """Makes all tables at once where there is none, then does what Django does."""

    def handle(self, *labels: Any, **options: Any) -> None:
        """As Django's; migrations asked for by name, and plans, are its own affair."""
        connection = connections[options["database"]]
        is_plain = not any(options[name] for name in ("app_label", "plan", "check_unapplied", "fake"))
        if is_plain and is_empty(connection):
            create_tables(connection)
        super().handle(*labels, **options)
