"""The notice as data: every sentence with its sources, for editors that mark what comes from facts."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .docx_file import write_bytes
from .notice import Notice, Sentence


def write_notice_json(notice: Notice, path: Path) -> None:
    """
    Write the notice with its sources; the same notice gives the same bytes.

    Raises:
        OutputError: It cannot be written.
    """
    words = json.dumps(notice_data(notice), ensure_ascii=False, indent=1, sort_keys=True)
    write_bytes(f"{words}\n".encode(), path)


def notice_data(notice: Notice) -> dict[str, Any]:
    """The notice as plain data."""
    return {
        "edition": notice.edition,
        "title": notice.title,
        "number": notice.number,
        "office": notice.office,
        "addressees": list(notice.addressees),
        "opening": _sentences(notice.opening.sentences),
        "parts": [
            {
                "id": part.id,
                "heading": part.heading,
                "passages": [
                    {
                        "id": passage.id,
                        "heading": passage.heading,
                        "paragraphs": [_sentences(one.sentences) for one in passage.paragraphs],
                    }
                    for passage in part.passages
                ],
            }
            for part in notice.parts
        ],
        "annexes": [{"number": one.number, "title": one.title} for one in notice.annexes],
        "signature": notice.signature,
        "date": notice.date,
        "note": notice.note,
        "copies": list(notice.copies),
        "printer": notice.printer,
        "printed": notice.printed,
        "remarks": list(notice.remarks),
    }


def _sentences(sentences: Iterable[Sentence]) -> list[dict[str, Any]]:
    return [{"text": one.text, "sources": list(one.sources), "pattern": one.pattern} for one in sentences]
