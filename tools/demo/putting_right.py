"""Rectification: tasks handed down, some put right in time, some late, one only said to be; look back."""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from almanac import AUTUMN, SPRING, SPRING_LATE, SPRING_REPORTED, SPRING_SEALED, Days
from judging import picture
from stage import Stage
from telling import units_at_work
from working import Unfinished, beside, side_by_side

LOOKED_AT = 2  # reported tasks of a unit: the machine looks at each again


def start(stage: Stage, days: Days) -> str:
    """On the notice's day every confirmed finding becomes a task with its last day."""
    from kaoping.web.units.actions.rounds import start_rectifying

    stage.clock.move_to(days.notice, 9)
    tasks = start_rectifying(stage.round_named(days.title), by=stage.people["office_admin"])
    return f"{tasks}项整改任务"


def spring_put_right(stage: Stage) -> str:
    """Most units mend and report in time, one late, one says what is not so; then the round is sealed."""
    from kaoping.web.publishing.actions.seals import seal_round

    round_ = stage.round_named(SPRING.title)
    stage.city = stage.city.show_second(stage.told["second city"])
    first, second, third, *_ = units_at_work(stage, round_)
    done = _report(stage, round_, {first: LOOKED_AT, second: 1}, SPRING_REPORTED)
    _paper(stage, round_, first, SPRING_REPORTED)
    done += _report(stage, round_, {third: 1}, SPRING_LATE)
    _paper(stage, round_, third, SPRING_LATE)
    stage.clock.move_to(SPRING_SEALED, 10)
    sealed = seal_round(round_, by=stage.people["office_admin"])
    return f"{done}项报整改并由机器复看,1个单位逾期;封存文件校验值{sealed.digest[7:19]}…"


def autumn_put_right(stage: Stage) -> str:
    """On the notice's day one unit reports what is not so; another mends first: there the machine agrees."""
    from kaoping.web.units.models import RectificationTask

    round_ = stage.round_named(AUTUMN.title)
    first, second, third, *others = units_at_work(stage, round_)
    done = _report(stage, round_, {first: 1}, AUTUMN.notice)
    stage.city = stage.city.show_second(stage.told["third city"])
    done += _report(stage, round_, {second: LOOKED_AT}, AUTUMN.notice)
    for unit in (third, *others[:1]):
        _plan(stage, round_, unit)
    rows = RectificationTask.objects.filter(round=round_)
    counts = {state: rows.filter(state=state).count() for state in ("verified", "false")}
    words = f"复核通过{counts['verified']}项,报称整改但仍存在{counts['false']}项"
    return f"{done}项已报整改:{words};其余单位陆续认领"


def _report(stage: Stage, round_: Any, tasks: Mapping[Any, int], day: date) -> int:
    """So many of each unit claimed, planned, reported with proof; the machine looks at once."""
    from kaoping.web.units.actions.tasks import report
    from kaoping.web.units.looking import look_at_next

    chosen = {unit: _plan(stage, round_, unit)[:most] for unit, most in tasks.items()}
    stage.clock.move_to(day, 14)
    for unit, own in chosen.items():
        by = stage.people[stage.told["unit admins"][unit.name]]
        for task in own:
            proof = [("整改截图.png", picture(unit.name, task.suspect.message))]
            report(task, by=by, words="已逐条改正并自查。", cause=task.cause, attached=proof)
    side_by_side(look_at_next)
    return sum(map(len, chosen.values()))


def _plan(stage: Stage, round_: Any, unit: Any) -> list[Any]:
    """A unit takes on its tasks and plans how to put them right; those a machine can look at come first."""
    from kaoping.web.units.actions.tasks import claim, set_plan
    from kaoping.web.units.models import Cause, RectificationTask

    by = stage.people[stage.told["unit admins"][unit.name]]
    causes = list(Cause.objects.filter(is_offered=True).values_list("name", flat=True))
    rows = RectificationTask.objects.filter(round=round_, unit=unit).select_related("suspect")
    owed = sorted(rows, key=lambda task: (task.suspect.check_id not in _QUICK, task.pk))[:6]
    planned = []
    for number, task in enumerate(owed):
        task = claim(task, by=by, owner="李经办" if unit.name == stage.told["own unit"] else "办公室经办人")
        cause = task.cause or causes[number % len(causes)]
        planned.append(set_plan(task, by=by, plan="核对全站,改正后由科室负责人复核", cause=cause))
    return planned


# checks of a single page, which the machine looks at again in a moment
_QUICK = (
    "upkeep.dead_link",
    "norms.meta_missing",
    "wording.typo",
    "norms.footer_missing",
    "upkeep.attachment_dead",
)


def _paper(stage: Stage, round_: Any, unit: Any, day: date) -> None:
    """The unit's report document, made from its tasks and handed in."""
    from kaoping.web.units.actions.returned import upload_report
    from kaoping.web.units.papers import rectification_writer

    by = stage.people[stage.told["unit admins"][unit.name]]
    stage.clock.move_to(day, 16)
    with tempfile.TemporaryDirectory(prefix="kaoping-demo-") as folder:
        path = Path(folder) / "整改报告.docx"
        rectification_writer(by, round_, unit, day)(path)
        content = path.read_bytes()
    upload_report(content=content, name=f"{unit.name}整改报告.docx", round_=round_, unit=unit, by=by)


def begin_look_back(stage: Stage) -> str:
    """The spring's findings are to be looked at again, beside the autumn's gathering."""
    from kaoping.web.lookback import actions
    from kaoping.web.lookback.looking import look_back_next

    source, target = stage.round_named(SPRING.title), stage.round_named(AUTUMN.title)
    one = actions.begin_look_back(source, target=target, by=stage.people["office_admin"])
    stage.told["look back"] = one.pk, beside(look_back_next)
    return f"上半年{one.items}个问题,与采集同时进行"


def end_look_back(stage: Stage) -> str:
    """Wait until all were looked at, and laid into the autumn's round."""
    from kaoping.web.lookback.models import LookBack

    number, looking = stage.told.pop("look back")
    looking.join()
    done = LookBack.objects.get(pk=number)
    if done.state != "done":
        raise Unfinished(f"回头看没有做成:{done.message}")
    words = {"fixed": "已整改", "false claim": "虚报", "relapsed": "反弹", "not claimed": "未报未改"}
    told = ",".join(f"{word}{done.counts[kind]}" for kind, word in words.items() if done.counts.get(kind))
    return f"复看上半年{done.items}个问题:{told};{done.fed}"
