"""Opens the store that an address names."""

import re
from pathlib import Path

from kaoping.errors import UsageError

from .contract import Store
from .folder import FolderStore
from .s3 import ObjectStore

_S3 = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<prefix>[^\s?#]*))?\Z")


def is_address(text: str) -> bool:
    """Whether this names an object store and no folder."""
    return "://" in text


def open_store(address: str) -> Store:
    """
    The store at ``s3://bucket/prefix``, or the folder of this name.

    Raises:
        UsageError: It is neither, or the settings of the store are missing.
    """
    if not is_address(address):
        return FolderStore(Path(address).resolve())
    found = _S3.match(address)
    if found is None:
        raise UsageError(f"存放地址 {address} 不对,请写成 s3://桶名/前缀,或一个目录。")
    return ObjectStore(found["bucket"], (found["prefix"] or "").strip("/"))
