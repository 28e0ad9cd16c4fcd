"""The database's own refusal to change or delete what the audit trail holds."""

from typing import Any

TABLES = ("audit_entry", "audit_anchor")
WORDS = "审计记录只能追加,不能修改或删除"
_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{words}'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{words}'; END $$
"""
_POSTGRES = """
CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
"""


def install(connection: Any) -> None:
    """Make the triggers, on SQLite or PostgreSQL; those that are there stay."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION.format(words=WORDS))
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(_POSTGRES.format(table=table))
            else:
                for verb in ("UPDATE", "DELETE"):
                    cursor.execute(_SQLITE.format(table=table, verb=verb, words=WORDS))


def remove(connection: Any) -> None:
    """Take the triggers away: for a migration that goes back, and for tests that empty their database."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}")
            else:
                for verb in ("UPDATE", "DELETE"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
