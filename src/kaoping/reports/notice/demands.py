"""The third and fourth part: why it is so, and what is demanded until when."""

from collections.abc import Iterator, Mapping

from .facts import Cause, DeadlineFacts, DemandFacts, NoticeFacts
from .notice import Paragraph, Passage, Sentence
from .wording import Writer, clause, count_text, day_text, listed


def causes(facts: NoticeFacts, writer: Writer) -> Iterator[Passage]:
    """A passage for each cause; nothing is made up where the office named none."""
    said = writer.say("causes_named", ("figure:causes",), 问题数=count_text(facts.findings_with_cause))
    if lead := tuple(said):
        yield Passage("", (Paragraph(lead),), "causes")
    for cause in facts.causes:
        sentences = tuple(_cause(cause, writer))
        paragraphs = (Paragraph(sentences),) if sentences else ()
        yield Passage(clause(cause.title), paragraphs, "causes")
    at = tuple(f"contact:{unit}" for unit in facts.contact_gaps)
    gaps = writer.say("contact_gaps", at, 单位=listed(facts.contact_gaps), 单位数=count_text(len(at)))
    if told := tuple(gaps):
        yield Passage("", (Paragraph(told),), "causes")


def _cause(cause: Cause, writer: Writer) -> Iterator[Sentence]:
    points = "，".join(clause(point) for point in cause.points)
    yield from writer.say("cause", (cause.source,), 要点=points)
    at = (*cause.sources, cause.source, "figure:causes")
    counted = {
        "原因": clause(cause.title),
        "条数": count_text(cause.count),
        "单位数": count_text(cause.units),
    }
    yield from writer.say("cause_of_units" if cause.units else "cause_counted", at, **counted)
    yield from writer.say(
        "cause_earlier",
        ("figure:earlier_causes",),
        原因=clause(cause.title),
        轮次=clause(cause.earlier_round),
        条数=count_text(cause.earlier_count),
        单位数=count_text(cause.earlier_units),
    )


def demands(facts: NoticeFacts, writer: Writer) -> Iterator[Passage]:
    """What the office demands, or else what the wording has for all; then the last days."""
    if facts.demands:
        for demand in facts.demands:
            yield _passage(demand.title, tuple(_demand(demand, writer)))
    else:
        values = term_values(facts)
        for one in writer.wording.demands:
            sentences = (
                said
                for pattern in one.sentences
                for said in writer.say_by("demand", pattern, ("figure:terms",), values)
            )
            yield _passage(one.title, tuple(sentences))
    told = tuple(tuple(_deadline(one, facts, writer)) for one in facts.deadlines)
    if any(told):
        yield Passage("", tuple(Paragraph(sentences) for sentences in told if sentences), "demands")


def _passage(title: str, sentences: tuple[Sentence, ...]) -> Passage:
    return Passage(clause(title), (Paragraph(sentences),) if sentences else (), "demands")


def _demand(demand: DemandFacts, writer: Writer) -> Iterator[Sentence]:
    at = (demand.source,)
    for fact in demand.background:
        yield from writer.say("background", at, 事实=clause(fact))
    yield from writer.say("actions", at, 措施="，".join(map(clause, demand.actions)))
    yield from writer.say("demand_deadline", at, 时间=clause(demand.deadline), 事项=clause(demand.meaning))


def _deadline(one: DeadlineFacts, facts: NoticeFacts, writer: Writer) -> Iterator[Sentence]:
    at, due = (one.source,), listed(one.deliverables)
    yield from writer.say("deadline", at, 日期=day_text(one.day), 材料=due, 机关=facts.office)
    if one.day is None:
        yield from writer.say("deadline_words", at, 时间=clause(one.words), 事项=due)
        return
    mail = (*at, "figure:mail")
    yield from writer.say("deadline_channel", mail, 渠道=clause(one.channel), 邮箱=facts.mail)
    yield from writer.say("deadline_workdays", at, 工作日=count_text(one.workdays))


def term_values(facts: NoticeFacts) -> Mapping[str, str]:
    """The values of `DEMAND_FIELDS`."""
    terms = facts.terms
    return {
        "整改期限": day_text(terms.rectify),
        "整改工作日": count_text(terms.rectify_workdays),
        "报告期限": day_text(terms.report),
        "报告工作日": count_text(terms.report_workdays),
        "邮箱": facts.mail,
        "机关": facts.office,
        "联系表附件": count_text(terms.contact_annex),
    }
