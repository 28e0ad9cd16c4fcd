"""A unit hands in posts of its own accounts: read and shown first, taken by its person, then a lane."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from kaoping.errors import RosterError
from kaoping.pages.newmedia import Post
from kaoping.pages.newmedia.directory import Directory
from kaoping.pages.newmedia.exports import POSTS, PostList, post_list
from kaoping.roster import form_rows

from ..audit.actions import record
from ..evidence.opening import opened, opened_tables, plain_name
from ..people.models import User
from ..planning.models import Account, Unit
from .actions import Refused
from .files import keep, kept_file
from .media_folder import entries_of
from .models import Submission

TABLES = (".xlsx", ".xls", ".ods", ".csv")
ARTICLES = (".html", ".htm", ".mhtml", ".mht", ".pdf", ".docx")
LARGEST_BYTES = 20 << 20
SHOWN_POSTS = 20
MOST_WAITING = 20


def read_submission(
    *, content: bytes, name: str, account: Account | None, unit: Unit, own: Iterable[Account], by: User
) -> Submission:
    """
    Read what a unit's person brings, and keep it to be looked at; nothing is handed in yet.

    Args:
        account: Whose article it is; a list names accounts in its rows.
        own: The accounts for which this person may report; a row of any other account is a fault.

    Returns:
        The submission; with `error` where rows are wrong, and then it cannot be handed in.

    Raises:
        Refused: Too large, of another kind, an article without its account, too many that wait.
        RosterError: The unit has no accounts, or two that cannot be told apart.
        RefusedUpload: It cannot be opened.
    """
    name = plain_name(name)
    ending = Path(name).suffix.lower()
    if not 0 < len(content) <= LARGEST_BYTES:
        raise Refused(f"“{name}”是空文件或超过 {LARGEST_BYTES >> 20} MB,没有接收。")
    if Submission.objects.filter(unit=unit, taken_at=None).count() >= MOST_WAITING:
        raise Refused(f"已有 {MOST_WAITING} 份资料等待确认,请先确认或移除。")
    told: dict[str, Any] = {}
    error = ""
    if ending in TABLES:
        directory = Directory(entries_of(_listed(own)))
        tables = opened_tables(content, name)
        try:
            rows = form_rows(tables, POSTS, Path(name))
            day = timezone.localdate()
            read = post_list(rows, directory, Path(name), lane="submission", seen_on=day, is_own=True)
            told = _told(read, directory)
        except RosterError as wrong:
            error = str(wrong)
        account = None
    elif ending in ARTICLES:
        if account is None:
            raise Refused("请选择这篇文章属于本单位的哪个账号。")
        if ending in (".pdf", ".docx"):
            opened(content, name, "document")
        told = {"article": str(account)}
    else:
        raise Refused(
            f"不接受“{name}”这种文件,请上传推文清单({'、'.join(TABLES)})或文章({'、'.join(ARTICLES)})。"
        )
    digest = hashlib.sha256(content).hexdigest()
    keep(kept_file(digest), [content])
    return Submission.objects.create(
        unit=unit, account=account, name=name, digest=digest, told=told, error=error[:20_000], by=by
    )


def _listed(own: Iterable[Account]) -> Sequence[Account]:
    accounts = list(own)
    if not accounts:
        raise RosterError("本单位没有登记新媒体账号,请联系考评机关登记后再报送。")
    return accounts


def _told(read: PostList, directory: Directory) -> dict[str, Any]:
    """What is shown before it is handed in: accounts with posts and newest day, and the first posts."""
    posts = Counter(post.site for post in read.posts)
    newest: dict[str, date] = {}
    for post in read.posts:
        if post.published:
            newest[post.site] = max(post.published, newest.get(post.site, post.published))
    return {
        "posts": len(read.posts),
        "accounts": [
            [key, posts[key], newest[key].isoformat() if key in newest else ""] for key in read.accounts
        ],
        "silent": [one.key for one in directory.accounts if one.key not in read.accounts],
        "doubts": sum(bool(post.doubt) for post in read.posts),
        "first": [_shown(post) for post in read.posts[:SHOWN_POSTS]],
    }


def _shown(post: Post) -> list[str]:
    day = post.published.isoformat() if post.published else ""
    return [post.site, post.title[:120], day, post.doubt]


@transaction.atomic
def take_submission(one: Submission, *, by: User) -> Submission:
    """Hand it in: from now on the office sees it, and each check reads it. Again, it stays as it is."""
    held = Submission.objects.select_for_update(no_key=True, of=("self",)).get(pk=one.pk)
    if held.error:
        raise Refused("这份资料有错误,不能提交。请改正文件后重新上传。")
    if held.taken_at is None:
        held.taken_at = timezone.now()
        held.save(update_fields=["taken_at"])
        _recorded(held, "imports.submit_media", by)
    return held


@transaction.atomic
def drop_submission(one: Submission, *, by: User) -> None:
    """Take it back; checks that were done with it stand until the next. Its bytes and the trail stay."""
    if one.taken_at is not None:
        _recorded(one, "imports.withdraw_media", by)
    one.delete()


def _recorded(one: Submission, action: str, by: User) -> None:
    told = {"unit": one.unit.name, "name": one.name, "digest": one.digest}
    record(by=by, action=action, subject=f"submission:{one.public_id}", file=told)
