"""
What must stand before the web application runs: data folder, secret, tables, the first way in.

Imports Django only inside functions, after the environment says where the data lies.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kaoping.errors import OutputError, UsageError

SETTINGS = "kaoping.web.settings"
SECRET_FILE = "secret-key"
SERVE_LOCK, MIGRATE_LOCK = "serve.lock", "migrate.lock"
_POSTGRES_LOCK = 7_226_310_415  # any number, the same for all who migrate


def use_data_folder(folder: Path | None) -> Path:
    """
    Make the data folder and let this process and its children use it. Without one, ``KAOPING_DATA`` or
    ``./kaoping-data``.
    """
    chosen = (folder or Path(os.environ.get("KAOPING_DATA", "kaoping-data"))).resolve()
    os.environ["KAOPING_DATA"] = str(chosen)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        chosen.mkdir(mode=0o700, parents=True, exist_ok=True)
        _keep_secret(chosen)
    except OSError as error:
        raise OutputError(
            f"数据目录 {chosen} 不能写入({error.strerror}),请检查权限,或用 --data 换一个"
        ) from error
    return chosen


def _keep_secret(folder: Path) -> None:
    """Make the secret of sessions and links once, whole or not at all, readable by its owner only."""
    if os.environ.get("KAOPING_SECRET_KEY") or os.environ.get("KAOPING_SECRET_KEY_FILE"):
        return
    file = folder / SECRET_FILE
    if file.exists():
        return
    part = folder / f".{SECRET_FILE}.{os.getpid()}"
    handle = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with open(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(64))
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(part, file)  # where two start at once, the first one's secret stays
    except FileExistsError:
        pass
    finally:
        part.unlink()


@contextmanager
def alone(folder: Path, name: str, *, words: str = "") -> Iterator[None]:
    """
    Hold a lock file of the folder, waiting for whoever holds it.

    Args:
        folder: The data folder.
        name: The lock's file.
        words: Do not wait, but refuse with these words.

    Raises:
        UsageError: Somebody holds it, and `words` were given.
    """
    with (folder / name).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (fcntl.LOCK_NB if words else 0))
        except BlockingIOError:
            raise UsageError(words) from None
        yield


def migrate(folder: Path) -> bool:
    """Bring the tables up to this version, one process at a time. Answers whether any was behind."""
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    if not _is_behind(connection):
        return False
    with alone(folder, MIGRATE_LOCK), _postgres_lock(connection):
        call_command("migrate", interactive=False, verbosity=0)
    return True


def _is_behind(connection: object) -> bool:
    """Whether a migration's file is not among those done; without loading them, which takes a second."""
    from django.apps import apps
    from django.db.migrations.recorder import MigrationRecorder

    files = {
        (config.label, file.stem)
        for config in apps.get_app_configs()
        for file in (Path(config.path) / "migrations").glob("[0-9]*.py")
    }
    return not files <= set(MigrationRecorder(connection).applied_migrations())  # type: ignore[arg-type]


@contextmanager
def _postgres_lock(connection: object) -> Iterator[None]:
    """On PostgreSQL other machines may start at the same time; file locks do not reach them."""
    if connection.vendor != "postgresql":  # type: ignore[attr-defined]
        yield
        return
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT pg_advisory_lock(%s)", [_POSTGRES_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_POSTGRES_LOCK])


def first_link() -> str | None:
    """The path by which the first administrator comes in, or None where there is one."""
    from django.urls import reverse

    from .people.actions import new_first_link

    token = new_first_link()
    return reverse("people:first", kwargs={"token": token}) if token else None
