"""
Makes the objects that tests of the web room need: small, valid, and each field of them settable.

`BUILDERS` serves the role matrix: by the key that a route's `Access.make` names, a function that makes the
object of a situation and answers what stands in the route's address.
"""

import hashlib
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from kaoping.web.audit.actions import record
from kaoping.web.evidence.models import Evidence
from kaoping.web.evidence.proofs import proofs_of
from kaoping.web.evidence.store import path_of
from kaoping.web.gathering.models import Job
from kaoping.web.imports.models import Batch, MediaFile, Recheck, Submission
from kaoping.web.inspection.models import Task
from kaoping.web.lookback.models import LookBack
from kaoping.web.people.models import ApiToken, FirstStart, Invitation, User
from kaoping.web.people.tokens import new_token
from kaoping.web.planning.models import Account, Member, RosterDraft, Round, Site, SystemVersion, Unit
from kaoping.web.publishing.models import Notice
from kaoping.web.review.models import Exemption, Suspect

PASSWORD = "Xiaomai-2026-tian"
ROLES = (
    "system_admin", "office_admin", "inspector", "reviewer", "unit_admin", "unit_staff", "leader", "auditor",
)  # fmt: skip
UNIT_ROLES = ("unit_admin", "unit_staff")
UNRELEASED, RELEASED = "reviewing", "released"
_numbers = itertools.count(1)


def unit(name: str = "", **fields: Any) -> Unit:
    return Unit.objects.create(name=name or f"望川市第{next(_numbers)}局", **({"kind": "市直部门"} | fields))


def user(role: str, **fields: Any) -> User:
    number = next(_numbers)
    if role in UNIT_ROLES and "unit" not in fields:
        fields["unit"] = unit()
    is_active = fields.pop("is_active", True)
    given = {"username": f"{role}-{number}", "name": f"人员{number}", "password": PASSWORD} | fields
    made = User.objects.create_user(role=role, **given)
    if not is_active:
        made.is_active = False
        made.save()
    return made


SYSTEM_TEXT = """
title: 望川市考评指标
version: '1'
source: {what: 望川市考评办法, mark: suggested}
applies_to: [县市区, 市直单位]
full: 100
groups:
- id: A
  title: 主动公开
  points: 100
  children:
  - id: A1
    title: 机构职能
    points: 100
    basis: [{text: 望川市考评办法第一条, mark: suggested}]
    rules:
    - {id: A1.1, when: 职能缺失, ask: 职能是否公开?, deduct: {per: finding, points: 1}, confirm: person}
grades:
- {name: 合格, at_least: 60}
- {name: 不合格, at_least: 0}
pass_line: 60
"""


def system(**fields: Any) -> SystemVersion:
    number = next(_numbers)
    given = {
        "name": "toytown", "title": "望川市考评指标", "version": f"{number}",
        "digest": f"{number:064d}", "text": SYSTEM_TEXT,
    }  # fmt: skip
    return SystemVersion.objects.create(**given | fields)


def round_(state: str = "planned", **fields: Any) -> Round:
    given = {
        "title": f"望川市第{next(_numbers)}次考评", "office": "望川市政务公开办", "state": state,
        "period_from": date(2026, 1, 1), "period_to": date(2026, 6, 30), "today": date(2026, 7, 1),
    }  # fmt: skip
    return Round.objects.create(**given | fields)


def member(of: Round, who: Unit, **fields: Any) -> Member:
    given = {"group": "市直部门", "system": fields.pop("system", None) or system()}
    return Member.objects.create(round=of, unit=who, **given | fields)


def confirmed_suspect(of: Round, who: Unit, **fields: Any) -> Suspect:
    given = {
        "fact": f"fact{next(_numbers)}", "system": "toytown", "indicator": "A1", "rule": "A1.1",
        "url": "https://wangchuan.example/", "message": "职能缺失", "severity": "一般", "lane": "person",
        "state": "confirmed", "group_key": "g",
    }  # fmt: skip
    return Suspect.objects.create(round=of, unit=who, **given | fields)


def site(of: Unit, **fields: Any) -> Site:
    number = next(_numbers)
    host = f"bureau{number}.wangchuan.example"
    given = {"name": f"第{number}局网站", "url": f"https://{host}/", "host": host}
    return Site.objects.create(unit=of, **given | fields)


def suspect(of: Unit, in_: Round, **fields: Any) -> Suspect:
    number = next(_numbers)
    fact = f"{number:032x}"
    given = {
        "fact": fact, "group_key": fact, "system": "toytown", "indicator": "interpretation", "rule": "r.1",
        "check_id": "interpretation.late", "url": f"https://bureau.wangchuan.example/{number}.html",
        "message": f"解读于文件发布后第{number}个工作日发布", "quote": "关于规范管理的解读",
        "severity": "一般", "lane": "person",
    }  # fmt: skip
    made = Suspect.objects.create(unit=of, round=in_, **given | fields)
    made.refresh_from_db()
    return made


def exemption(of: Unit, **fields: Any) -> Exemption:
    given = {
        "check_id": "interpretation.late",
        "scope": {},
        "reason": "依文件除外",
        "until": date(2099, 1, 1),
    }
    by = fields.pop("by", None) or user("reviewer")
    return Exemption.objects.create(unit=of, by=by, **given | fields)


WITNESS = {
    "voice": "check", "name": "interpretation.late", "seen_at": "2026-07-01T01:00:00Z", "runs": ["r1"],
    "digest": f"sha256:{'a' * 64}", "archive": "kaoping-r1-00001.warc.gz", "offset": 0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Situation:
    """Whose object the matrix asks for, and how far its round is. `asking` is None for nobody."""

    asking: User | None
    unit: Unit
    is_own: bool
    round: Round

    @property
    def is_released(self) -> bool:
        return self.round.state == RELEASED


Made = Mapping[str, Any]


def job(of: Round, who: Unit, **fields: Any) -> Job:
    where = fields.pop("site", None) or site(who)
    return Job.objects.create(round=of, site=where, **fields)


def _person(at: Situation) -> Made:
    return {"public_id": user("unit_staff", unit=at.unit).public_id}


def _invitation(at: Situation) -> Made:
    text, digest = new_token()
    invited = user("unit_staff", unit=at.unit)
    Invitation.objects.create(
        user=invited, token_digest=digest, expires_at=timezone.now() + timedelta(days=1)
    )
    return {"token": text}


def _first_start(at: Situation) -> Made:
    # the link is void while an administrator can get in
    User.objects.filter(role="system_admin").update(password="!")
    text, digest = new_token()
    FirstStart.objects.create(token_digest=digest)
    return {"token": text}


def account(of: Unit, **fields: Any) -> Account:
    given = {"platform": "微信公众号", "name": f"望川第{next(_numbers)}号"}
    return Account.objects.create(unit=of, **given | fields)


def _roster_draft(at: Situation) -> Made:
    by = at.asking or user("office_admin")
    return {"public_id": RosterDraft.objects.create(kind="units", name="名单.csv", by=by).public_id}


def _proof(at: Situation) -> Made:
    made = suspect(at.unit, at.round, state="confirmed", witnesses=[WITNESS])
    (proof,) = proofs_of(made)
    return {"public_id": made.public_id, "key": proof.key}


def _evidence(at: Situation) -> Made:
    made = Evidence.objects.create(
        round=at.round, unit=at.unit, suspect=suspect(at.unit, at.round, state="confirmed"),
        kind="screenshot", name="截图.png",
        media_type="image/png", digest=f"sha256:{'b' * 64}", taken_at=timezone.now(),
    )  # fmt: skip
    return {"public_id": made.public_id}


def _token(at: Situation) -> Made:
    owner = at.asking if at.is_own and at.asking else user("inspector")
    made = ApiToken.objects.create(user=owner, name="导出", digest=new_token()[1], scopes=["read"])
    return {"public_id": made.public_id}


def _round(at: Situation) -> Made:
    member(at.round, at.unit)
    return {"public_id": at.round.public_id}


def task(at: Situation, **fields: Any) -> Task:
    """A question about the situation's unit, put to who asks where he is an inspector."""
    member(at.round, at.unit)
    asked = at.asking if at.asking and at.asking.role == "inspector" else user("inspector")
    given = {
        "indicator": "A1",
        "rule": f"A1.{next(_numbers)}",
        "question": "是否没有年度报告?",
        "inspector": asked,
    }
    return Task.objects.create(round=at.round, unit=at.unit, **given | fields)


def _double_task(at: Situation) -> Made:
    first = task(at, is_sampled=True, inspector=user("inspector"))
    task(at, is_sampled=True, inspector=user("inspector"), rule=first.rule, rater=2)
    return {"public_id": first.public_id}


def _task_proof(at: Situation) -> Made:
    made = Evidence.objects.create(
        round=at.round, unit=at.unit, task=task(at), kind="upload", name="截图.png", media_type="image/png",
        digest=f"sha256:{hashlib.sha256(b'proof').hexdigest()}", taken_at=timezone.now(),
    )  # fmt: skip
    path = path_of(made.digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"proof")
    return {"public_id": made.public_id}


def _batch(at: Situation) -> Made:
    by = user("office_admin")
    return {
        "public_id": Batch.objects.create(round=at.round, name="清单.csv", digest="0" * 64, by=by).public_id
    }


def _media_file(at: Situation) -> Made:
    by = user("office_admin")
    made = MediaFile.objects.create(round=at.round, lane="export", name="推文.csv", digest="1" * 64, by=by)
    return {"public_id": made.public_id}


def submission(of: Unit, **fields: Any) -> Submission:
    given = {"name": "推文.csv", "digest": "2" * 64, "told": {"accounts": [], "posts": 0, "doubts": 0}}
    by = fields.pop("by", None) or user("unit_staff", unit=of)
    return Submission.objects.create(unit=of, by=by, **given | fields)


def _recheck(at: Situation) -> Made:
    made = Recheck.objects.create(by=user("office_admin"), asked_at=timezone.now(), whole=3)
    return {"public_id": made.public_id}


NOTICE_BODY = {
    "edition": "internal", "office": "望川市政务公开办", "title": "望川市考评情况通报", "number": "",
    "addressees": [], "opening": {"sentences": [{"text": "现将情况通报如下。"}]}, "parts": [],
    "annexes": [], "signature": "望川市政务公开办", "date": "",
}  # fmt: skip


def notice(of: Round, **fields: Any) -> Notice:
    given = {"body": NOTICE_BODY, "version": 1} | fields
    edition = given.pop("edition", "internal")
    return Notice.objects.update_or_create(round=of, edition=edition, defaults=given)[0]


def _round_unit(at: Situation) -> Made:
    return {**_round(at), "unit_id": at.unit.public_id}


def _notice(at: Situation) -> Made:
    member(at.round, at.unit)
    return {"public_id": notice(at.round).public_id}


def _notice_sentence(at: Situation) -> Made:
    return {**_notice(at), "number": 0}


def look_back(source: Round | None = None, **fields: Any) -> LookBack:
    given = {
        "title": "前期问题“回头看”", "source": source, "items": 1, "today": date(2026, 7, 1),
        "made_at": timezone.now(), "made_by": fields.pop("made_by", None) or user("office_admin"),
    }  # fmt: skip
    return LookBack.objects.create(**given | fields)


BUILDERS: dict[str, Callable[[Situation], Made]] = {
    "person": _person,
    "invitation": _invitation,
    "first_start": _first_start,
    "token": _token,
    "audit_entry": lambda at: {"number": record(by="test", action="test.act", subject="test").number},
    "round": _round,
    "task": lambda at: {"public_id": task(at).public_id},
    "double_task": _double_task,
    "task_proof": _task_proof,
    "batch": _batch,
    "media_file": _media_file,
    "recheck": _recheck,
    "submission": lambda at: {"public_id": submission(at.unit).public_id},
    "inspected_unit": lambda at: {"public_id": at.round.public_id, "unit_id": at.unit.public_id},
    "inspected_account": lambda at: {"public_id": at.round.public_id, "pk": account(at.unit).pk},
    "round_unit": _round_unit,
    "notice": _notice,
    "notice_sentence": _notice_sentence,
    "unit": lambda at: {"public_id": at.unit.public_id},
    "site": lambda at: {"pk": site(at.unit).pk},
    "account": lambda at: {"pk": account(at.unit).pk},
    "roster_draft": _roster_draft,
    "job": lambda at: {"public_id": job(at.round, at.unit, started_at=timezone.now()).public_id},
    "suspect": lambda at: {"public_id": suspect(at.unit, at.round).public_id},
    "finding": lambda at: {"public_id": suspect(at.unit, at.round, state="confirmed").public_id},
    "proof": _proof,
    "evidence": _evidence,
    "exemption": lambda at: {"public_id": exemption(at.unit).public_id},
    "system": lambda at: {"pk": system().pk},
    "look_back": lambda at: {"public_id": look_back(at.round).public_id},
}


from tests.web import unit_objects  # noqa: E402  (it makes its objects with what stands above)

BUILDERS |= unit_objects.BUILDERS
