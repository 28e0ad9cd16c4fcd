"""Pictures are not unpacked: they have no text to read. Only a size that would break viewers is told."""

import struct

from .yielded import Yield

MOST_PIXELS = 400_000_000
NO_TEXT = "图片,没有可读文字"


def read_picture(body: bytes, format_: str, found: Yield) -> None:
    """Note that there is no text."""
    found.note(NO_TEXT)
    if format_ == "png" and len(body) >= 24:
        width, height = struct.unpack_from(">II", body, 16)
        if width * height > MOST_PIXELS:
            found.cap(f"图片声明为{width}×{height}像素,过大,未打开")
