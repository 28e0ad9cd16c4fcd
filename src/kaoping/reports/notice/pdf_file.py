"""Prints a notice as PDF after GB/T 9704-2012, with its annexes."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kaoping.roster.visible import shown

from ..publishing.pdf import typeset
from ..publishing.publication import Publication
from .blocks import Block, body_blocks, head_blocks, imprint_blocks, letters_of, signing_places
from .notice import Notice
from .wording import iso_day


def write_notice_pdf(notice: Notice, path: Path, annexes: Sequence[Publication] = ()) -> None:
    """
    Write the notice and its annexes as one PDF; typefaces that stand in for others are named at its end.

    Raises:
        OutputError: It cannot be written.
    """
    blocks = list(_placed((*head_blocks(notice), *body_blocks(notice)), notice))
    imprint = [
        {"kind": one.kind, "text": shown(one.text), "label": shown(one.label)}
        for one in imprint_blocks(notice)
    ]
    typeset(
        path,
        notice.title,
        notice.office,
        iso_day(notice.date),
        blocks=blocks,
        publications=tuple(annexes),
        imprint=imprint,
    )


def office_points(office: str) -> float:
    """The size of the red head: as large as it goes on one line, between 26 and 42 pt."""
    return max(26.0, min(42.0, 440 / max(len(office), 1)))


def _placed(blocks: Sequence[Block], notice: Notice) -> Iterator[Mapping[str, Any]]:
    name_at, day_at = signing_places(notice.signature, notice.date, is_sealed=notice.is_sealed)
    more: dict[str, dict[str, Any]] = {
        "office": {"size": office_points(notice.office)},
        "signature": {"left": name_at, "space": 3 if notice.is_sealed else 1},
        "date": {"left": day_at},
    }
    for n, one in enumerate(blocks):
        text = "\n".join(map(shown, one.text.split("\n")))
        place = more.get(one.kind, {})
        if one.kind == "annex":
            width = letters_of(one.label)
            named = 6 if one.label.endswith(".") else 5
            start = 2 if one.label.startswith("附件") else named - 1
            is_first = blocks[n - 1].kind != "annex"
            place = {
                "left": start,
                "label": one.label,
                "label_letters": max(named - start, width),
                "first": is_first,
            }
        yield {"kind": one.kind, "text": text, **place}
