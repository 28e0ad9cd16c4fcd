"""The notice as its pages show it: sentences with their numbers, sources in words, the lint line by line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from kaoping.reports.notice import Notice as Written
from kaoping.reports.notice import NoticeRemark, Sentence

from ..planning.models import Round
from ..review.models import Suspect
from .noticing import lines_of

FIGURES = {
    "office": "轮次的考评机关",
    "name": "轮次的名称",
    "period": "轮次的考评期",
    "focus": "本轮重点",
    "scope": "考评范围",
    "method": "所用的检查方式",
    "coverage": "检查覆盖情况",
    "supplementary": "补充数据",
    "findings": "已确认问题的统计",
    "suspects": "疑似问题的统计",
    "lookback": "“回头看”复核统计",
    "causes": "各单位填报的原因",
    "earlier_causes": "上一轮整改中各单位填报的原因",
    "terms": "整改和报告期限",
    "annexes": "附件清单",
    "mail": "报送邮箱",
    "group": "分组",
    "category": "问题类别",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence with its number in addresses. `is_from_data`: it has sources."""

    number: int
    text: str
    is_from_data: bool


@dataclass(frozen=True, slots=True)
class Part:
    """
    A passage as it is shown and edited: `place` names its fields, `above` and `heading` are its headings
    (`part` names the field of the one above), `added` what somebody typed to be added.
    """

    place: str
    above: str
    heading: str
    added: str
    paragraphs: Sequence[tuple[str, str, Sequence[Shown]]]
    part: str = ""


def page_parts(notice: Written, typed: Mapping[str, str]) -> list[Part]:
    """
    The opening and all passages; a paragraph is its field's name, its text (as it was `typed`, where a save
    was refused), its sentences.
    """
    numbers = count()
    text = typed.get("opening", notice.opening.text)
    parts = [Part("", "", "", "", [("opening", text, _shown(notice.opening.sentences, numbers))])]
    for n, part in enumerate(notice.parts):
        for m, passage in enumerate(part.passages):
            paragraphs = [
                (field, typed.get(field, one.text), _shown(one.sentences, numbers))
                for field, one in ((f"p-{n}-{m}-{k}", one) for k, one in enumerate(passage.paragraphs))
            ]
            above = typed.get(f"h-{n}", part.heading) if m == 0 else ""
            place = f"{n}-{m}"
            heading = typed.get(f"h-{place}", passage.heading)
            parts.append(Part(place, above, heading, typed.get(f"new-{place}", ""), paragraphs, f"{n}"))
    return parts


def _shown(sentences: Iterable[Sentence], numbers: Any) -> list[Shown]:
    return [Shown(next(numbers), one.text, bool(one.sources)) for one in sentences]


def remarks_by_line(
    notice: Written, remarks: Iterable[NoticeRemark]
) -> list[tuple[str, Sequence[NoticeRemark]]]:
    """Lines of the notice with what the lint says of each; only those of which it says something."""
    lines = lines_of(notice)
    found: dict[int, list[NoticeRemark]] = {}
    for one in remarks:
        found.setdefault(one.line, []).append(one)
    return [(lines[n - 1] if n <= len(lines) else "", told) for n, told in sorted(found.items())]


def source_words(sources: Sequence[str], round_: Round) -> list[str]:
    """Sources that are no findings of the round, in words."""
    facts = set(Suspect.objects.filter(round=round_, fact__in=sources).values_list("fact", flat=True))
    return list(dict.fromkeys(_words(one) for one in sources if one not in facts))


def _words(source: str) -> str:
    kind, _, rest = source.partition(":")
    if kind == "standing":
        return f"{rest}的得分与名次"
    if kind == "contact":
        return f"{rest}的责任人联系表"
    if kind == "cause":
        return f"原因列表:{rest}"
    if kind == "figure":
        head, _, of = rest.partition(":")
        named = FIGURES.get(head, "本轮统计")
        return f"{named}:{of}" if of else named
    if kind == "ledger":
        return f"台账:{rest.rpartition(':')[2]}"
    return f"资料:{source}"
