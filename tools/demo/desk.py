"""What else lies on the office's desk: tasks handed out, the countdown to a higher office's assessment."""

from datetime import date
from typing import Any

from almanac import AUTUMN
from stage import Stage

CLAIMED_OF = 5  # of so many units all but one have taken the task on


def lay_out(stage: Stage) -> str:
    """A task handed to every department, most have taken it on; goals for the province's sampling day."""
    from django.db import transaction

    from kaoping.web.planning.models import Unit
    from kaoping.web.units.actions.countdown import begin, save_goal
    from kaoping.web.units.actions.handed import finish, hand_out, take_on
    from kaoping.web.units.models import Goal

    stage.clock.move_to(date(2026, 11, 2), 10)
    by = stage.people["office_admin"]
    with transaction.atomic():
        units = list(Unit.objects.filter(group="市直单位").order_by("order"))
        task = hand_out(
            by=by, title="年底前补齐权责清单和规范性文件清理结果", words="对照示例指标A2、A3逐项补齐。",
            units=units, claim_by=date(2026, 11, 9), due=date(2026, 12, 25),
        )  # fmt: skip
        for number, unit in enumerate(units):
            if number % CLAIMED_OF != CLAIMED_OF - 1:
                take_on(task, unit, by=by, owner=_owner(unit))
            if number % (2 * CLAIMED_OF) == 0:
                finish(task, unit, by=by)
        countdown = begin(
            by=by, title="迎接全省政务公开第三方评估", starts=date(2026, 11, 2), day=date(2026, 12, 28),
            system=stage.told["systems"]["市直单位"],
        )  # fmt: skip
        goals = list(Goal.objects.filter(countdown=countdown).order_by("pk"))
        for number, goal in enumerate(goals):
            if number % 3 == 0:
                day = date(2026, 11, 5 + number % 20)
                save_goal(countdown, _values(goal, done_at=day), by=by, goal=goal)
    return f"1项任务交办{len(units)}个单位,倒计时{len(goals)}项指标"


def _owner(unit: Any) -> str:
    from kaoping.web.units.models import Contact

    contact = Contact.objects.filter(unit=unit, ended_at=None).first()
    return contact.clerk if contact else "办公室"


def _values(goal: Any, **more: Any) -> dict[str, Any]:
    names = ("indicator", "title", "points", "unit", "owner", "due", "note")
    return {name: getattr(goal, name) for name in names} | more


def begin_the_day(stage: Stage) -> str:
    """The morning after the notice: reminders of what is due, the audit trail anchored."""
    from kaoping.web.audit.actions import anchor
    from kaoping.web.units.reminders import remind

    now = stage.clock.move_to(date(AUTUMN.notice.year, AUTUMN.notice.month, AUTUMN.notice.day + 1), 8, 30)
    sent, _ = remind(today=now.date(), now=now)
    anchor()
    return f"{sent}封提醒,审计记录已锚定"
