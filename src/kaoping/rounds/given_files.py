"""Files that a person names on the command line: their bytes, or in Chinese why there are none."""

import sys
from pathlib import Path

FILE_CAP = 50 << 20  # as of attachments from the network


class Unreadable(Exception):
    """A file or address gives nothing to read; the words say why, in Chinese."""


def bytes_of(name: str, *, wanted: str = "文件") -> bytes:
    """
    The bytes of a file, one more than `FILE_CAP` at most; ``-`` is standard input.

    Args:
        wanted: What was asked for, in Chinese, for the message where a folder was given.

    Raises:
        Unreadable: There is no such file, it is a folder, or it may not be read.
    """
    if name == "-":
        return sys.stdin.buffer.read(FILE_CAP + 1)
    path = Path(name)
    try:
        if path.is_dir():
            raise Unreadable(f"是文件夹,不是{wanted}")
        if path.exists() and not path.is_file():
            raise Unreadable("不是普通文件")
        with path.open("rb") as stream:
            return stream.read(FILE_CAP + 1)
    except FileNotFoundError:
        raise Unreadable("没有这个文件") from None
    except PermissionError:
        raise Unreadable("没有读取这个文件的权限") from None
    except (OSError, ValueError) as error:
        raise Unreadable(f"文件无法读取:{error}") from None
