"""From the drafts to the notice: units answer and object, objections are ruled on, two persons release."""

from typing import Any

from almanac import Days
from judging import picture
from stage import Stage

SEEN_BY = 6  # units whose people work with the system in the demo
CAUSES = ("日常维护不到位", "审核把关不严", "人员变动", "外包公司责任")


def feed_back(stage: Stage, days: Days) -> str:
    """The draft to every unit; some units answer each of their findings, two object."""
    from django.db import transaction

    from kaoping.web.units.actions.rounds import mark_seen, send_drafts

    round_ = stage.round_named(days.title)
    with transaction.atomic():
        stage.clock.move_to(days.drafted, 16)
        term = send_drafts(round_, by=stage.people["office_admin"])
        stage.clock.move_to(days.answered, 10)
        answered = [_answers(stage, round_, unit) for unit in units_at_work(stage, round_)]
        for username in ("unit_admin", *list(stage.told["unit admins"].values())[1:SEEN_BY]):
            mark_seen(round_, by=stage.people[username])
    objected = sum(one[1] for one in answered)
    return f"{sum(one[0] for one in answered)}项答复,{objected}项异议;申诉期限到{term.appeal_due:%m月%d日}"


def units_at_work(stage: Stage, round_: Any) -> list[Any]:
    """The units with most findings, in a fixed order; each has an administrator of its own from now on."""
    from django.db.models import Count, Q

    from kaoping.web.planning.models import Unit

    known = stage.told.setdefault("unit admins", {})
    if not known:
        found = Count("suspects", filter=Q(suspects__round=round_, suspects__state="confirmed"))
        rows = (
            Unit.objects.filter(memberships__round=round_).annotate(found=found).order_by("-found", "order")
        )
        for number, unit in enumerate(rows.distinct()[:SEEN_BY]):
            username = "unit_admin" if number == 0 else f"unit_admin{number + 1}"
            by = stage.people["office_admin"]
            stage.let_in(username, "unit_admin", f"{'钱赵李周吴郑'[number % 6]}管理", by=by, unit=unit)
            known[unit.name] = username
            if number == 0:
                stage.let_in("unit_staff", "unit_staff", "李经办", by=stage.people[username], unit=unit)
                stage.told["own unit"] = unit.name
    return [Unit.objects.get(name=name) for name in known]


def _answers(stage: Stage, round_: Any, unit: Any) -> tuple[int, int]:
    """How many findings of the unit were answered, and how many objected to."""
    from kaoping.web.review.models import Suspect
    from kaoping.web.units.actions.replies import accept_all, answer

    by = stage.people[stage.told["unit admins"][unit.name]]
    found = Suspect.objects.filter(round=round_, unit=unit, state="confirmed").order_by("pk")
    # a single page's fault is objected to: what the look back told is the office's own knowledge
    rows = sorted(found, key=lambda row: row.check_id.startswith("followup."))
    objects = list(stage.told["unit admins"]).index(unit.name) < 2 and bool(rows)
    if objects:
        answer(
            rows[0], by=by, kind="object", words="该问题在考评期内已经改正,见截图。",
            attached=[("改正截图.png", picture(unit.name, "已改正"))],
        )  # fmt: skip
    for number, row in enumerate(rows[1:5]):
        answer(row, by=by, kind="explain", words="情况属实,正在整改。", cause=_cause(number))
    if rows[5:]:
        accept_all(rows[5:], by=by)
    return len(rows), int(objects)


def _cause(number: int) -> str:
    from kaoping.web.units.models import Cause

    names = list(Cause.objects.filter(is_offered=True).values_list("name", flat=True))
    return names[number % len(names)]


def rule(stage: Stage, days: Days) -> str:
    """One objection is upheld, the other rejected, by somebody who had no part in the finding."""
    from kaoping.web.units.actions.appeals import rule_appeal
    from kaoping.web.units.actions.rounds import close_appeals, open_appeals
    from kaoping.web.units.models import Appeal

    stage.clock.move_to(days.ruled, 10)
    round_ = open_appeals(stage.round_named(days.title), by=stage.people["office_admin"])
    reasons = ((True, "截图显示考评期内已经改正,不计。"), (False, "存档网页显示监测日仍未改正,维持。"))
    told = []
    for number, appeal in enumerate(Appeal.objects.filter(round=round_, state="open").order_by("pk")):
        is_upheld, reason = reasons[number % 2]
        ruled = rule_appeal(appeal, by=stage.people["reviewer3"], is_upheld=is_upheld, reason=reason)
        told.append(f"{ruled.unit}{'成立' if is_upheld else '不成立'}({ruled.before}→{ruled.after}分)")
    close_appeals(round_, by=stage.people["office_admin"])
    return ";".join(told)


def release(stage: Stage, days: Days) -> str:
    """Scored, the notice drafted in both editions and one sentence added, released by two persons."""
    from kaoping.web.publishing.actions import rescore
    from kaoping.web.publishing.actions.notices import draft, save
    from kaoping.web.publishing.actions.release import agree_release, ask_release

    stage.clock.move_to(days.agreed, 9)
    round_, by = stage.round_named(days.title), stage.people["office_admin"]
    rescore(round_, by=by, reason="申诉裁定后")
    for edition in ("internal", "public"):
        notice = draft(round_, edition, by=by)
    words = {f"new-{len(notice.body['parts']) - 1}-0": "各单位要对照问题清单逐项整改。"}
    save(notice, words, version=notice.version, by=by, why="加一句要求")
    ask_release(round_, by=by, note="未能访问的网站按待核印出,已逐项核对。")
    stage.clock.move_to(days.agreed, 15)
    agree_release(round_, by=stage.people["reviewer"])
    ranked = round_.scores.filter(is_latest=True)
    return f"{ranked.count()}份评分明细,通报内部版、公开版各一份,两人同意发布"
