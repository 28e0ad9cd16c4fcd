"""Words of an RTF file; pictures, fonts, styles and hidden destinations are left out."""

import codecs
import re

from .yielded import MOST_CHARS, Full, Yield

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
_SKIPPED = frozenset({
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"themedata", b"colorschememapping",
    b"datastore", b"latentstyles", b"listtable", b"listoverridetable", b"rsidtbl", b"generator", b"xmlnstbl",
    b"fldinst", b"filetbl", b"revtbl", b"mmathPr",
})  # fmt: skip
_BREAKS = {
    b"par": "\n",
    b"line": "\n",
    b"row": "\n",
    b"cell": "\t",
    b"tab": "\t",
    b"page": "\n",
    b"sect": "\n",
}
_DEEPEST = 1_000


class _Words:
    """Bytes in the file's code page wait until they are whole characters."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.codec = "gb18030"
        self._waiting = bytearray()

    def add_bytes(self, data: bytes) -> None:
        self._waiting += data
        if len(self._waiting) > 1 << 16:
            self.flush()

    def add(self, text: str) -> None:
        self.flush()
        self.pieces.append(text)
        self.length += len(text)

    def flush(self) -> None:
        if self._waiting:
            text = bytes(self._waiting).decode(self.codec, "replace")
            self.pieces.append(text)
            self.length += len(text)
            self._waiting.clear()


def read_rtf(body: bytes, found: Yield) -> None:
    """Add the text. Raises `Full`."""
    words, skipped_from, depth, unicode_skip, to_skip = _Words(), 0, 0, 1, 0
    for token in _TOKEN.finditer(body):
        word, number, octet, symbol, brace, plain = token.groups()
        if brace == b"{":
            depth += 1
        elif brace == b"}":
            depth = max(0, depth - 1)
            skipped_from = 0 if depth < skipped_from else skipped_from
        elif skipped_from:
            continue
        elif word in _SKIPPED or symbol == b"*":
            skipped_from = min(depth, _DEEPEST) or 1
        elif word == b"uc":
            unicode_skip = min(int(number or 1), 8)
        elif word == b"ansicpg":
            words.codec = _codec(number or b"")
        elif word == b"u" and number:
            code = int(number) & 0xFFFF
            words.add("" if 0xD800 <= code < 0xE000 else chr(code))
            to_skip = unicode_skip
        elif word in _BREAKS:
            words.add(_BREAKS[word])
        elif octet or plain:
            data = bytes.fromhex(octet.decode()) if octet else plain
            words.add_bytes(data[to_skip:])
            to_skip = max(0, to_skip - len(data))
        elif symbol in (b"\\", b"{", b"}"):
            words.add_bytes(symbol)
        if words.length > MOST_CHARS:
            break
    words.flush()
    text = "\n".join(line.rstrip() for line in "".join(words.pieces).split("\n") if line.strip())
    found.add_text("正文", text)
    if words.length > MOST_CHARS:
        found.room(MOST_CHARS + 1)
        raise Full


def _codec(number: bytes) -> str:
    name = {b"936": "gb18030", b"65001": "utf-8"}.get(number, f"cp{number.decode()}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "gb18030"
