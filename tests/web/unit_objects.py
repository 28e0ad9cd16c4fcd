"""What the units' desk works on: drafts, appeals, tasks, papers. `BUILDERS` is as in `builders`."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from tests.web import builders
from tests.web.builders import Made, Situation

from kaoping.web.evidence.models import Evidence
from kaoping.web.planning.models import Member, Round, Unit
from kaoping.web.review.models import Decision, Suspect
from kaoping.web.units.models import (
    Appeal,
    Cause,
    Claim,
    Contact,
    Countdown,
    Extension,
    Goal,
    HandedTask,
    Message,
    RectificationTask,
    Reply,
    Report,
    Term,
)  # fmt: skip

WORKDAY = date(2026, 11, 30)


def finding(of: Round, who: Unit, **fields: Any) -> Suspect:
    """A confirmed suspect under the one rule of the tests' system."""
    number = next(builders._numbers)
    by = fields.pop("confirmed_by", None)
    given = {
        "fact": f"fact-{number}", "system": "toytown", "indicator": "A1", "rule": "A1.1",
        "url": f"https://bureau{number}.wangchuan.example/", "message": f"机构职能第 {number} 项未公开",
        "severity": "一般", "lane": "person", "group_key": f"fact-{number}", "state": "confirmed",
    }  # fmt: skip
    made = Suspect.objects.create(round=of, unit=who, **given | fields)
    if by is not None:
        Decision.objects.create(
            suspect=made, verdict="confirm", by=by, at=timezone.now() - timedelta(days=1), reason="属实"
        )
    return made


def joined(of: Round, *units: Unit) -> Round:
    """The round with these units in it, all under one system."""
    system = builders.system()
    for unit in units:
        if not Member.objects.filter(round=of, unit=unit).exists():
            builders.member(of, unit, system=system)
    return of


def term(of: Round, **fields: Any) -> Term:
    """Terms that have not passed: the last day for objections is in three days."""
    given = {
        "sent_at": timezone.now(), "appeal_due": timezone.localdate() + timedelta(days=3),
        "appeal_counted": "逐日计算",
    }  # fmt: skip
    return Term.objects.create(round=of, **given | fields)


def appeal(of: Suspect, **fields: Any) -> Appeal:
    by = fields.pop("by", None) or builders.user("unit_admin", unit=of.unit)
    at = fields.pop("at", timezone.now())
    reply = Reply.objects.create(
        round=of.round,
        unit=of.unit,
        suspect=of,
        indicator=of.indicator,
        kind="object",
        words="已公开",
        by=by,
        at=at,
    )
    return Appeal.objects.create(round=of.round, unit=of.unit, reply=reply, suspect=of, at=at, **fields)


def task(of: Suspect, **fields: Any) -> RectificationTask:
    given = {"due": timezone.localdate() + timedelta(days=5), "counted": "逐日计算"}
    return RectificationTask.objects.create(round=of.round, unit=of.unit, suspect=of, **given | fields)


def report(of: Round, who: Unit | None, **fields: Any) -> Report:
    given = {
        "name": "整改报告.docx", "digest": "sha256:" + "0" * 64, "received_at": timezone.now(),
        "lane": "upload", "is_confirmed": True,
    }  # fmt: skip
    return Report.objects.create(round=of, unit=who, **given | fields)


def proof(of: Unit, **fields: Any) -> Evidence:
    given = {
        "kind": "upload", "name": "截图.png", "media_type": "image/png", "digest": "sha256:" + "1" * 64,
        "taken_at": timezone.now(),
        "added_by": fields.pop("added_by", None) or builders.user("unit_staff", unit=of),
    }  # fmt: skip
    return Evidence.objects.create(unit=of, **given | fields)


def contact(of: Unit, **fields: Any) -> Contact:
    given = {"leader": "甲", "clerk": "乙", "email": f"unit{next(builders._numbers)}@wangchuan.example"}
    return Contact.objects.create(unit=of, **given | fields)


def handed(*units: Unit, **fields: Any) -> HandedTask:
    by = fields.pop("by", None) or builders.user("office_admin")
    given = {"title": "报送栏目清单", "claim_by": timezone.localdate() + timedelta(days=2), "made_by": by}
    made = HandedTask.objects.create(**given | fields)
    for unit in units:
        Claim.objects.create(task=made, unit=unit)
    return made


def countdown(**fields: Any) -> Countdown:
    by = fields.pop("by", None) or builders.user("office_admin")
    today = timezone.localdate()
    given = {"title": "省级考评", "starts": today - timedelta(days=10), "day": today + timedelta(days=20)}
    return Countdown.objects.create(made_by=by, **given | fields)


def goal(of: Countdown, **fields: Any) -> Goal:
    given = {"title": f"指标 {next(builders._numbers)}", "due": of.day}
    return Goal.objects.create(countdown=of, **given | fields)


def _finding(at: Situation) -> Suspect:
    return finding(joined(at.round, at.unit), at.unit)


def _of(made: Any) -> Made:
    return {"public_id": made.public_id}


def _extension(at: Situation) -> Made:
    by = builders.user("unit_admin", unit=at.unit)
    made = Extension.objects.create(
        task=task(_finding(at)), due=WORKDAY, reason="网站改版", by=by, at=timezone.now()
    )
    return _of(made)


def _message(at: Situation) -> Made:
    made = Message.objects.create(
        key=f"k{next(builders._numbers)}", unit=at.unit, rung="day", subject="到期", words="到期",
        lane="page", at=timezone.now(),
    )  # fmt: skip
    return {"pk": made.pk}


def _round_unit(at: Situation) -> Made:
    return {"public_id": joined(at.round, at.unit).public_id, "unit_id": at.unit.public_id}


BUILDERS = {
    "finding": lambda at: _of(_finding(at)),
    "appeal": lambda at: _of(appeal(_finding(at))),
    "rectification": lambda at: _of(task(_finding(at))),
    "extension": _extension,
    "report": lambda at: _of(report(joined(at.round, at.unit), at.unit)),
    "reply_proof": lambda at: _of(proof(at.unit)),
    "handed": lambda at: _of(handed(at.unit)),
    "message": _message,
    "round_unit": _round_unit,
    "cause": lambda at: {"pk": Cause.objects.create(name=f"原因{next(builders._numbers)}").pk},
    "countdown": lambda at: _of(countdown()),
    "goal": lambda at: _of(goal(countdown())),
}
