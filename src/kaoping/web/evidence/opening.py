"""Opens what somebody uploaded, in a child process that can be ended."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from kaoping.errors import UsageError
from kaoping.roster import Table

DEADLINE_S = 90
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\0", b"MM\0*")
Kind = Literal["picture", "document", "tables"]


class RefusedUpload(UsageError):
    """The file is not taken; the words are Chinese and say why and what to do."""


def kind_of(content: bytes) -> Kind:
    """Whether the content is a picture's or another file's, whatever the file is called."""
    return "picture" if content.startswith(_PICTURES) else "document"


def opened(content: bytes, name: str, kind: Kind) -> tuple[Mapping[str, Any], bytes]:
    """
    What the child made of the file: a head, and bytes.

    Raises:
        RefusedUpload: Damaged, of a kind that is not taken, too large unpacked, or too slow to open.
    """
    with tempfile.NamedTemporaryFile(prefix="kaoping-upload-") as file:
        file.write(content)
        file.flush()
        command = [sys.executable, "-m", "kaoping.web.evidence.reading_child", kind, file.name, name[-120:]]
        try:
            done = subprocess.run(command, capture_output=True, timeout=DEADLINE_S, check=False)
        except subprocess.TimeoutExpired:
            raise RefusedUpload(f"“{name}”打开超时,没有接收,请拆分或另存后再传。") from None
    line, _, rest = done.stdout.partition(b"\n")
    if done.returncode or not line:
        raise RefusedUpload(f"“{name}”展开后过大或已损坏,没有接收,请另存后再传。")
    head: Mapping[str, Any] = msgspec.json.decode(line)
    if words := head.get("refused"):
        raise RefusedUpload(f"{words}。")
    return head, rest


def opened_tables(content: bytes, name: str) -> tuple[Table, ...]:
    """The sheets of an uploaded workbook, or a text file by each separator it may have. As `opened`."""
    return msgspec.msgpack.decode(opened(content, name, "tables")[1], type=tuple[Table, ...])


def plain_name(name: str) -> str:
    """A file's own name: no folders, nothing invisible, at most 150 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(c for c in last if c.isprintable()).strip(" .")
    return (Path(shown).stem[:140] + Path(shown).suffix[:10]) or "未命名"
