"""Why findings came about: what units named out of the office's list, counted for board and notice."""

from collections.abc import Iterable, Mapping

from kaoping.reports.notice import Cause as CauseFacts

from ..planning.models import Round
from .models import Cause, Contact, RectificationTask, Reply
from .refusals import Refused

Named = Mapping[str, list[tuple[str, str]]]  # per cause the findings' ids with their units


def refuse_unknown(cause: str) -> None:
    """Raises `Refused` for a cause that the office's list does not offer."""
    if not Cause.objects.filter(name=cause, is_offered=True).exists():
        raise Refused("请从列表中选择原因;没有合适的,选“其他”并告诉考评办。")


def named_causes(round_: Round) -> Named:
    """
    Causes that units named for confirmed findings of the round, the most frequent first: while a finding is
    put right, the task's; before, that of the latest answer to the draft. Objections name none.
    """
    named: dict[str, tuple[str, str, str]] = {}
    replies = Reply.objects.filter(round=round_, suspect__state="confirmed").order_by("at", "id")
    columns = ("suspect__fact", "suspect__unit__name", "cause")
    for fact, unit, cause in replies.values_list(*columns):
        named[fact] = (fact, unit, cause)
    # tasks outlive the answers: what was named last holds
    tasks = RectificationTask.objects.filter(round=round_, suspect__state="confirmed").exclude(cause="")
    for fact, unit, cause in tasks.values_list(*columns):
        named[fact] = (fact, unit, cause)
    found: dict[str, list[tuple[str, str]]] = {}
    for fact, unit, cause in sorted(named.values()):
        if cause:
            found.setdefault(cause, []).append((fact, unit))
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))


def causes_counted(round_: Round) -> list[tuple[str, int, int]]:
    """The causes named: name, findings, units; most frequent first."""
    return [(cause, len(own), _units(own)) for cause, own in named_causes(round_).items()]


def _units(own: Iterable[tuple[str, str]]) -> int:
    return len({unit for _, unit in own})


def cause_facts(round_: Round) -> tuple[CauseFacts, ...]:
    """
    The causes for the notice, each with its findings; and, of the same causes, what units named in the round
    before. A cause that only the round before knows is not told: it is none of these findings'.
    """
    earlier = (
        {name: (n, units) for name, n, units in causes_counted(round_.previous)} if round_.previous else {}
    )
    return tuple(
        CauseFacts(
            title=cause,
            count=len(own),
            source=f"cause:{cause}",
            units=_units(own),
            sources=tuple(fact for fact, _ in own),
            earlier_round=round_.previous.title if round_.previous and cause in earlier else "",
            earlier_count=earlier.get(cause, (0, 0))[0],
            earlier_units=earlier.get(cause, (0, 0))[1],
        )
        for cause, own in named_causes(round_).items()
    )


def contact_gaps(round_: Round) -> tuple[str, ...]:
    """Units of the round whose responsible person left and has no successor."""
    units = round_.members.values("unit")
    held = Contact.objects.filter(unit__in=units, ended_at=None).values("unit")
    left = Contact.objects.filter(unit__in=units).exclude(unit__in=held)
    return tuple(left.order_by("unit__order", "unit__name").values_list("unit__name", flat=True).distinct())
