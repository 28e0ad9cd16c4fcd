"""
Search over message, quote and address of suspects, quick at any number of them.

SQLite keeps a table of trigrams beside the suspects, by triggers of its own; words of one or two letters,
which have no trigram, are looked for in that table's plain text. PostgreSQL uses an index of `pg_trgm`
where that extension may be had, and reads the rows where not.
"""

from typing import Any

from django.db import connections
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from .models import Suspect

FOUND_UP_TO = 10_000
FEW = 500
LONGEST = 100
_COLUMNS = "message, quote, url"
_TABLE = f"CREATE VIRTUAL TABLE IF NOT EXISTS review_words USING fts5({_COLUMNS}, tokenize='trigram')"
_NEW = "INSERT INTO review_words(rowid, {0}) VALUES (new.id, new.message, new.quote, new.url);"
_OLD = "DELETE FROM review_words WHERE rowid = old.id;"
_TRIGGERS = {
    "review_words_new": f"AFTER INSERT ON review_suspect BEGIN {_NEW.format(_COLUMNS)} END",
    "review_words_gone": f"AFTER DELETE ON review_suspect BEGIN {_OLD} END",
    "review_words_changed": (
        f"AFTER UPDATE OF {_COLUMNS} ON review_suspect BEGIN {_OLD} {_NEW.format(_COLUMNS)} END"
    ),
}
_POSTGRES_TEXT = "(message || ' ' || quote || ' ' || url)"


def install(connection: Any) -> None:
    """
    Make table and triggers, or on PostgreSQL the index, where they are missing. Runs after every migration,
    for one that rebuilds the table of suspects takes its triggers away.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _install_postgres(cursor)
            return
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'review_words%'"
        )
        if cursor.fetchone()[0] == len(_TRIGGERS):
            return
        cursor.execute(_TABLE)
        for name, body in _TRIGGERS.items():
            cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {body}")
        cursor.execute("DELETE FROM review_words")
        cursor.execute(
            f"INSERT INTO review_words(rowid, {_COLUMNS}) SELECT id, {_COLUMNS} FROM review_suspect"
        )


def _install_postgres(cursor: Any) -> None:
    cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
    if cursor.fetchone() is None:
        # the office's database account may not be allowed to: then rows are read, which is slower but right
        cursor.execute(
            "DO $$ BEGIN CREATE EXTENSION pg_trgm;"
            " EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported"
            " OR duplicate_object OR unique_violation THEN NULL; END $$"
        )
    cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
    if cursor.fetchone() is not None:
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS review_words ON review_suspect"
            f" USING gin ({_POSTGRES_TEXT} gin_trgm_ops)"
        )


def remove(connection: Any) -> None:
    """Take all of it away, for a migration that goes back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP INDEX IF EXISTS review_words")
            return
        for name in _TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute("DROP TABLE IF EXISTS review_words")


def found(rows: QuerySet[Suspect], words: str) -> QuerySet[Suspect]:
    """
    Those rows in whose message, quote or address `words` stand, in this order and spelling but in any letter
    case; of very many places the first 10,000 are looked through.
    """
    wanted = words.strip()[:LONGEST]
    if not wanted:
        return rows
    connection = connections[rows.db]
    sql, parameters = _ids(connection.vendor, wanted)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        most = FOUND_UP_TO if connection.vendor == "postgresql" else FEW + 1
        keys = [key for (key,) in cursor.fetchmany(most)]
    if connection.vendor == "postgresql":
        # found once and handed over: its planner would read all suspects to join them with a subquery
        return rows.filter(RawSQL('"review_suspect"."id" = ANY(%s)', (keys,), BooleanField()))
    # what is rare takes long to find: it is looked for once. What is frequent ends at the limit soon, and
    # thousands of keys are dearer to hand over than to find again
    return rows.filter(id__in=keys if len(keys) <= FEW else RawSQL(sql, parameters))


def _ids(vendor: str, wanted: str) -> tuple[str, tuple[str, ...]]:
    like = "%" + wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    if vendor == "postgresql":
        return (
            f"SELECT id FROM review_suspect WHERE {_POSTGRES_TEXT} ILIKE %s LIMIT {FOUND_UP_TO}",
            (like,),
        )
    if len(wanted) >= 3:
        phrase = '"' + wanted.replace('"', '""') + '"'
        return f"SELECT rowid FROM review_words WHERE review_words MATCH %s LIMIT {FOUND_UP_TO}", (phrase,)
    # the plain text of the table of trigrams: denser than the rows of suspects
    if not wanted.isascii():  # an address holds ASCII alone, and letter case is no matter
        return (
            f"SELECT id FROM review_words_content WHERE instr(c0, %s) OR instr(c1, %s) LIMIT {FOUND_UP_TO}",
            (wanted, wanted),
        )
    clause = " OR ".join(f"c{n} LIKE %s ESCAPE '\\'" for n in range(3))
    return f"SELECT id FROM review_words_content WHERE {clause} LIMIT {FOUND_UP_TO}", (like, like, like)
