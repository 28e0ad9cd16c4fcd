"""The facts of a round's notice: who did well, what was found, what is owed, by when."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kaoping.ledger import LOOKBACK_WORDS
from kaoping.reports.notice import AnnexFacts, Cause, GroupFacts, NoticeFacts, RoundTerms
from kaoping.roster import Unit
from kaoping.rulebook import NoticeWording
from kaoping.scoring import Scores, Standing

from .notice_problems import category_facts, confirmed
from .round_files import RoundFiles
from .round_material import RoundMaterial

RANKED, CONTACTS = "成绩", "责任人联系表"
_WHOLE = "全覆盖检查"


@dataclass(frozen=True, slots=True)
class NoticeInput:
    """A scored round, how its notice is worded, and the causes that units named, where they are counted."""

    material: RoundMaterial
    scores: Scores
    files: RoundFiles
    wording: NoticeWording
    causes: tuple[Cause, ...] = ()
    contact_gaps: tuple[str, ...] = ()


def notice_facts(given: NoticeInput) -> NoticeFacts:
    """
    The facts of a scored round. Units stand in the roster's order, those praised by rank. Only confirmed
    findings count; what is provisional is said in `remarks`.
    """
    material, scores = given.material, given.scores
    one, head = material.one, material.head
    found = tuple(confirmed(material.findings))
    owners = owners_of(material.units)
    standings = scores.standings
    order = {unit.name: unit.order for unit in material.units}
    return NoticeFacts(
        office=one.office,
        name=one.title,
        day=one.notice_date,
        addressees=tuple(f"各{group.name}" for group in one.groups),
        period=f"{one.period.first:%Y年%-m月%-d日}至{one.period.last:%Y年%-m月%-d日}",
        method=_method(given.files, material),
        coverage_mode=_coverage(material),
        groups=tuple(_groups(given)),
        progress=_ordered((s.unit for s in standings if s.is_clear_progress), order),
        failed=_ordered((s.unit for s in standings if s.is_passed is False), order),
        findings=len(found),
        units_with_findings=len({owners.get(f.suspect.unit, f.suspect.unit) for f in found}),
        open_suspects=sum(f.state == "suspect" for f in material.findings),
        looked_back=_looked_back(material),
        categories=category_facts(material),
        causes=given.causes,
        findings_with_cause=sum(one.count for one in given.causes),
        contact_gaps=_ordered(given.contact_gaps, order),
        terms=RoundTerms(
            rectify=head.rectify_due,
            rectify_workdays=one.deadlines.rectify_workdays or 0,
            report=head.report_due,
            report_workdays=one.deadlines.report_workdays or 0,
            contact_annex=len(one.groups) + 1,
        ),
        annexes=tuple(_annexes(material)),
        roster=material.units,
        remarks=tuple(_remarks(material, standings)),
    )


def owners_of(units: Iterable[Unit]) -> Mapping[str, str]:
    """For each unit the ranked one that it is, or is a part of."""
    above = {unit.name: unit.parent for unit in units if not unit.group}
    return {unit.name: above.get(unit.name) or unit.name for unit in units}


def _ordered(units: Iterable[str], order: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(units), key=lambda unit: order.get(unit, len(order))))


def _method(files: RoundFiles, material: RoundMaterial) -> str:
    used = (
        ("软件检查", files.observations),
        ("人工检查", (*files.inspections, *files.answers)),
        ("第三方监测", files.monitors),
        ("“回头看”复核", material.owed.looked_back),
    )
    words = [name for name, what in used if what]
    return f"{'、'.join(words)}相结合" if len(words) > 1 else "".join(words)


def _coverage(material: RoundMaterial) -> str:
    """全覆盖 only where something of every ranked unit was really looked at."""
    seen = {row.unit for row in material.scoring.looked if row.subjects > row.unseen}
    return _WHOLE if all(unit.name in seen for unit in material.units if unit.group) else ""


def _groups(given: NoticeInput) -> Iterator[GroupFacts]:
    units = Counter(unit.group for unit in given.material.units if unit.group)
    for group in given.material.one.groups:
        own = [s for s in given.scores.standings if s.group == group.name]
        praised = tuple(_praised(own, given.wording))
        yield GroupFacts(group.name, units[group.name], praised, f"figure:group:{group.name}")


def _praised(standings: list[Standing], wording: NoticeWording) -> Iterator[str]:
    """The best of a group, ties with the last of them too; nobody who failed."""
    share = (wording.praise_share * len(standings)).quantize(Decimal(1), ROUND_HALF_UP)
    places = min(max(int(share), wording.praise_least), wording.praise_most)
    for one in sorted(standings, key=lambda s: (s.rank is None, s.rank)):
        if one.rank is not None and one.rank <= places and one.is_passed is not False:
            yield one.unit


def _looked_back(material: RoundMaterial) -> Mapping[str, int]:
    counts = Counter(one.outcome for one in material.owed.looked_back)
    return {words: counts[outcome] for outcome, words in LOOKBACK_WORDS.items() if counts[outcome]}


def _annexes(material: RoundMaterial) -> Iterator[AnnexFacts]:
    one = material.one
    for number, group in enumerate(one.groups, start=1):
        yield AnnexFacts(number, f"{one.title}{RANKED}（{group.name}）", "figure:annexes")
    yield AnnexFacts(len(one.groups) + 1, f"{one.title}{CONTACTS}", "figure:annexes")


def _remarks(material: RoundMaterial, standings: tuple[Standing, ...]) -> Iterator[str]:
    open_ = [s.unit for s in standings if s.low != s.high]
    if open_:
        shown = "、".join(open_[:5]) + (f" 等 {len(open_)} 个单位" if len(open_) > 5 else "")
        yield f"得分仍是暂定的：{shown}。名次、成绩较好和进步名单可能变化，定稿前请先认定完。"
    if suspects := sum(f.state == "suspect" for f in material.findings):
        yield f"还有 {suspects} 条疑似问题没有认定，公开版不提。"
    if material.one.notice_date is None:
        yield "round.yaml 没有 notice_date，成文日期和期限无法写出。"
