"""The tables of a new installation are those to which all migrations lead."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

STEP_BY_STEP = """
import django
django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
call_command(Command(), interactive=False, verbosity=0)
"""


def made(folder, *words):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("KAOPING_")}
    own = {"DJANGO_SETTINGS_MODULE": "kaoping.web.settings", "KAOPING_DATA": str(folder)}
    folder.mkdir()
    subprocess.run((sys.executable, *words), env=kept | own, check=True, timeout=600)
    return folder / "kaoping.sqlite"


def columns_of(words):
    """A table's columns and constraints, in no order: a column that came later stands at the end."""
    inner = words[words.index("(") + 1 : words.rindex(")")]
    parts, depth, part = [], 0, ""
    for letter in inner:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            parts.append(part.strip())
            part = ""
        else:
            part += letter
    return sorted(re.sub(r"\s+", " ", one) for one in [*parts, part.strip()])


def schema(path):
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql<>''").fetchall()
    return {
        (kind, name): columns_of(words) if words.startswith("CREATE TABLE") else words
        for kind, name, words in rows
        if "_fts_" not in name
    }


def rows(path):
    """What stands in each table, without numbers and moments."""
    found = {}
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        names = [name for kind, name in schema(path) if kind == "table" and not name.startswith("sqlite_")]
        for name in names:
            told = [dict(row) for row in database.execute(f'SELECT * FROM "{name}"')]
            for row in told:
                for column in ("id", "applied", "content_type_id"):
                    row.pop(column, None)
            found[name] = sorted(map(repr, (sorted(row.items()) for row in told)))
    return found


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    return made(folder / "new", "-m", "django", "migrate", "-v0"), made(folder / "old", "-c", STEP_BY_STEP)


@pytest.mark.slow
class TestNewTables:
    def test_they_are_made_alike(self, both):
        new, old = map(schema, both)

        assert new == old
        assert len(new) > 200

    def test_what_migrations_write_stands_in_them(self, both):
        new, old = map(rows, both)

        assert new == old
        assert new["units_cause"]
        assert new["audit_chainhead"]
        assert len(new["django_migrations"]) > 40
