"""Reads of the review desk. All start from rows that were scoped by `visible_to`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from kaoping.pages.personal import masked

from ..pages.paging import COUNTED_UP_TO, Listing
from ..planning.models import Member, Round
from .models import STATES, Decision, Suspect
from .searching import found
from .workflow import OPEN

ORDER = ("urgency", "group_key", "id")
PER_PAGE = 50
OPEN_CHOICE, ALL_CHOICE = "open", "all"
URGENCY_WORDS: Mapping[int, str] = {0: "单项否决", 1: "严重", 2: "一般", 3: "提示"}
LANE_WORDS: Mapping[str, str] = {"machine": "机器可测", "person": "需人判断"}
HEADINGS = (
    "编号", "单位", "状态", "严重程度", "单项否决", "指标", "细则", "检查项", "问题描述", "引文", "网址",
    "具体对象", "同类", "判断方式", "首次看到", "末次看到", "认定时间",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Faults of one template: how many there are under the filter, and the first of them."""

    key: str
    urgency: int
    count: int
    first: Suspect


def current_round(rounds: QuerySet[Round]) -> Round | None:
    """The round that is most likely meant: in review, else the newest."""
    return rounds.filter(state__in=("reviewing", "appealing")).first() or rounds.first()


def filtered(rows: QuerySet[Suspect], wanted: Mapping[str, Any]) -> QuerySet[Suspect]:
    """
    The rows that fit. Keys: round, unit, group (考评分组), indicator, check, severity, lane, state, words;
    what is absent or empty does not narrow; without a state all that still waits for a person.
    """
    narrow: dict[str, Any] = {}
    if wanted.get("round"):
        narrow["round"] = wanted["round"]
    for name, column in (
        ("unit", "unit"), ("indicator", "indicator"), ("check", "check_id"), ("lane", "lane"),
    ):  # fmt: skip
        if wanted.get(name):
            narrow[column] = wanted[name]
    rows = rows.filter(**narrow)
    if wanted.get("severity"):
        rows = rows.filter(severity=wanted["severity"])
    if wanted.get("group"):
        units = Member.objects.filter(round=wanted.get("round"), group=wanted["group"])
        rows = rows.filter(unit__in=list(units.values_list("unit", flat=True)))
    rows = _in_state(rows, wanted.get("state") or OPEN_CHOICE)
    return found(rows, wanted["words"]) if wanted.get("words") else rows


def _in_state(rows: QuerySet[Suspect], state: str) -> QuerySet[Suspect]:
    if state == ALL_CHOICE:
        return rows
    return rows.filter(state__in=OPEN) if state == OPEN_CHOICE else rows.filter(state=state)


def grouped(rows: QuerySet[Suspect], cursor: tuple[int, str] | None, *, is_backward: bool) -> Listing:
    """
    One page of groups in the queue's order, from the cursor (urgency, key) on. The index has them in this
    order, so that only the page's own members are read.
    """
    sums = rows.order_by().values("urgency", "group_key").annotate(count=Count("id"), first=Min("id"))
    if cursor is not None:
        sums = sums.filter(_beyond(cursor, is_backward=is_backward))
    signs = ("-urgency", "-group_key") if is_backward else ("urgency", "group_key")
    told = list(sums.order_by(*signs)[: PER_PAGE + 1])
    has_more, told = len(told) > PER_PAGE, told[:PER_PAGE]
    if is_backward:
        told.reverse()
    firsts = Suspect.objects.select_related("unit").defer("facts", "pages", "witnesses")
    rows_of = firsts.in_bulk([one["first"] for one in told])
    groups = [Group(one["group_key"], one["urgency"], one["count"], rows_of[one["first"]]) for one in told]
    has_after, has_before = (cursor is not None, has_more) if is_backward else (has_more, cursor is not None)
    return Listing(
        groups,
        after=_cursor_of(groups[-1]) if groups and has_after else "",
        before=_cursor_of(groups[0]) if groups and has_before else "",
        count=rows.order_by()[:COUNTED_UP_TO].count(),
    )


def _beyond(cursor: tuple[int, str], *, is_backward: bool) -> Q:
    urgency, key = cursor
    way = "lt" if is_backward else "gt"
    # the first part lets the index be entered at the place, the second leaves out what lies before
    near = Q(**{f"urgency__{way}e": urgency})
    return near & (Q(**{f"urgency__{way}": urgency}) | Q(**{f"group_key__{way}": key}))


def _cursor_of(group: Group) -> str:
    return f"{group.urgency}.{group.key}"


def read_cursor(written: str) -> tuple[int, str] | None:
    """A cursor as it stands in an address; None for one that is not ours."""
    urgency, separator, key = written.partition(".")
    is_ours = separator and len(urgency) == 1 and urgency.isascii() and urgency.isdigit() and len(key) <= 64
    return (int(urgency), key) if is_ours and "\0" not in key else None


def neighbour(rows: QuerySet[Suspect], of: Suspect, *, is_backward: bool = False) -> Suspect | None:
    """The suspect after (or before) this one in the queue's order under a filter."""
    way = "lt" if is_backward else "gt"
    near = Q(**{f"urgency__{way}e": of.urgency})
    past = Q(**{f"urgency__{way}": of.urgency}) | Q(
        Q(**{f"group_key__{way}": of.group_key}) | Q(group_key=of.group_key, **{f"id__{way}": of.pk}),
        urgency=of.urgency,
    )
    signs = tuple(f"-{name}" for name in ORDER) if is_backward else ORDER
    return rows.filter(near, past).exclude(pk=of.pk).order_by(*signs).only("public_id").first()


def members_of(rows: QuerySet[Suspect], suspect: Suspect) -> QuerySet[Suspect]:
    """All of the suspect's round that are faults of the same template, in any state."""
    return rows.filter(round=suspect.round_id, urgency=suspect.urgency, group_key=suspect.group_key)


def history_of(suspect: Suspect) -> list[Decision]:
    """What was ruled, oldest first, with the people."""
    return list(suspect.decisions.select_related("by").order_by("at", "id"))


def last_decision(suspect: Suspect) -> Decision | None:
    """The latest ruling, which is the one in force or the one that waits for a second person."""
    return suspect.decisions.select_related("by").order_by("-at", "-id").first()


def ruling_words(suspect: Suspect) -> str:
    """What a unit is told of a ruling: the ruling alone, nobody's name."""
    decision = last_decision(suspect)
    words = STATES.get(suspect.state, "")
    if suspect.state not in ("confirmed", "dismissed", "exempted") or decision is None:
        return words
    return f"{words},{decision.at.astimezone(timezone.get_current_timezone()):%Y-%m-%d}"


def choices_of(round_: Round | None) -> Mapping[str, list[tuple[str, str]]]:
    """What the filter offers for a round: units, groups, indicators and checks that have suspects."""
    if round_ is None:
        return {"unit": [], "group": [], "indicator": [], "check": []}
    members = round_.members.select_related("unit").order_by("unit__order", "unit__name")
    units = {str(one.unit_id): one.unit.name for one in members}
    groups = dict.fromkeys(one.group for one in members)
    return {
        "unit": list(units.items()),
        "group": [(one, one) for one in groups],
        "indicator": [(one, one) for one in _distinct(round_, "indicator")],
        "check": [(one, one) for one in _distinct(round_, "check_id") if one],
    }


def _distinct(round_: Round, column: str) -> Iterator[str]:
    """
    The values of an indexed column in a round, each by one step in its index: with hundreds of thousands of
    rows a DISTINCT would read them all.
    """
    rows = Suspect.objects.filter(round=round_).order_by(column)
    value = rows.values_list(column, flat=True).first()
    while value is not None:
        yield value
        value = rows.filter(**{f"{column}__gt": value}).values_list(column, flat=True).first()


def table(rows: QuerySet[Suspect]) -> Iterator[list[Any]]:
    """Rows of the export in the queue's order."""
    ordered = rows.select_related("unit").defer("facts", "witnesses", "pages").order_by(*ORDER)
    for one in ordered.iterator(2000):
        yield [
            one.fact,
            one.unit.name,
            STATES.get(one.state, one.state),
            one.severity,
            "是" if one.is_veto else "",
            one.indicator,
            one.rule,
            one.check_id,
            masked(one.message),
            masked(one.quote),
            one.url,
            masked(one.object),
            one.group_key[:12],
            LANE_WORDS.get(one.lane, one.lane),
            _moment(one.first_seen_at),
            _moment(one.last_seen_at),
            _moment(one.decided_at),
        ]


def _moment(value: Any) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""
