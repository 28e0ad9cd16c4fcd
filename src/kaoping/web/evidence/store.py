"""Uploaded files: kept by digest outside the web root, under names that say nothing of what they hold."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

from kaoping.errors import ArchiveError

_DIGEST = re.compile(r"sha256:([0-9a-f]{64})")


def path_of(digest: str) -> Path:
    """Where a file of this digest lies. Raises `ArchiveError` for what is no digest."""
    found = _DIGEST.fullmatch(digest)
    if found is None:
        raise ArchiveError("证据没有登记摘要。")
    return Path(settings.MEDIA_ROOT) / found[1][:2] / found[1]


def keep(content: bytes) -> str:
    """Keep the bytes, whole or not at all; the same bytes are kept once. Answers ``sha256:<hex>``."""
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    path = path_of(digest)
    if path.exists():
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(part, path)
    return digest


def read(digest: str) -> bytes:
    """The bytes of this digest. Raises `ArchiveError` where they are gone, or are others by now."""
    try:
        content = path_of(digest).read_bytes()
    except OSError as error:
        raise ArchiveError("证据文件不在本机上,请联系系统管理员核对数据目录。") from error
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != digest:
        raise ArchiveError("证据文件与登记的摘要不符,可能被改动。")
    return content
