"""Many rows at once, past the models: one prepared statement, or COPY, in place of a compiled query each."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import Any

from django.db import connections, models, router

Row = Mapping[str, Any]
MOST_ROWS = 500  # of one statement
# other values a driver takes as they are
_PREPARED = (models.JSONField, models.DateTimeField, models.UUIDField, models.DecimalField)


def insert_rows(model: type[models.Model], rows: Sequence[Row]) -> None:
    """
    Insert rows within the caller's transaction.

    Args:
        rows: By column (``unit_id``); all have those of the first, and what is missing has its default.
            Signals are not sent, and nothing is validated.
    """
    if not rows:
        return
    connection = connections[router.db_for_write(model)]
    fields = [one for one in model._meta.concrete_fields if not (one.generated or one.primary_key)]
    columns = ",".join(connection.ops.quote_name(str(one.column)) for one in fields)
    values = _values(connection, fields, rows)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            return
        marks = f"({','.join(['%s'] * len(fields))})"
        most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // len(fields)
        # each statement makes the table of words write out what it holds: the fewer the better
        while chunk := list(islice(values, min(MOST_ROWS, most))):
            rows_of_it = ",".join([marks] * len(chunk))
            cursor.execute(f"INSERT INTO {table} ({columns}) VALUES {rows_of_it}", list(chain(*chunk)))


def update_rows(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Set columns of rows known by ``id``, within the caller's transaction; all set the same ones."""
    if not rows:
        return
    connection = connections[router.db_for_write(model)]
    quoted = connection.ops.quote_name
    fields = [one for one in model._meta.concrete_fields if one.attname in rows[0] and not one.primary_key]
    setting = ",".join(f"{quoted(str(one.column))}=%s" for one in fields)
    values = _values(connection, fields, rows)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quoted(model._meta.db_table)} SET {setting} WHERE id=%s",
            [[*row, given["id"]] for row, given in zip(values, rows, strict=True)],
        )


def _values(connection: Any, fields: Sequence[Any], rows: Sequence[Row]) -> Iterator[list[Any]]:
    columns: list[tuple[str, bool, Callable[[], Any], partial[Any] | None]] = []
    for one in fields:
        is_prepared = isinstance(one, _PREPARED)
        prepare = partial(one.get_db_prep_save, connection=connection) if is_prepared else None
        columns.append((one.attname, one.attname in rows[0], one.get_default, prepare))
    for row in rows:
        values = []
        for name, is_given, default, prepare in columns:
            value = row[name] if is_given else default()
            values.append(value if prepare is None else prepare(value))
        yield values
