"""The first part: what was assessed and how, who did well, who made progress."""

from collections.abc import Iterator

from .facts import NoticeFacts
from .notice import Paragraph, Passage, Sentence
from .wording import Writer, clause, count_text, listed, tidy


def situation(facts: NoticeFacts, writer: Writer) -> Passage:
    """The part's paragraphs: the assessment, what it found as a whole, and the names."""
    told = (tuple(_assessment(facts, writer)), tuple(_figures(facts, writer)), tuple(_names(facts, writer)))
    return Passage("", tuple(Paragraph(sentences) for sentences in told if sentences))


def _assessment(facts: NoticeFacts, writer: Writer) -> Iterator[Sentence]:
    yield from writer.say("focus", ("figure:focus",), 重点=clause(facts.focus))
    yield from writer.say("scope", ("figure:scope",), 范围=clause(facts.scope))
    yield from writer.say("method", ("figure:method",), 方式=clause(facts.method))
    groups = "、".join(f"{one.count}个{tidy(one.name)}" for one in facts.groups if one.count)
    sources = tuple(one.source for one in facts.groups)
    yield from writer.say("coverage", sources, 对象=groups)
    yield from writer.say("coverage_mode", ("figure:coverage",), 覆盖=clause(facts.coverage_mode))
    yield from writer.say("supplementary", ("figure:supplementary",), 数据=clause(facts.supplementary))


def _figures(facts: NoticeFacts, writer: Writer) -> Iterator[Sentence]:
    yield from writer.say(
        "counted",
        ("figure:findings",),
        问题数=count_text(facts.findings),
        单位数=count_text(facts.units_with_findings),
    )
    kinds = "、".join(f"{words}{count}条" for words, count in facts.looked_back.items() if count)
    total = count_text(sum(facts.looked_back.values()))
    yield from writer.say("looked_back", ("figure:lookback",), 总数=total, 分类=kinds)
    if not writer.is_public:
        yield from writer.say("open_suspects", ("figure:suspects",), 条数=count_text(facts.open_suspects))


def _names(facts: NoticeFacts, writer: Writer) -> Iterator[Sentence]:
    for one in facts.groups:
        yield from writer.say(
            "praise",
            tuple(f"standing:{unit}" for unit in one.praised),
            分组=tidy(one.name),
            单位=listed(one.praised),
            单位数=count_text(len(one.praised)),
        )
    for name, units in (("progress", facts.progress), ("failed", facts.failed)):
        sources = tuple(f"standing:{unit}" for unit in units)
        yield from writer.say(name, sources, 单位=listed(units), 单位数=count_text(len(units)))
    numbers = "、".join(str(one.number) for one in facts.annexes if "成绩" in one.title)
    yield from writer.say("results", ("figure:annexes",), 附件=numbers)
    for paper in facts.handed_out:
        yield from writer.say("sheets", (paper.source,), 材料=clause(paper.name), 途径=clause(paper.via))
