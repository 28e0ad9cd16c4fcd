"""Inspectors answer, reviewers decide: by what is known of the invented city, as people would by looking."""

import io
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from almanac import Days
from PIL import Image, ImageDraw
from stage import Stage
from working import work_off

from kaoping_toytown.chance import Dice
from kaoping_toytown.truth import Expected

_NAMED = ("target", "item", "word")
_NOT_MET_OF = 30  # one question in so many is answered with 不符合
EXEMPTED = 2
SHOWN = 3  # answers that come with a screenshot


def inspect(stage: Stage, days: Days) -> str:
    """Every question answered; some are not met, with proof; where two differ a third person rules."""
    from django.db import transaction

    from kaoping.web.inspection.actions import make_tasks
    from kaoping.web.inspection.models import Task
    from kaoping.web.inspection.proof import ask_for_capture
    from kaoping.web.planning.actions import advance

    stage.clock.move_to(days.inspected, 10)
    by = stage.people["office_admin"]
    round_ = advance(stage.round_named(days.title), "start inspecting", by=by)
    made = make_tasks(round_, by=by)["made"]
    tasks = list(
        Task.objects.filter(round=round_).select_related("round", "unit", "inspector").order_by("pk")
    )
    faulty = [task for number, task in enumerate(tasks) if _is_faulty(task, number)]
    with transaction.atomic():
        for task in tasks:
            _answer(task, is_met=task not in faulty, is_shown=task in faulty[:SHOWN])
        for task in faulty[:1]:
            ask_for_capture(task, task.unit.sites.get().url, by=task.inspector)
        ruled = _rule(round_, stage.people["reviewer3"])
    from kaoping.web.inspection.capturing import capture_next

    captures = work_off(capture_next)
    return f"{made}项检查任务,不符合{len(faulty)}项,一键存档{captures}页,两人结论不同由第三人裁定{ruled}项"


def _is_faulty(task: Any, number: int) -> bool:
    is_plain = not task.prefill["is_veto"] and task.rule[0] not in "VX" and task.unit.sites.exists()
    if task.rater == 2:  # the second of two sees the same, but for a few things
        return is_plain and Dice(5, number).below(_NOT_MET_OF) == 0
    return is_plain and Dice(4, number).below(_NOT_MET_OF) == 0


def _answer(task: Any, *, is_met: bool, is_shown: bool) -> None:
    from kaoping.web.evidence.uploads import keep_upload
    from kaoping.web.inspection.actions import hand_in

    if is_met:
        hand_in(task, {"verdict": "met", "count": 0, "url": "", "object": "", "note": ""}, by=task.inspector)
        return
    note = task.prefill["when"] + (",已截图" if is_shown else "")
    values = {"verdict": "not_met", "count": 1, "url": task.unit.sites.get().url, "object": "", "note": note}
    if is_shown:
        keep_upload(
            content=picture(task.unit.name, task.prefill["when"]), name="检查截图.png",
            round_=task.round, unit=task.unit, by=task.inspector, task=task,
        )  # fmt: skip
    hand_in(task, values, by=task.inspector)


def picture(*words: str) -> bytes:
    """A screenshot's stand-in: a page's outline, with as many lines as there are words."""
    image = Image.new("RGB", (640, 360), "#f4f6f9")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 640, 48), fill="#1d4f91")
    for line in range(6 + len(words)):
        width = 240 + sum(map(ord, "".join(words))) * (line + 3) % 320
        pen.rectangle((32, 80 + 28 * line, 32 + width, 90 + 28 * line), fill="#c3ccd8")
    pen.rectangle((24, 124, 616, 190), outline="#c0392b", width=4)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def _rule(round_: Any, by: Any) -> int:
    """What two inspectors saw differently is settled by somebody who was neither."""
    from kaoping.web.inspection.actions import last_answer, rule_between
    from kaoping.web.inspection.models import Task

    pairs: dict[tuple[int, str], list[Any]] = {}
    for task in Task.objects.filter(round=round_, is_sampled=True).select_related("unit").order_by("rater"):
        pairs.setdefault((task.unit_id, task.rule), []).append(task)
    ruled = 0
    for first, *others in pairs.values():
        given = [last_answer(task) for task in (first, *others)]
        if len({one.verdict for one in given}) < 2:
            continue
        seen = next(one for one in given if one.verdict == "not_met")
        values = {name: getattr(seen, name) for name in ("verdict", "count", "url", "object", "note")}
        rule_between(first, values, by=by)
        ruled += 1
    return ruled


def review(stage: Stage, days: Days) -> str:
    """What machines saw twice in bulk; the rest by template or one by one; grave ones by a second person."""
    from django.db import transaction

    from kaoping.web.planning.actions import advance
    from kaoping.web.review.bulk import confirm_measured, measured
    from kaoping.web.review.models import Suspect

    stage.clock.move_to(days.reviewed, 9)
    round_ = advance(stage.round_named(days.title), "start reviewing", by=stage.people["office_admin"])
    truth = _by_check(stage.city.truth)
    reviewers = [stage.people["reviewer"], stage.people["reviewer2"]]
    with transaction.atomic():
        bulk = confirm_measured(
            round_, by=stage.people["office_admin"], expected=len(measured(round_).confirmed)
        )
        groups: dict[str, list[Any]] = {}
        rows = Suspect.objects.filter(round=round_, state="suspect").select_related("unit", "site")
        for row in rows.order_by("urgency", "group_key", "id"):
            groups.setdefault(row.group_key, []).append(row)
        for number, rows in enumerate(groups.values()):
            _decide(rows, truth, reviewers[number % 2])
        exempted = _exempt(round_, reviewers[0], days.reviewed + timedelta(days=200))
        second = _agree(round_, reviewers)
    counts = {s: Suspect.objects.filter(round=round_, state=s).count() for s in ("confirmed", "dismissed")}
    return (
        f"批量确认{bulk}个,两人认定{second}个,豁免{exempted}个;"
        f"共确认{counts['confirmed']}个,排除{counts['dismissed']}个"
    )


def _by_check(truth: Iterable[Expected]) -> Mapping[str, list[Expected]]:
    found: dict[str, list[Expected]] = {}
    for one in truth:
        found.setdefault(one.check, []).append(one)
    return found


def _decide(rows: list[Any], truth: Mapping[str, list[Expected]], by: Any) -> None:
    """One template: together where all are alike, else each by itself."""
    from kaoping.web.review.actions import confirm_suspect, dismiss_suspect
    from kaoping.web.review.bulk import decidable, decide_group

    real = [row for row in rows if is_real(row, truth)]
    if len(rows) > 1 and len(real) in (0, len(rows)) and len(decidable(rows)) == len(rows):
        verdict, reason = ("confirm", "逐页核对,情况相同") if real else ("dismiss", "打开页面核对,不属实")
        decide_group(rows, verdict=verdict, by=by, expected=len(rows), reason=reason)
        return
    for row in rows:
        if row in real:
            confirm_suspect(row, by=by, version=row.version, reason="打开页面核对,属实")
        else:
            why = "单次所见,没有达到连续监测的口径" if row.is_veto else "打开页面核对,不属实"
            dismiss_suspect(row, by=by, version=row.version, reason=why)


def is_real(row: Any, truth: Mapping[str, list[Expected]]) -> bool:
    """Whether a suspect is about a fault that stands in the city; what people and ledgers saw is."""
    if row.is_veto and row.check_id not in ("upkeep.unreachable", "upkeep.home_stale"):
        return False
    if not row.check_id or row.check_id.startswith(("followup.", "newmedia.")):
        return True
    urls = {row.url, *(page if isinstance(page, str) else page.get("url", "") for page in row.pages)}
    for one in truth.get(row.check_id, ()):
        named = [str(one.facts[name]) for name in _NAMED if name in one.facts]
        told = f"{row.object} {row.quote} {row.message}"
        if one.url in urls and (not named or any(name in told for name in named)):
            return True
    return False


def _exempt(round_: Any, by: Any, until: date) -> int:
    """Two that were dismissed as untrue are opened again, for they are true but agreed upon."""
    from kaoping.web.review.actions import exempt_suspect, reopen_suspect
    from kaoping.web.review.models import Suspect

    rows = Suspect.objects.filter(
        round=round_, state="confirmed", is_veto=False, severity="一般", lane="machine"
    )
    chosen = rows.filter(check_id="upkeep.section_stale").order_by("pk")[:EXEMPTED]
    for row in chosen:
        row = reopen_suspect(row, by=by, version=row.version, reason="单位来函说明栏目正在整合")
        exempt_suspect(row, by=by, version=row.version, reason="栏目整合已报备,改版期间不计", until=until)
    return len(chosen)


def _agree(round_: Any, reviewers: list[Any]) -> int:
    """The second person's yes, by whoever of the two was not the first."""
    from kaoping.web.review.actions import agree
    from kaoping.web.review.models import Suspect

    rows = list(Suspect.objects.filter(round=round_, state="second"))
    for row in rows:
        first = row.decisions.latest("at", "id").by
        agree(row, by=next(one for one in reviewers if one != first), version=row.version, reason="复看属实")
    return len(rows)
