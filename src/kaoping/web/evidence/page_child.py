"""
The child process that reads what is hostile: ``python -m kaoping.web.evidence.page_child``.

On standard input a line of JSON (`Wanted`) and the bytes; on standard output JSON (`Copy`) or, for a
picture, PNG or JPEG made anew. It has little memory and little time, and may be killed at any moment.
"""

import contextlib
import io
import sys

import msgspec

MEMORY_BYTES = 1 << 30
CPU_S = 10
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 8000


class Wanted(msgspec.Struct):
    """What to do with the bytes: ``copy`` of a page of this type, or ``picture``. `masks` hides numbers."""

    do: str
    content_type: str = ""
    masks: bool = True


def limit() -> None:
    """A hostile file must end this process, not the machine."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))


def copied(wanted: Wanted, body: bytes) -> bytes:
    """A page's copy as JSON."""
    from kaoping.pages.charset import decode
    from kaoping.pages.personal import masked

    from .copying import copy_of

    decoded = decode(body, wanted.content_type)
    copy = copy_of(decoded.text, masked if wanted.masks else str)
    copy.notes = list(decoded.notes)
    return msgspec.json.encode(copy)


def drawn_anew(body: bytes) -> bytes:
    """A picture of our own making: whatever else the file held is gone. Raises for what is no picture."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(body), formats=("PNG", "JPEG", "GIF", "WEBP", "BMP")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        is_photo = picture.format == "JPEG"
        whole = picture.convert("RGB" if is_photo else "RGBA")
    whole.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    out = io.BytesIO()
    whole.save(out, "JPEG" if is_photo else "PNG", **({"quality": 90} if is_photo else {}))
    return out.getvalue()


def main() -> None:
    """One task, one answer."""
    limit()
    line, _, body = sys.stdin.buffer.read().partition(b"\n")
    wanted = msgspec.json.decode(line, type=Wanted)
    sys.stdout.buffer.write(drawn_anew(body) if wanted.do == "picture" else copied(wanted, body))


if __name__ == "__main__":
    main()
