"""Uploaded files, read back by their digest from where they lie outside the web root."""

import hashlib
import re
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


def read(digest: str) -> bytes:
    """The bytes of this digest. Raises `ArchiveError` where they are gone, or are others by now."""
    try:
        content = path_of(digest).read_bytes()
    except OSError as error:
        raise ArchiveError("证据文件不在本机上,请联系系统管理员核对数据目录。") from error
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != digest:
        raise ArchiveError("证据文件与登记的摘要不符,可能被改动。")
    return content
