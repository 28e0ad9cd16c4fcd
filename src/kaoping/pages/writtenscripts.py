"""What a page's own scripts say in disguise, read without running them: one round of decoding."""

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote

_WRITES = re.compile(
    r"document\s*(?:\.\s*(?:title|write(?:ln)?)|\[\s*['\"]\s*(?:title|write)\s*['\"]\s*\])\s*(?:=(?!=)|\()"
)
_JOINT = re.compile(r"(['\"])\s*\+\s*\1")
_CODE = re.compile(r"(?:%u|\\u)([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\u\{([0-9a-fA-F]{1,6})\}")
_FROM_CODES = re.compile(r"String\s*\.\s*fromCharCode\s*\(([\d\sxXa-fA-F,]{1,4000})\)")
_BASE64 = re.compile(r"atob\s*\(\s*['\"]([A-Za-z0-9+/=]{8,4000})['\"]\s*\)")
_DOOR = re.compile(
    r"(?:\blocation\b|\[\s*['\"]location['\"]\s*\])(?:\s*\.\s*href|\[\s*['\"]href['\"]\s*\])?\s*"
    r"(?:=(?!=)\s*|\.\s*(?:replace|assign)\s*\(\s*)(?:(['\"])(https?:)?//([^'\"\s<>]{3,300})\1|([A-Za-z_$][\w$]{0,40}))",
    re.IGNORECASE,
)
_ADDRESS = r"\b{name}\s*=\s*(['\"])(https?:)?//([^'\"\s<>]{{3,300}})\1"
_HINT = re.compile(r"location", re.IGNORECASE)
_MOST = 8


def written_by_script(script: str) -> str:
    """The script decoded, where it writes a title or a piece of the document; else ``""``."""
    joined = _JOINT.sub("", script)
    return decoded(joined) if _WRITES.search(joined) else ""


def decoded(script: str) -> str:
    """The script with joined strings and coded characters written out."""
    joined = _JOINT.sub("", script)
    words = _FROM_CODES.sub(lambda m: repr(_of_codes(m.group(1))), joined)
    words = _BASE64.sub(lambda m: repr(_of_base64(m.group(1))), words)
    words = _CODE.sub(lambda m: _of_code(m.group(m.lastindex or 0), 16), words)
    return unquote(_JOINT.sub("", words), errors="replace")


def sends_to(script: str) -> tuple[str, ...]:
    """
    Whole addresses on named hosts to which a script sends the visitor, in order, at most eight.

    An address put together with what is only known at run time is not told.
    """
    joined = _JOINT.sub("", script) if "+" in script else script
    if not _HINT.search(joined):
        return ()
    words = decoded(joined)
    if "//" not in words or not _HINT.search(words):
        return ()
    found = dict.fromkeys(_doors(words))
    return tuple(found)[:_MOST]


def _doors(words: str) -> Iterator[str]:
    for door in _DOOR.finditer(words):
        if door[3]:
            if words[door.end() : door.end() + 3].lstrip()[:1] != "+":
                yield f"{door[2] or 'http:'}//{door[3]}"
        elif named := re.search(_ADDRESS.format(name=re.escape(door[4])), words[: door.start()]):
            yield f"{named[2] or 'http:'}//{named[3]}"


def _of_code(digits: str, radix: int) -> str:
    number = int(digits, radix)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def _of_codes(numbers: str) -> str:
    pieces = [n.strip().lower() for n in numbers.split(",")]
    return "".join(
        _of_code(n.removeprefix("0x"), 16 if n.startswith("0x") else 10)
        for n in pieces
        if re.fullmatch(r"0x[0-9a-f]{1,6}|\d{1,7}", n)
    )


def _of_base64(code: str) -> str:
    try:
        return base64.b64decode(code, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
