"""Many rows at once, past the models: one prepared statement, or COPY, in place of a compiled query each."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain, islice
from typing import Any

import msgspec
from django.db import connections, models, router

Row = Mapping[str, Any]
Prepare = Callable[[Any], Any]
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
    given: list[tuple[int, str, Prepare | None]] = []
    made: list[tuple[int, Callable[[], Any]]] = []
    template: list[Any] = [None] * len(fields)
    for at, one in enumerate(fields):
        prepare = _prepare(connection, one)
        if one.attname in rows[0]:
            given.append((at, one.attname, prepare))
        elif isinstance(one, models.UUIDField):  # each row has its own
            made.append((at, partial(_default, one, prepare)))
        else:
            template[at] = _default(one, prepare)
    for row in rows:
        values = template.copy()
        for at, name, prepare in given:
            values[at] = row[name] if prepare is None else prepare(row[name])
        for at, make in made:
            values[at] = make()
        yield values


def _default(one: Any, prepare: Prepare | None) -> Any:
    value = one.get_default()
    return value if prepare is None else prepare(value)


def _prepare(connection: Any, one: Any) -> Prepare | None:
    """What makes of a value what the driver takes; None where it is that already."""
    if not isinstance(one, _PREPARED):
        return None
    slow: Prepare = partial(one.get_db_prep_save, connection=connection)
    if isinstance(one, models.DateTimeField):
        return cache(slow)  # many rows have one moment
    if isinstance(one, models.JSONField) and one.encoder is None:
        return partial(_json, slow)
    return slow


def _json(slow: Prepare, value: Any) -> Any:
    if value is None:
        return slow(value)
    try:
        return msgspec.json.encode(value).decode()
    except (TypeError, ValueError, OverflowError):
        return slow(value)
