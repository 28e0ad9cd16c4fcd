"""
Uploaded proof as it is sealed: the files themselves, named by their digests, and a list of all of them.

What is not put in (beyond the bound, gone from the disk, or no longer what was uploaded) stands in the list
with its digest and the reason, so that nobody takes the archive for more than it holds.
"""

import csv
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from ..evidence.models import Evidence
from ..evidence.store import path_of
from ..lookback.items import folder_of
from ..planning.models import Round
from ..units.models import Report

LIST = "uploads.csv"
HEADS = ("校验值", "名称", "单位", "用途", "类型", "字节", "收到时间", "是否封入", "说明")
_OWN_WORDS = {"upload": "佐证", "screenshot": "截图", "note": "记录"}


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that somebody gave: for what, of which unit."""

    digest: str
    name: str
    unit: str
    use: str
    media_type: str
    came_at: str


def uploads_of(round_: Round) -> Iterator[Upload]:
    """Proof of answers, appeals, tasks and inspections, then the returned reports; in the order they came."""
    own = Evidence.objects.filter(Q(round=round_) | Q(suspect__round=round_), archive="").distinct()
    for one in own.select_related("unit").order_by("taken_at", "pk"):
        use = _OWN_WORDS.get(one.kind, one.kind)
        yield Upload(one.digest, one.name, one.unit.name, use, one.media_type, one.taken_at.isoformat())
    for report in Report.objects.filter(round=round_).select_related("unit").order_by("received_at", "pk"):
        unit = report.unit.name if report.unit else ""
        came = report.received_at.isoformat()
        yield Upload(report.digest, report.name, unit, "整改报告", report.media_type, came)


def write_uploads(round_: Round, folder: Path) -> None:
    """Write the files and their list below `folder`. Raises `OSError`."""
    told = list(uploads_of(round_))
    if not told:
        return
    folder.mkdir()
    left = settings.SEALED_UPLOAD_BYTES
    kept: dict[str, tuple[int, str]] = {}  # per digest its size and why it is not in, or ""
    rows = []
    for one in told:
        if one.digest not in kept:
            kept[one.digest] = _put(one.digest, folder, left)
            left -= 0 if kept[one.digest][1] else kept[one.digest][0]
        size, why = kept[one.digest]
        told_row = (one.digest, one.name, one.unit, one.use, one.media_type, size, one.came_at)
        rows.append((*told_row, "否" if why else "是", why))
    with (folder / LIST).open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream, lineterminator="\r\n")
        table.writerows(_cells([HEADS, *rows]))


def _put(digest: str, folder: Path, left: int) -> tuple[int, str]:
    source = path_of(digest)
    if not source.is_file():
        return 0, "封存时文件已不在服务器上,只存校验值"
    size = source.stat().st_size
    if size > left:
        words = f"超过封存佐证的总量上限({settings.SEALED_UPLOAD_BYTES >> 20} MB),只存校验值,原件另行保管"
        return size, words
    with source.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != source.name:
            return size, "封存时文件内容与上传时的校验值不符,没有封入"
    target = folder / source.name
    try:
        os.link(source, target)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(source, target)
    return size, ""


def _cells(rows: list[tuple[object, ...]]) -> Iterator[list[str]]:
    from kaoping.reports.cells import cell_text

    for row in rows:
        yield [cell_text(str(value)) for value in row]


def write_look_backs(round_: Round, folder: Path) -> None:
    """The look backs that were fed into the round: what was looked at, what came of it, the archive."""
    for one in round_.look_backs.exclude(fed_at=None).order_by("pk"):
        source = folder_of(one)
        for path in sorted(source.rglob("*")):
            if path.is_file() and not path.is_symlink():
                target = folder / str(one.public_id) / path.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
