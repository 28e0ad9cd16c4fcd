"""Notices: drafted from data, edited by people, each save a version."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from ...audit.actions import record
from ...people.models import User
from ...planning.models import Round
from ..models import Notice, NoticeVersion
from ..noticing import EDITIONS, drafted, edited, ground, written
from ..refusals import Refused, held, refuse_published
from ..rows import now, plain_data

_DAY = re.compile(r"\d{4}年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日")


@transaction.atomic
def draft(round_: Round, edition: str, *, by: User) -> Notice:
    """
    Draft a notice from the scores as they are kept now. One that was there becomes an earlier version.

    Raises:
        Refused: The round has been released, or was not scored; there is no such edition.
    """
    if edition not in EDITIONS:
        raise Refused("请选择内部版或公开版。")
    round_ = held(round_)
    refuse_published(round_)
    if not round_.scores.filter(is_latest=True).exists():
        raise Refused("本轮还没有得分,请先在“得分与排名”中计算,再起草通报。")
    notice, _ = Notice.objects.select_for_update(no_key=True).get_or_create(round=round_, edition=edition)
    return _kept(notice, drafted(ground(round_), edition), by=by, why="按数据起草")


@transaction.atomic
def save(notice: Notice, typed: Mapping[str, str], *, version: int, by: User, why: str = "") -> Notice:
    """
    Save what somebody typed as a new version.

    Raises:
        Refused: Somebody else saved meanwhile, or the round has been released.
    """
    fresh = _open(notice)
    if fresh.version != version:
        raise Refused(
            f"保存期间 {fresh.changed_by} 已保存了第 {fresh.version} 版。请复制您的改动,刷新后再保存。"
        )
    for field, words in (("date", "成文日期"), ("printed", "印发日期")):
        if (told := typed.get(field, "").strip()) and not _DAY.fullmatch(told):
            raise Refused(f"{words}“{told[:30]}”请写成 2026年7月10日 的样子,月、日前不加零。")
    return _kept(fresh, plain_data(edited(written(fresh.body), typed)), by=by, why=why)


@transaction.atomic
def restore(notice: Notice, number: int, *, by: User) -> Notice:
    """Make an earlier version the newest again. Raises `Refused` where there is none of this number."""
    fresh = _open(notice)
    earlier = fresh.versions.filter(number=number).first()
    if earlier is None:
        raise Refused(f"没有第 {number} 版。")
    return _kept(fresh, earlier.body, by=by, why=f"恢复第 {number} 版")


def _open(notice: Notice) -> Notice:
    refuse_published(held(notice.round))
    return (
        Notice.objects.select_for_update(no_key=True, of=("self",))
        .select_related("changed_by")
        .get(pk=notice.pk)
    )


def _kept(notice: Notice, body: dict[str, Any], *, by: User, why: str) -> Notice:
    moment = now()
    notice.body, notice.version, notice.changed_by = body, notice.version + 1, by
    notice.save()
    NoticeVersion.objects.create(
        notice=notice, number=notice.version, body=body, at=moment, by=by, why=why[:300]
    )
    record(
        by=by,
        action="publishing.notice",
        subject=f"{notice.round.title} {EDITIONS[notice.edition]}",
        version=notice.version,
        why=why,
    )
    return notice
