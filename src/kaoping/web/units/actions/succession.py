"""Writes when units are merged or split in mid-round: by the office's decision all goes to the right one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ...audit.actions import record
from ...evidence.models import Evidence
from ...gathering.models import Coverage
from ...imports.models import Submission
from ...inspection.models import Task
from ...people.models import User
from ...planning.actions import save_unit
from ...planning.models import Account, AccountChange, Member, Round, Site, Succession, Unit
from ...planning.states import states_from
from ...publishing.actions import rescore
from ...review.models import Observation, Suspect
from ..models import Appeal, Claim, Contact, RectificationTask, Reply, Report
from ..refusals import Refused

# until the release findings and scores follow; after it what was published stays, and only duties follow
_BEFORE = ("gathering", "inspecting", "reviewing", "drafted", "appealing")
_AFTER = ("released", "rectifying")


@transaction.atomic
def succeed(
    round_: Round,
    old: Unit,
    new: Unit,
    *,
    is_whole: bool,
    sites: Sequence[Site] = (),
    people: Iterable[User] = (),
    reason: str,
    by: User,
) -> Succession:
    """
    Hand over what a unit has in a round to another.

    Args:
        is_whole: A merger: everything, all people and sites, and the old one is closed; its names become
            aliases of the new one. Else a split: only what lies on `sites`, and `people`.
        sites: Of the old unit; passed over in a merger.
        people: Of the old unit, who keep their accounts and tokens; passed over in a merger.

    Raises:
        Refused: One unit twice, the old one not in the round, sites or people of others, no reason, or the
            round has not begun or is sealed.
        ScoringError: The round cannot be scored as it stands then.
    """
    fresh = Round.objects.select_for_update(no_key=True, of=("self",)).get(pk=round_.pk)
    chosen = list(Site.objects.filter(unit=old)) if is_whole else list(sites)
    movers = list(User.objects.filter(unit=old)) if is_whole else list(people)
    _refuse(fresh, old, new, chosen, movers, reason)
    _join(fresh, old, new)
    moved = Counter[str]()
    if fresh.state in _BEFORE:
        _move_findings(fresh, old, new, None if is_whole else chosen, moved)
    _move_duties(fresh, old, new, None if is_whole else chosen, moved)
    _move_register(old, new, chosen, movers, is_whole=is_whole, moved=moved)
    if is_whole:
        _close(fresh, old, new, by, reason)
    made = Succession.objects.create(
        round=fresh, old=old, new=new, is_whole=is_whole, hosts=[site.host for site in chosen],
        moved=dict(moved), reason=reason.strip(), by=by,
    )  # fmt: skip
    if fresh.state in _BEFORE and fresh.scores.exists():
        rescore(fresh, by=by, reason=f"{old}划归{new}")
    record(
        by=by, action="units.succeed", subject=fresh.title, old=old.name, new=new.name, whole=is_whole,
        moved=dict(moved), reason=reason,
    )  # fmt: skip
    return made


def _refuse(
    round_: Round, old: Unit, new: Unit, sites: Sequence[Site], people: Sequence[User], reason: str
) -> None:
    if round_.state not in (*_BEFORE, *_AFTER):
        raise Refused(f"本轮现为“{round_.get_state_display()}”,不能办理划转;筹备阶段请直接改名单。")
    if old.pk == new.pk:
        raise Refused("划出和划入是同一个单位。")
    if not round_.members.filter(unit=old).exists():
        raise Refused(f"{old} 不在“{round_}”的名单中。")
    if new.is_closed:
        raise Refused(f"{new} 已撤并,不能划入。")
    if not reason.strip():
        raise Refused("请写明依据,例如机构改革文件的文号。")
    strangers = [str(one) for one in sites if one.unit_id != old.pk]
    strangers += [str(one) for one in people if one.unit_id != old.pk]
    if strangers:
        raise Refused(f"{'、'.join(strangers[:5])} 不属于 {old}。")


def _join(round_: Round, old: Unit, new: Unit) -> None:
    """The new one stands in the round as the old one does, where it does not stand there yet."""
    if round_.members.filter(unit=new).exists() or round_.state in _AFTER:
        return
    for member in round_.members.filter(unit=old).select_related("system"):
        Member.objects.create(
            round=round_, unit=new, group=member.group, system=member.system, weight=member.weight
        )


def _move_findings(
    round_: Round, old: Unit, new: Unit, sites: Sequence[Site] | None, moved: Counter[str]
) -> None:
    """Suspects with all that hangs on them; `sites` None: all of the unit."""
    suspects: QuerySet[Any] = Suspect.objects.filter(round=round_, unit=old)
    if sites is not None:
        suspects = suspects.filter(site__in=sites)
    numbers = list(suspects.values_list("pk", flat=True))
    for n in range(0, len(numbers), 500):
        own = numbers[n : n + 500]
        for rows in (Reply, Appeal, Evidence, Observation):
            # Any: managers of several desks are of several types
            named: Any = rows.objects
            moved[rows.__name__] += named.filter(suspect__in=own, unit=old).update(unit=new)
        moved["Suspect"] += Suspect.objects.filter(pk__in=own).update(unit=new)
    seen = Coverage.objects.filter(round=round_, unit=old)
    asked = Task.objects.filter(round=round_, unit=old)
    if sites is not None:
        seen, asked = seen.filter(job__site__in=sites), asked.none()
    moved["Coverage"] += seen.update(unit=new)
    # a question that the new one is asked as well stays where it was answered
    taken = Task.objects.filter(round=round_, unit=new).values("rule")
    moved["Task"] += asked.exclude(rule__in=taken).update(unit=new)


def _move_duties(
    round_: Round, old: Unit, new: Unit, sites: Sequence[Site] | None, moved: Counter[str]
) -> None:
    tasks: QuerySet[Any] = RectificationTask.objects.filter(round=round_, unit=old)
    if sites is not None:
        tasks = tasks.filter(suspect__site__in=sites)
    moved["RectificationTask"] += tasks.update(unit=new)
    if sites is None:
        moved["Report"] += Report.objects.filter(round=round_, unit=old).update(unit=new)
        own = Claim.objects.filter(unit=old, done_at=None)
        moved["Claim"] += own.exclude(task__in=Claim.objects.filter(unit=new).values("task")).update(unit=new)


def _move_register(
    old: Unit,
    new: Unit,
    sites: Sequence[Site],
    people: Sequence[User],
    *,
    is_whole: bool,
    moved: Counter[str],
) -> None:
    moved["Site"] += Site.objects.filter(pk__in=[one.pk for one in sites]).update(unit=new)
    moved["User"] += User.objects.filter(pk__in=[one.pk for one in people]).update(unit=new)
    if is_whole:
        moved["Account"] += _move_accounts(old, new)
        moved["Submission"] += Submission.objects.filter(unit=old).update(unit=new)
        moved["Unit"] += Unit.objects.filter(parent=old).update(parent=new)


def _move_accounts(old: Unit, new: Unit) -> int:
    """With a line in the history of each."""
    accounts = Account.objects.filter(unit=old)
    AccountChange.objects.bulk_create(
        AccountChange(account=one, field="unit", before=old.name, after=new.name, reason="单位并入")
        for one in accounts
    )
    return accounts.update(unit=new)


def _close(round_: Round, old: Unit, new: Unit, by: User, reason: str) -> None:
    """The old one is no more: it leaves the rounds that are open; its names lead to the new one."""
    if round_.state in _BEFORE:
        round_.members.filter(unit=old).delete()
        round_.scores.filter(unit=old, is_latest=True).update(is_latest=False)
    Member.objects.filter(unit=old, round__state="planned").delete()
    Contact.objects.filter(unit=old, ended_at=None).update(ended_at=timezone.now())
    names = [*new.aliases, old.name, *old.aliases]
    save_unit(new, {"aliases": list(dict.fromkeys(names))}, by=by, reason=reason)
    save_unit(old, {"is_closed": True, "aliases": []}, by=by, reason=reason)


def open_rounds() -> QuerySet[Round]:
    """Rounds in which units can be handed over."""
    return Round.objects.filter(state__in=(*_BEFORE, *_AFTER)).exclude(state__in=states_from("sealed"))
