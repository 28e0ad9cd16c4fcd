"""A PostgreSQL that answers on this machine, and one database of it that is taken away for a while."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

SERVER = os.environ.get("KAOPING_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432")


def why_none() -> str:
    """Why no server answers, or ``""``."""
    import psycopg

    try:
        psycopg.connect(f"{SERVER}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError as error:
        return f"no PostgreSQL answers at {SERVER}: {str(error).strip().splitlines()[0]}"
    return ""


def on_the_server(statement: str) -> list[tuple]:
    """Run one statement beside all databases of tests."""
    import psycopg

    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        done = connection.execute(statement)
        return list(done) if done.description else []


@contextmanager
def database(name: str) -> Iterator[str]:
    """A new database's address; it is dropped in the end."""
    on_the_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    on_the_server(f"CREATE DATABASE {name}")
    try:
        yield f"{SERVER}/{name}"
    finally:
        on_the_server(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def connected(name: str) -> int:
    """How many connections a database has."""
    return on_the_server(f"SELECT count(*) FROM pg_stat_activity WHERE datname='{name}'")[0][0]


def cut_off(name: str) -> int:
    """End all of a database's connections, as a restart does; answers how many there were."""
    query = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname='{name}'"
    return len(on_the_server(query))


def taken_away(name: str, seconds: float) -> int:
    """The same, and nobody gets in for so long: what a restart of the server looks like from without."""
    on_the_server(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    try:
        count = cut_off(name)
        time.sleep(seconds)
    finally:
        on_the_server(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    return count
