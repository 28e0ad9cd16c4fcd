"""The second part: problems by category, each with its rule, its spread, and the units that are named."""

from collections.abc import Iterator
from decimal import Decimal

from kaoping.rulebook import NoticeWording

from .facts import CategoryFacts, Fault, GroupRemark, NoticeFacts, Share
from .notice import Paragraph, Passage, Sentence
from .wording import Writer, clause, count_text, distinct, listed, quoted, tidy

_EVERYWHERE = "普遍"
_TOGETHER = 4  # faults of a category in one paragraph
_FEW = 3  # units that need not be counted


def problems(facts: NoticeFacts, wording: NoticeWording, *, is_public: bool) -> Iterator[Passage]:
    """One passage for each category with anything to tell, in the wording's order, strangers last."""
    order = {id_: n for n, id_ in enumerate(wording.categories)}
    # a facts file brings its own order with its own headings
    own = [one for one in facts.categories if one.title]
    ordered = own or sorted(facts.categories, key=lambda one: order.get(one.id, len(order)))
    for category in ordered:
        passage = _passage(category, Writer(wording, is_public=is_public, category=category.id))
        if passage.paragraphs:
            yield passage


def _passage(category: CategoryFacts, writer: Writer) -> Passage:
    known = writer.wording.categories.get(category.id)
    heading = clause(category.title) or (known.title if known else category.id)
    news = [tuple(_general(category, writer)), *_fault_paragraphs(category, writer)]
    told = (tuple(_rules(category, writer)), *news) if any(news) else ()
    return Passage(heading, tuple(Paragraph(one) for one in told if one), category.id)


def _fault_paragraphs(category: CategoryFacts, writer: Writer) -> Iterator[tuple[Sentence, ...]]:
    """Few faults stand in one paragraph, many each in its own."""
    told = [tuple(_fault(fault, writer)) for fault in category.faults]
    if len(told) <= _TOGETHER:
        yield tuple(sentence for sentences in told for sentence in sentences)
    else:
        yield from told


def _rules(category: CategoryFacts, writer: Writer) -> Iterator[Sentence]:
    at = (category.source,)
    yield from writer.say("basis", at, 依据=listed(distinct(category.bases)))
    yield from writer.say("rule", at, 规则=clause(category.rule))
    yield from writer.say("elements", at, 要素=listed(category.elements))


def _general(category: CategoryFacts, writer: Writer) -> Iterator[Sentence]:
    said = [clause(one) for one in category.general if isinstance(one, str)]
    yield from writer.say("general", (category.source,), 情况="，".join(said))
    for one in category.general:
        if isinstance(one, GroupRemark):
            group = tidy(one.group)
            yield from writer.say("group_lacks", (one.source,), 分组=group, 要素=listed(one.lacks))
            yield from writer.say("group_problem", (one.source,), 分组=group, 情况=clause(one.problem))
    if not any(_EVERYWHERE in words for words in said):
        yield from writer.say("all_of", (category.source,), 分组=tidy(category.everywhere_in))
    for figure in category.aggregates:
        yield from writer.say(
            "aggregate",
            (figure.source,),
            来源=clause(figure.source_name),
            期间=clause(figure.period),
            指标=clause(figure.metric),
            数值=clause(figure.value),
        )


def _fault(fault: Fault, writer: Writer) -> Iterator[Sentence]:
    spread = [share for share in fault.shares if is_everywhere(share, writer.wording)]
    for share in spread:
        yield from _everywhere(fault, share, writer)
    rest = [share for share in fault.shares if share not in spread]
    if rest or not fault.shares:
        yield from _named(fault, rest, writer)


def is_everywhere(share: Share, wording: NoticeWording) -> bool:
    """Whether so many units of the group have the fault that naming them says nothing."""
    is_large = share.of >= wording.spread_least
    return is_large and Decimal(len(share.units)) >= wording.spread_share * share.of


def _everywhere(fault: Fault, share: Share, writer: Writer) -> Iterator[Sentence]:
    values = {
        **_values(fault, (), share.count),
        "分组": tidy(share.group),
        "总数": str(share.of),
        "单位数": str(len(share.units)),
    }
    yield from writer.say("everywhere_counted", fault.sources, **values)


def _named(fault: Fault, shares: list[Share], writer: Writer) -> Iterator[Sentence]:
    within = {unit for share in shares for unit in share.units}
    named = tuple(unit for unit in fault.units if unit in within) if shares else fault.units
    count = sum(share.count for share in shares)
    values = _values(fault, named, count)
    own = writer.wording.categories.get(writer.category)
    pattern = next((own.faults[kind] for kind in fault.kinds if own and kind in own.faults), "")
    if pattern:
        yield from writer.say_by("fault", pattern, fault.sources, values)
    else:
        yield from writer.say(_pattern(fault, named, count), fault.sources, **values)
    yield from writer.say("fault_basis", fault.sources, 依据=values["依据"])


def _pattern(fault: Fault, named: tuple[str, ...], count: int) -> str:
    if not fault.is_title:
        return "fault" if fault.target else "fault_plain"
    if count <= len(named):
        return "fault_problem" if len(named) <= _FEW else "fault_units"
    return "fault_several" if len(named) > 1 else "fault_counted"


def _values(fault: Fault, named: tuple[str, ...], count: int) -> dict[str, str]:
    told = (f"{unit}（{fault.parents[unit]}）" if unit in fault.parents else unit for unit in named)
    return {
        "单位": listed(told),
        "单位数": count_text(len(named)),
        "对象": clause(fault.target),
        "问题": quoted(clause(fault.what)) if fault.is_title else clause(fault.what),
        "条数": count_text(count),
        "分组": "",
        "总数": "",
        "依据": clause(fault.basis),
    }
