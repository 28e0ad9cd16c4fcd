"""What a page's own scripts would write, read without running them: one round of decoding."""

import base64
import binascii
import re
from urllib.parse import unquote

_WRITES = re.compile(
    r"document\s*(?:\.\s*(?:title|write(?:ln)?)|\[\s*['\"]\s*(?:title|write)\s*['\"]\s*\])\s*(?:=(?!=)|\()"
)
_JOINT = re.compile(r"(['\"])\s*\+\s*\1")
_CODE = re.compile(r"(?:%u|\\u)([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\u\{([0-9a-fA-F]{1,6})\}")
_FROM_CODES = re.compile(r"String\s*\.\s*fromCharCode\s*\(([\d\sxXa-fA-F,]{1,4000})\)")
_BASE64 = re.compile(r"atob\s*\(\s*['\"]([A-Za-z0-9+/=]{8,4000})['\"]\s*\)")


def written_by_script(script: str) -> str:
    """The script decoded, where it writes a title or a piece of the document; else ``""``."""
    joined = _JOINT.sub("", script)
    if not _WRITES.search(joined):
        return ""
    words = _FROM_CODES.sub(lambda m: _of_codes(m.group(1)), joined)
    words = _BASE64.sub(lambda m: _of_base64(m.group(1)), words)
    words = _CODE.sub(lambda m: _of_code(m.group(m.lastindex or 0), 16), words)
    return unquote(words, errors="replace")


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
