"""
Personal data shown to all (个人信息泄露).

Looks at:     tables and text of a page, and of a file that a page offers: all sheets, hidden ones, rows and
              columns, comments, deletions, members of a zip.
Problem when: an identity number with a right birthday and check digit stands there in any written form
              (spaced, full-width, with invisible signs, broken over lines, glued together), one of 15 digits
              beside the word, one whose end alone is hidden; a bank card beside its word or in a column of
              cards; mobiles in a list of people.
Unsure when:  a column of identity numbers has lost its last digits (scientific notation).
Hint:         a column of home addresses beside names.
Silent:       masked numbers, duty and business telephones, social credit codes, orders, document numbers,
              coordinates, numbers with a wrong check digit, single mobiles.
Not its job:  pictures and scans: nobody reads them here.

One observation for each column, or text, and kind. Of numbers it keeps a keyed hash and the masked form.
"""

from collections.abc import Iterator
from typing import Any

from kaoping.pages.attachments.attachment import Attachment, Part
from kaoping.pages.page import Page
from kaoping.pages.personal import has_long_run
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, Severity, problem, unsure
from .columns import Limits, table_leaks
from .leaks import WORDS, Leak
from .lines import text_leaks
from .vocabulary import vocabulary

_SEVERITY: dict[str, Severity] = {"weak": "疑似", "mobile": "疑似", "address": "提示"}


@check(
    title="个人信息泄露",
    reads=(Page, Attachment),
    lane="person",
    severity="严重",
    message="{item}含{kind}{rows}个{samples}",
    basis="《中华人民共和国个人信息保护法》第二十八条;国办发〔2018〕23号关于公开信息去标识化处理的要求",
    remedy="请立即撤下或替换含完整个人信息的页面和附件(含隐藏的工作表、列),确需公开的只保留必要部分并遮盖号码中段。",
)
def personal_data(
    subject: Page | Attachment,
    rules: Rulebook,
    *,
    column_share: float,
    list_rows: int,
    card_rows: int,
    secret: bytes,
) -> Iterator[Observation]:
    parts = _parts(subject)
    if not parts:
        return
    words, limits = vocabulary(rules), Limits(column_share, list_rows, card_rows)
    about = subject.title if isinstance(subject, Page) else " ".join((subject.name, *_heads(parts)))
    for part in parts:
        if part.kind == "table":
            for leak in table_leaks(part, about, words, limits, secret):
                yield _observed(subject.url, leak)
    texts = [part for part in parts if part.kind == "text"]
    for leak in text_leaks(texts, about, words, limits, secret):
        yield _observed(subject.url, leak)


def _parts(subject: Page | Attachment) -> tuple[Part, ...]:
    """The parts, and what lies beside them: tags and text behind a page's end, a file's properties."""
    if isinstance(subject, Page):
        beside = "\n".join((*subject.head_titles, *subject.tags.values(), subject.text_after_end))
        named = "网页标题与标签"
        beside = beside if has_long_run(beside) else ""
    else:
        beside, named = "\n".join((subject.name, subject.author)), "文件名与属性"
    return (*subject.parts, Part(name=named, text=beside)) if beside else subject.parts


def _heads(parts: tuple[Part, ...]) -> Iterator[str]:
    """The first words of texts: a paper says at its head what its tables are."""
    return (part.text[:60] for part in parts[:3] if part.kind == "text")


def _observed(url: str, leak: Leak) -> Observation:
    facts: dict[str, Any] = {
        "item": leak.place.item,
        "kind": WORDS[leak.kind],
        "rows": leak.rows,
        "masked": list(leak.shown),
        "digests": list(leak.digests),
        "part": leak.place.part,
        "row": leak.place.row,
    }
    if leak.certainty == "unsure":
        return unsure(url, why=leak.why, quote=leak.quote, **facts)
    samples = f",如{'、'.join(leak.shown)}" if leak.shown else ""
    severity = _SEVERITY.get(leak.kind, "严重")
    return problem(
        url,
        quote=leak.quote,
        span=leak.place.span,
        severity=severity,
        lane="hint" if leak.certainty == "hint" else None,
        samples=samples,
        **facts,
    )
