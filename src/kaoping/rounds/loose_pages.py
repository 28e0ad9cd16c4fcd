"""What a child process does with a page that belongs to no run: read it and tell what was understood."""

import re
from dataclasses import replace

import msgspec

from kaoping.gather import Capture
from kaoping.pages import NO_ADDRESS_NOTE, UNKNOWN_ADDRESS, Reader, is_markup, told
from kaoping.pages.saved import saved
from kaoping.rulebook import Rulebook

from .tasks import Outcome, Task

NOT_A_PAGE = "不是网页:里面没有网页标签"
_FILE_HEADS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")
_FILE_TYPES = re.compile(r"application/(?:pdf|zip|msword|rtf|vnd\.|x-rar|x-7z)|text/csv", re.IGNORECASE)
_FILE_NAMES = re.compile(
    r"\.(?:docx?|xlsx?|pptx?|wps|et|pdf|ofd|rtf|csv|txt|zip|odt|ods|xlsb)$", re.IGNORECASE
)


class PageTeller:
    """Reads captures without running checks. One per child process."""

    def __init__(self, rules: Rulebook) -> None:
        self._reader = Reader(rules)

    def outcome(self, task: Task) -> Outcome:
        """
        The page told as JSON in `told`, or why not in `unreadable`.

        A capture without an address is a saved file: it is unpacked, and asked for the address that it had.
        """
        capture, note = task.capture, ""
        if not capture.url or not capture.headers:
            capture, note = _opened(capture)
        page = self._reader.read(capture)
        if page.shape != "data" and not is_markup(capture.body):
            return Outcome(url=page.url, unreadable=NOT_A_PAGE)
        page = replace(page, notes=(*page.notes, note)) if note else page
        return Outcome(
            url=page.url,
            shape=page.shape,
            needs_rendering=page.needs_rendering,
            told=msgspec.json.encode(told(page)),
        )


def _opened(capture: Capture) -> tuple[Capture, str]:
    """A saved file as the capture that it was saved from, and a note where its address stays unknown."""
    copy = saved(capture.body)
    url = capture.url or copy.url
    headers = (("Content-Type", copy.content_type),) if copy.content_type else ()
    opened = replace(capture, url=url or UNKNOWN_ADDRESS, body=copy.body, headers=headers)
    return opened, "" if url else NO_ADDRESS_NOTE


def is_file(name: str, content_type: str, body: bytes) -> bool:
    """Whether bytes are to be opened as a file (office document, table, PDF …) rather than as a web page."""
    if body.startswith(_FILE_HEADS):
        return True
    is_named = _FILE_TYPES.match(content_type) or _FILE_NAMES.search(name.partition("?")[0])
    return bool(is_named) and not is_markup(body[:2000])
