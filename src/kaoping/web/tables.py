"""
The tables of a new installation, made at once as the last migration leaves them.

Going through every migration since the first takes ten times as long, for Django builds all models anew after
each step. What migrations write into tables is written here too, and all are noted as done: later ones go on
from there as in any other database.
"""

from collections.abc import Iterator
from typing import Any

from django.db import router
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations import RunPython, RunSQL
from django.db.migrations.state import StateApps
from django.db.models import Model


def is_empty(connection: Any) -> bool:
    """Whether there is not one table in the database."""
    return not connection.introspection.table_names()


def create_tables(connection: Any) -> None:
    """
    Make all tables and note all migrations as done: whole, or not at all where it is cut short.

    Args:
        connection: To a database without a table (`is_empty`).
    """
    executor = MigrationExecutor(connection)
    migrations = [one for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    done = executor.recorder.Migration
    apps = executor.loader.project_state().apps
    with connection.schema_editor() as editor:  # one transaction
        for model in _models(apps, connection.alias):
            editor.create_model(model)
        editor.create_model(done)
        for migration in migrations:
            _write(migration, apps, editor)
        done.objects.using(connection.alias).bulk_create(
            done(app=one.app_label, name=one.name) for one in migrations
        )


def _models(apps: StateApps, alias: str) -> Iterator[type[Model]]:
    """What has a table of its own here; those that join two others come with the first of them."""
    for model in apps.get_models():
        if model._meta.can_migrate(alias) and router.allow_migrate_model(alias, model):
            yield model


def _write(migration: Migration, apps: StateApps, editor: Any) -> None:
    """What the migration writes into tables, which are as after the last one."""
    for operation in migration.operations:
        if isinstance(operation, RunSQL):
            raise NotImplementedError(f"{migration} speaks SQL: tell `create_tables` what of it counts")
        if isinstance(operation, RunPython):
            operation.code(apps, editor)
