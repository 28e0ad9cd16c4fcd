"""Writes of the page on new media: files of lanes kept, a check of the round's accounts asked for."""

import hashlib

from django.db import transaction

from kaoping.pages.newmedia.exports import mapped
from kaoping.rounds.picture_reading import can_read_pictures

from ..audit.actions import record
from ..evidence.opening import opened_tables, plain_name
from ..people.models import User
from ..planning.models import Account, Round
from .actions import OPEN_STATES, Refused
from .files import keep, kept_file
from .models import MediaFile, MediaRun

LANES = {
    "export": "平台或监测服务导出",
    "submission": "单位自报",
    "feeds": "订阅源清单",
    "feed": "订阅源文件(选账号)",
    "articles": "文章地址清单",
    "saved": "保存的文章文件(选账号)",
    "menu": "菜单数据(选账号)",
    "reposts": "必转任务清单",
}
TABLE_LANES = frozenset({"export", "submission", "feeds", "articles", "reposts"})
OWNED_LANES = frozenset({"feed", "menu"})
ENDINGS = {
    "feed": (".xml", ".rss", ".atom", ".json"),
    "saved": (".html", ".htm", ".mhtml", ".mht", ".pdf"),
    "menu": (".json",),
}
LARGEST_BYTES = 20 << 20


def keep_media(
    *,
    content: bytes,
    name: str,
    lane: str,
    round_: Round,
    account: Account | None,
    mapping: dict[str, str],
    by: User,
) -> MediaFile:
    """
    Keep a file of one lane for a round. The same file again is the one that is there.

    Raises:
        Refused: Too large, of another kind, without the account it needs, or the round takes no more.
        RosterError: It is no table, or the mapping names fields that there are not.
    """
    name = plain_name(name)
    if round_.state not in OPEN_STATES:
        raise Refused(f"本轮已到“{round_.get_state_display()}”阶段,不能再导入。")
    if len(content) > LARGEST_BYTES:
        raise Refused(f"“{name}”超过 {LARGEST_BYTES >> 20} MB,请分成几个文件。")
    if lane in TABLE_LANES:
        opened_tables(content, name)  # opened in a child: what is no table is refused here
        mapped(mapping)
    elif not name.lower().endswith(ENDINGS[lane]):
        raise Refused(f"“{name}”不是{LANES[lane]},应为 {'、'.join(ENDINGS[lane])}。")
    if lane in OWNED_LANES and account is None:
        raise Refused("请选择这个文件属于哪个账号。")
    digest = hashlib.sha256(content).hexdigest()
    keep(kept_file(digest), [content])
    with transaction.atomic():
        found, is_new = MediaFile.objects.get_or_create(
            round=round_,
            lane=lane,
            digest=digest,
            account=account if lane not in TABLE_LANES else None,
            defaults={"name": name, "mapping": mapping, "by": by},
        )
        if is_new:
            told = {"lane": lane, "name": name, "digest": digest}
            record(by=by, action="imports.keep_media", subject=f"media:{found.public_id}", file=told)
    return found


@transaction.atomic
def drop_media(file: MediaFile, *, by: User) -> None:
    """Take a file out of the round's lanes; its bytes and the audit trail keep it. Raises `Refused`."""
    if file.round.state not in OPEN_STATES:
        raise Refused(f"本轮已到“{file.round.get_state_display()}”阶段,不能再改。")
    told = {"lane": file.lane, "name": file.name, "digest": file.digest}
    record(by=by, action="imports.drop_media", subject=f"media:{file.public_id}", file=told)
    file.delete()


@transaction.atomic
def ask_media_run(round_: Round, *, by: User, reads_pictures: bool = False) -> MediaRun:
    """
    Have the worker check the round's accounts. One that waits already is that one.

    Args:
        reads_pictures: Also read the words in the pictures of posts; what is read waits for a person.

    Raises:
        Refused: The round takes no more, or what reads pictures is not installed.
    """
    if reads_pictures and not can_read_pictures():
        raise Refused(
            "服务器没有安装图片识读组件,没有开始检查。请去掉“识读图片文字”,或请系统管理员安装后再试。"
        )
    if round_.state not in OPEN_STATES:
        raise Refused(f"本轮已到“{round_.get_state_display()}”阶段,不能再检查。")
    waiting = MediaRun.objects.filter(round=round_, state__in=("queued", "running")).first()
    if waiting is not None:
        return waiting
    run = MediaRun.objects.create(round=round_, by=by, reads_pictures=reads_pictures)
    told = {"round": round_.title, "reads_pictures": reads_pictures}
    record(by=by, action="imports.ask_media_run", subject=f"media-run:{run.public_id}", check=told)
    return run
