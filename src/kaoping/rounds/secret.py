"""
The key under which numbers of persons are hashed: of this installation, never beside its outputs.

`KAOPING_SECRET` gives it, or `KAOPING_SECRET_FILE` names a file that holds it; else it is made once and kept
in ``$XDG_STATE_HOME/kaoping/secret`` (``~/.local/state/kaoping/secret``), readable by its owner alone.
"""

import os
import secrets
import tempfile
from pathlib import Path

from kaoping.errors import UsageError

SHORTEST = 16  # bytes


def installation_secret() -> bytes:
    """
    The key, made at the first call on a machine.

    Raises:
        UsageError: The key is given but too short, or can be neither read nor made.
    """
    if given := os.environ.get("KAOPING_SECRET", ""):
        return _long_enough(given.encode(), "KAOPING_SECRET")
    named = os.environ.get("KAOPING_SECRET_FILE", "")
    path = Path(named) if named else _own_file()
    try:
        if not path.exists() and not named:
            _make(path)
        return _long_enough(path.read_bytes().strip(), str(path))
    except OSError as error:
        raise UsageError(
            f"读不到也建不了密钥文件 {path}({error.strerror})。请设置环境变量 KAOPING_SECRET(至少16个字符)。"
        ) from None


def ensure_secret() -> str:
    """
    Make sure that this process and its children have a key.

    Returns:
        A Chinese note where none can be kept on this machine: a passing one is used, which another run will
        not have; else nothing.

    Raises:
        UsageError: A key is given and cannot be used.
    """
    try:
        installation_secret()
    except UsageError as error:
        if os.environ.get("KAOPING_SECRET") or os.environ.get("KAOPING_SECRET_FILE"):
            raise
        os.environ["KAOPING_SECRET"] = secrets.token_hex(32)
        return f"{error}这次用临时密钥,各次检查的号码摘要不能互相比对。"
    return ""


def adopt_secret(key: bytes) -> str:
    """
    Keep a key that comes from a backup, where this machine has none.

    Returns:
        ``placed``; ``same`` where the machine has this very key; ``other`` where it has another, which stays.

    Raises:
        UsageError: The machine's own key cannot be used.
    """
    is_given = bool(os.environ.get("KAOPING_SECRET") or os.environ.get("KAOPING_SECRET_FILE"))
    path = _own_file()
    if not is_given and not path.exists():
        _make(path, _long_enough(key, "备份").decode("utf-8", "surrogateescape"))
        return "placed"
    return "same" if installation_secret() == key else "other"


def _own_file() -> Path:
    state = os.environ.get("XDG_STATE_HOME", "")
    return (Path(state) if state else Path.home() / ".local" / "state") / "kaoping" / "secret"


def _make(path: Path, key: str = "") -> None:
    """Write a key, else a new one, whole or not at all; where another process was first, its key stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w", errors="surrogateescape") as stream:
            stream.write(key or secrets.token_hex(32))
        os.link(name, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(name)


def _long_enough(key: bytes, name: str) -> bytes:
    if len(key) < SHORTEST:
        raise UsageError(f"密钥 {name} 太短,至少要{SHORTEST}个字符。")
    return key
