"""
Objects that the interface's routes name, for the role matrix and the tests of the interface; small and valid.
"""

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone
from tests.web import builders
from tests.web.builders import Made, Situation

from kaoping.scoring import score_round
from kaoping.web.evidence.models import Evidence
from kaoping.web.gathering.models import Job
from kaoping.web.imports.models import Batch
from kaoping.web.inspection.models import Answer, Task
from kaoping.web.people.models import ApiToken, User
from kaoping.web.people.tokens import SCOPES, digest_of, new_token
from kaoping.web.publishing.models import ScoreSnapshot
from kaoping.web.publishing.rows import material_of, plain_data
from kaoping.web.review.models import Decision, Observation, Suspect
from kaoping.web.units.models import Appeal, RectificationTask, Reply

_numbers = itertools.count(1)
SEEN = {"voice": "inspector", "name": "检查员甲", "key": "1", "seen_at": "2026-07-02T01:00:00Z"}


def token(user: User, *scopes: str, **fields: Any) -> str:
    """A token of somebody, with all scopes where none is named."""
    text, digest = new_token()
    ApiToken.objects.create(user=user, name="程序", digest=digest, scopes=list(scopes or SCOPES), **fields)
    return text


def known_token(user: User, text: str, *scopes: str) -> None:
    """A token whose text the caller chose."""
    ApiToken.objects.create(user=user, name="程序", digest=digest_of(text), scopes=list(scopes or SCOPES))


def suspect(of: Any, in_: Any, **fields: Any) -> Suspect:
    number = next(_numbers)
    given = {
        "fact": f"api{number}", "group_key": f"api{number}", "system": "toytown", "indicator": "A1",
        "rule": "A1.1", "check_id": "interpretation.late", "severity": "一般", "lane": "person",
        "url": f"https://bureau.wangchuan.example/{number}.html", "message": f"第{number}个工作日发布",
        "witnesses": [SEEN],
    }  # fmt: skip
    return Suspect.objects.create(unit=of, round=in_, **given | fields)


def observation(of: Any, in_: Any) -> Observation:
    return Observation.objects.create(
        round=in_, unit=of, check_id="interpretation.late", answer="problem", severity="一般",
        url="https://bureau.wangchuan.example/", key=f"api{next(_numbers)}", body={"facts": {}},
    )  # fmt: skip


def score(of: Any, in_: Any) -> ScoreSnapshot:
    """The unit's sheet as the round's rows make it now."""
    if not in_.members.filter(unit=of).exists():
        builders.member(in_, of)
    scores = score_round(material_of(in_))
    sheet = next(one for one in scores.sheets if one.unit == of.name)
    standing = next(one for one in scores.standings if one.unit == of.name)
    in_.scores.filter(unit=of).update(is_latest=False)
    return ScoreSnapshot.objects.create(
        round=in_, unit=of, system=sheet.system, at=timezone.now(), group=standing.group, total=sheet.total,
        low=sheet.low, high=sheet.high, rank=standing.rank, grade=sheet.grade, sheet=plain_data(sheet),
        standing=plain_data(standing),
    )  # fmt: skip


def job(of: Any, in_: Any) -> Job:
    return Job.objects.create(round=in_, site=builders.site(of), state="running", lease_until=timezone.now())


def task(of: Any, in_: Any, inspector: User) -> Task:
    made = Task.objects.create(
        round=in_, unit=of, indicator="A1", rule=f"A1.{next(_numbers)}", question="职能是否公开?",
        inspector=inspector,
    )  # fmt: skip
    Answer.objects.create(task=made, verdict="met", by=inspector, at=timezone.now())
    return made


def appeal(of: Any, in_: Any) -> Appeal:
    fault = suspect(of, in_, state="confirmed")
    now = timezone.now()
    reply = Reply.objects.create(
        round=in_,
        unit=of,
        suspect=fault,
        indicator="A1",
        kind="object",
        words="已公开",
        by=_somebody(),
        at=now,
    )
    return Appeal.objects.create(round=in_, unit=of, reply=reply, suspect=fault, at=now)


def rectification(of: Any, in_: Any) -> RectificationTask:
    fault = suspect(of, in_, state="confirmed")
    return RectificationTask.objects.create(round=in_, unit=of, suspect=fault, due=date(2026, 9, 1))


def batch(in_: Any) -> Batch:
    return Batch.objects.create(round=in_, name="监测.xlsx", digest="0" * 64, by=_somebody())


def _somebody() -> User:
    """Anybody there is: who wrote is not what these tests are about."""
    found = User.objects.order_by("pk").first()
    return found or builders.user("office_admin")


def everything(of: Any, in_: Any) -> dict[str, Any]:
    """One of each object, of a unit in a round: by route parameter's kind, what stands in addresses."""
    inspector = builders.user("inspector")
    reviewer = builders.user("reviewer")
    system = builders.system()
    builders.member(in_, of, system=system)
    fault = suspect(of, in_, state="confirmed")
    Decision.objects.create(suspect=fault, verdict="confirm", by=reviewer, at=timezone.now(), reason="属实")
    Evidence.objects.create(
        round=in_, unit=of, suspect=fault, kind="screenshot", name="截图.png", media_type="image/png",
        digest=f"sha256:{'b' * 64}", taken_at=timezone.now(),
    )  # fmt: skip
    observation(of, in_)
    score(of, in_)
    draft = builders.RosterDraft.objects.create(kind="units", name="名单.csv", by=inspector)
    entry = builders.record(by="test", action="test.act", subject="test")
    return {
        "units": of.public_id, "sites": builders.site(of).pk, "accounts": builders.account(of).pk,
        "rosters": draft.public_id, "rounds": in_.public_id, "systems": system.pk,
        "jobs": job(of, in_).public_id, "tasks": task(of, in_, inspector).public_id,
        "suspects": fault.public_id, "appeals": appeal(of, in_).public_id,
        "rectification": rectification(of, in_).public_id, "batches": batch(in_).public_id,
        "entries": entry.number,
    }  # fmt: skip


BUILDERS: dict[str, Callable[[Situation], Made]] = {
    "api_finding": lambda at: {"public_id": suspect(at.unit, at.round, state="confirmed").public_id},
    "api_job": lambda at: {"public_id": job(at.unit, at.round).public_id},
    "api_task": lambda at: {"public_id": task(at.unit, at.round, _somebody()).public_id},
    "api_appeal": lambda at: {"public_id": appeal(at.unit, at.round).public_id},
    "api_rectification": lambda at: {"public_id": rectification(at.unit, at.round).public_id},
    "api_batch": lambda at: {"public_id": batch(at.round).public_id},
}
