"""The release of a round by two persons: one asks, another agrees."""

import hashlib

import msgspec
from django.db import transaction

from ...audit.actions import record
from ...people.models import User
from ...planning.actions import advance
from ...planning.models import Round
from ...planning.states import STATES
from ..gate import as_data, blocking, gate_of, warnings
from ..models import Notice, Release
from ..refusals import Refused, held
from ..rows import now
from ..stored import scores_digest

READY = ("drafted", "appealing")


def waiting_release(round_: Round) -> Release | None:
    """The request that waits for its second person, or None."""
    rows = Release.objects.filter(round=round_, agreed_at=None, is_withdrawn=False)
    return rows.select_related("asked_by").first()


def content_digest(round_: Round) -> str:
    """SHA-256 over the scores and notices as they are kept: what two persons agree on."""
    notices = [[one.edition, one.body] for one in Notice.objects.filter(round=round_).order_by("edition")]
    told = [scores_digest(round_), notices, str(round_.notice_date)]
    return hashlib.sha256(msgspec.json.encode(told, order="sorted")).hexdigest()


@transaction.atomic
def ask_release(round_: Round, *, by: User, note: str = "") -> Release:
    """
    Ask for the release of the round as it is kept now.

    Raises:
        Refused: It is not the time, somebody asked before, a check of the gate forbids it, or one warns and
            nobody said why it is released nevertheless.
    """
    round_ = held(round_)
    _may_release(round_)
    if waiting_release(round_):
        raise Refused("已有一项发布申请在等待第二人同意,不能再提交一项。")
    checks = gate_of(round_)
    if forbidding := blocking(checks):
        raise Refused(f"还不能发布:{'、'.join(f'{one.title} {one.count} 处' for one in forbidding)}。")
    if warnings(checks) and not note.strip():
        raise Refused("有提示事项时发布,请写明理由,理由会记入审计。")
    asked = Release.objects.create(
        round=round_,
        asked_by=by,
        asked_at=now(),
        gate=as_data(checks),
        digest=content_digest(round_),
        note=note.strip()[:500],
    )
    record(by=by, action="publishing.ask_release", subject=round_.title, digest=asked.digest, note=asked.note)
    return asked


@transaction.atomic
def agree_release(round_: Round, *, by: User) -> Round:
    """
    Agree to what another person asked for: the round is released.

    Raises:
        Refused: Nothing was asked, it is the same person, or the scores, notices or the gate changed since.
        kaoping.web.planning.actions.Refused: The round is not where it may be released.
    """
    round_ = held(round_)
    _may_release(round_)
    asked = _asked(round_)
    if asked.asked_by_id == by.pk:
        raise Refused("发布须两人同意,申请人不能同意自己的申请。请由另一人办理。")
    if content_digest(round_) != asked.digest:
        raise Refused("申请之后得分或通报有变化。请申请人撤回,重新核对后再提交。")
    if forbidding := blocking(gate_of(round_)):
        raise Refused(f"申请之后出现:{'、'.join(one.title for one in forbidding)}。请撤回,处理后再提交。")
    asked.agreed_by, asked.agreed_at = by, now()
    asked.save(update_fields=["agreed_by", "agreed_at"])
    released = advance(round_, "release", by=by, reason=f"{asked.asked_by}申请,{by}同意"[:300])
    record(
        by=by,
        action="publishing.agree_release",
        subject=round_.title,
        asked_by=asked.asked_by.username,
        digest=asked.digest,
    )
    return released


@transaction.atomic
def withdraw_release(round_: Round, *, by: User, reason: str = "") -> Release:
    """Withdraw what waits for a second person's consent. Raises `Refused` where nothing waits."""
    round_ = held(round_)
    asked = _asked(round_)
    asked.is_withdrawn, asked.withdrawn_by, asked.withdrawn_at = True, by, now()
    asked.why_withdrawn = reason.strip()[:300]
    asked.save(update_fields=["is_withdrawn", "withdrawn_by", "withdrawn_at", "why_withdrawn"])
    record(by=by, action="publishing.withdraw_release", subject=round_.title, reason=reason)
    return asked


def _asked(round_: Round) -> Release:
    if (asked := waiting_release(round_)) is None:
        raise Refused("没有等待同意的发布申请,可能已被撤回或已经发布,请刷新页面。")
    return asked


def _may_release(round_: Round) -> None:
    if round_.state not in READY:
        raise Refused(f"本轮现为“{STATES[round_.state]}”。初评反馈之后、发布之前才能办理发布。")
