"""Writes of the inspection desk: tasks, answers with their drafts, rulings, looks at accounts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from kaoping import roster
from kaoping.errors import UsageError
from kaoping.findings import Demanded, Said, Suspect, suspect_said
from kaoping.rulebook import VetoCase

from ..audit.actions import record
from ..people.models import User
from ..planning.models import Account, Assignment, Round, Sample, Unit
from ..review import models as review
from .demands import RoundDemands
from .laying import lay_suspects
from .models import AccountLook, Answer, Task

OPEN_STATES = ("planned", "gathering", "inspecting", "reviewing")
VERDICTS: Mapping[str, str] = {
    "met": "符合",
    "not_met": "不符合",
    "not_applicable": "不适用",
    "cannot_tell": "无法判断",
}
FIELDS = ("verdict", "count", "url", "object", "note")


class Refused(UsageError):
    """It cannot be done now; the words are Chinese and say what to do."""


@transaction.atomic
def make_tasks(round_: Round, *, by: User) -> Mapping[str, int]:
    """
    Make the round's tasks: what is there already stays as it is, answers and all; who is assigned anew gets
    tasks that nobody has answered.

    Returns:
        How many were ``made``, ``moved`` to another inspector, and ``kept``.

    Raises:
        Refused: Nobody is assigned, or the round is beyond inspecting.
        FindingsError: A unit's group has no system.
    """
    refuse_closed(round_)
    assigned: dict[str, dict[int, User]] = {}
    for one in Assignment.objects.filter(round=round_).select_related("unit", "inspector"):
        assigned.setdefault(one.unit.name, {})[one.rater] = one.inspector
    if not assigned:
        raise Refused("本轮还没有分配检查员,请先到“计划”里分配。")
    wanted = list(_wanted(round_, assigned))
    known = {
        (task.unit_id, task.rule, task.rater): task
        for task in Task.objects.filter(round=round_, account=None).prefetch_related("answers")
    }
    fresh = [task for task in wanted if (task.unit_id, task.rule, task.rater) not in known]
    moved = 0
    for task in wanted:
        found = known.get((task.unit_id, task.rule, task.rater))
        if found and found.inspector_id != task.inspector_id and not found.answers.all():
            found.inspector = task.inspector
            found.save(update_fields=["inspector"])
            moved += 1
    Task.objects.bulk_create(fresh, batch_size=500)
    counts = {"made": len(fresh), "moved": moved, "kept": len(wanted) - len(fresh) - moved}
    record(by=by, action="inspection.make_tasks", subject=round_.title, counts=counts)
    return counts


def _wanted(round_: Round, assigned: Mapping[str, Mapping[int, User]]) -> Iterator[Task]:
    demands = RoundDemands(round_)
    drawn = {name for sample in Sample.objects.filter(round=round_) for name in sample.drawn}
    units = {unit.name: unit for unit in Unit.objects.filter(name__in=[one.name for one in demands.units])}
    for unit in demands.units:
        raters = assigned.get(unit.name) or assigned.get(unit.parent) or {}
        asked: dict[str, Demanded] = {one.rule.id: one for one in demands.asked_of(unit)}
        for one in asked.values():
            is_drawn = not drawn or bool(drawn & {unit.name, unit.parent, one.rule.id, one.indicator})
            is_sampled = 2 in raters and is_drawn
            for rater, inspector in sorted(raters.items()):
                if rater == 1 or is_sampled:
                    task = _task(round_, units[unit.name], one, demands)
                    task.inspector, task.rater, task.is_sampled = inspector, rater, is_sampled
                    yield task


def _task(round_: Round, unit: Unit, one: Demanded, demands: RoundDemands) -> Task:
    prefill = {
        "indicator_title": demands.titles.get((one.system, one.indicator), one.indicator),
        "when": one.rule.when,
        "evidence": getattr(one.rule, "evidence", ""),
        "is_veto": isinstance(one.rule, VetoCase),
        "system": one.system,
        "checks": demands.checks_beside(one),
    }
    return Task(
        round=round_,
        unit=unit,
        indicator=one.indicator,
        rule=one.rule.id,
        question=one.rule.question or one.rule.when,
        prefill=prefill,
    )


@transaction.atomic
def keep_draft(task: Task, values: Mapping[str, Any], *, by: User) -> Answer:
    """
    Keep what was typed so far; it counts for nothing until it is handed in. Raises `Refused` once the round
    is beyond inspecting.
    """
    refuse_closed(task.round)
    given = {name: values[name] for name in FIELDS if name in values}
    found, _ = Answer.objects.update_or_create(
        task=task, by=by, is_draft=True, defaults={**given, "at": timezone.now()}
    )
    return found


@transaction.atomic
def hand_in(
    task: Task, values: Mapping[str, Any], *, by: User, now: datetime | None = None, is_ruling: bool = False
) -> Answer:
    """
    Add an answer. 不符合 lays what was seen to the unit; an earlier answer's suspects that nobody else saw
    and nobody ruled on are withdrawn. Handed in twice the same, it is one answer.

    Raises:
        Refused: The round is beyond inspecting, or the task is another inspector's.
    """
    task = Task.objects.select_for_update(no_key=True).select_related("round", "unit").get(pk=task.pk)
    refuse_closed(task.round)
    if not is_ruling and task.inspector_id != by.pk:
        raise Refused("这一项分配给了别的检查员。需要代查时,请考评管理员重新分配。")
    if not is_ruling and task.is_sampled and _is_ruled(task):
        raise Refused("这一项已由第三人裁定,检查员不能再改。")
    given = {name: values[name] for name in FIELDS if name in values}
    before = last_answer(task)
    Answer.objects.filter(task=task, by=by, is_draft=True).delete()
    if before and before.by == by and all(getattr(before, k) == v for k, v in given.items()):
        return before
    answer = Answer.objects.create(task=task, by=by, at=now or timezone.now(), is_ruling=is_ruling, **given)
    lay_answers(task)
    record(
        by=by,
        action="inspection.answer",
        subject=f"task:{task.public_id}",
        verdict=answer.verdict,
        rater=task.rater,
        is_ruling=is_ruling,
    )
    return answer


def _is_ruled(task: Task) -> bool:
    return Answer.objects.filter(
        task__round=task.round, task__unit=task.unit, task__rule=task.rule, is_ruling=True
    ).exists()


def last_answer(task: Task) -> Answer | None:
    """The answer in force, a third person's ruling included."""
    return task.answers.filter(is_draft=False).order_by("-at", "-id").first()


def lay_answers(task: Task) -> None:
    """
    Bring the suspects of a question into step with its answers. With two blind raters nothing is laid until
    both have answered alike, or a third person has ruled: a suspect would tell one what the other saw.
    """
    same = Task.objects.filter(round=task.round, unit=task.unit, rule=task.rule, account=task.account)
    raters = list(same.order_by("rater"))
    earlier = list(Answer.objects.filter(task__in=raters, is_draft=False).order_by("at", "id"))
    last = {one.task_id: one for one in earlier}
    given = [last[one.pk] for one in raters if one.pk in last]
    ruling = next((one for one in given if one.is_ruling), None)
    is_settled = ruling is not None or (
        len(given) == len(raters) and len({one.verdict for one in given}) == 1
    )
    counted = [ruling] if ruling else given
    laid: list[Suspect] = []
    faults = [answer for answer in counted if answer.verdict == "not_met"] if is_settled else []
    if faults:  # reading what the round demands takes longer than all the rest: most answers need none of it
        demands = RoundDemands(task.round)
        for answer in faults:
            own = list(_suspects(answer, demands))
            answer.facts = [one.id for one in own]
            answer.save(update_fields=["facts"])
            laid += own
        lay_suspects(task.round, laid, veto_rules=demands.veto_rules)
    told = {fact for answer in earlier for fact in answer.facts}
    if told:
        _withdraw(task.round, raters, told, {one.id for one in laid})


def _suspects(answer: Answer, demands: RoundDemands) -> Iterator[Suspect]:
    task = answer.task
    unit = roster.Unit(task.unit.name)
    objects = [line.strip() for line in answer.object.splitlines() if line.strip()]
    missing = max(answer.count, 1) - len(objects)
    if len(objects) + missing > 1:
        objects += [f"第 {len(objects) + n} 处" for n in range(1, missing + 1)]
    for one in demands.demanded(task.unit.name, task.rule):
        for about in objects or [""]:
            message = answer.note or task.question
            said = Said(
                "inspector", answer.by.name or answer.by.username, unit, message, answer.url, about, answer.at
            )
            suspect = suspect_said(said, one)
            key = f"answer:{task.public_id}"
            yield replace(suspect, witnesses=tuple(replace(w, key=key) for w in suspect.witnesses))


def _withdraw(round_: Round, raters: Sequence[Task], told: set[str], kept: set[str]) -> None:
    """Of suspects `told` of by answers, those that only these papers told of, and none does now, are gone."""
    keys = {f"answer:{task.public_id}" for task in raters}
    rows = review.Suspect.objects.filter(round=round_, fact__in=told)
    for row in rows.select_for_update(no_key=True):
        is_told = row.fact in kept
        state = "suspect" if is_told else "gone"
        only_ours = all(witness["key"] in keys for witness in row.witnesses)
        if only_ours and row.state in ("suspect", "gone") and row.state != state:
            row.state = state
            row.version += 1
            row.save(update_fields=["state", "version"])


@transaction.atomic
def rule_between(task: Task, values: Mapping[str, Any], *, by: User) -> Answer:
    """
    A third person settles what two raters saw differently; his answer is the one that counts.

    Raises:
        Refused: He is one of the two, or not both have answered.
    """
    raters = list(Task.objects.filter(round=task.round, unit=task.unit, rule=task.rule, account=task.account))
    if by.pk in {one.inspector_id for one in raters}:
        raise Refused("您是两名检查员之一,须由第三人裁定。")
    if len(raters) < 2 or not all(one.answers.filter(is_draft=False).exists() for one in raters):
        raise Refused("两名检查员还没有都交答案,暂不能裁定。")
    first = min(raters, key=lambda one: one.rater)
    return hand_in(first, values, by=by, is_ruling=True)


@transaction.atomic
def look_at_account(
    round_: Round, account: Account, seen: Mapping[str, str], *, note: str, by: User
) -> AccountLook:
    """Note what was seen on an account. Raises `Refused` once the round is beyond inspecting."""
    refuse_closed(round_)
    last = AccountLook.objects.filter(round=round_, account=account, by=by).first()
    if last and last.seen == dict(seen) and last.note == note:
        return last
    look = AccountLook.objects.create(
        round=round_, account=account, seen=dict(seen), note=note, by=by, at=timezone.now()
    )
    record(by=by, action="inspection.look", subject=f"account:{account}", seen=dict(seen))
    return look


def refuse_closed(round_: Round) -> None:
    """Raises `Refused` once the round is beyond inspecting."""
    if round_.state not in OPEN_STATES:
        raise Refused(f"本轮已到“{round_.get_state_display()}”阶段,检查已结束,不能再交答案、加佐证。")
