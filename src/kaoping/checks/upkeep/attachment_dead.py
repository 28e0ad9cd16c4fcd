"""
Attachment that cannot be used (附件不可用).

Looks at:     each attachment that pages of the site cite: how its address answered, what came, by content.
Problem when: it answered dead in every one of at least two sightings (as `upkeep.dead_link` says); or what
              came is no file of the claimed kind for any reader: empty, a web page under a file's name, a
              program, a kind that no program opens under that name, or a file whose end or inside is broken.
Unsure when:  an own address fails without an answer; old office files (OLE) that we cannot open although
              an office program may; a kind we do not know under a known name; a web page at the address of
              a download program, which may be a step on the way.
Silent:       refusals; what Office opens by its content whatever the name (docx, rtf, exported web pages or
              plain text under .doc, and so on); pictures under other pictures' names; locked, scanned,
              oversized files and those not fetched for their number.
Not its job:  any other link; see `upkeep.dead_link`, which leaves every attachment to this check.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kaoping.pages.attachments import Attachment, CitedAttachment
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure
from . import deadness

CONTAINERS = ("zip", "ole")  # could not be opened, so what lies in them is not known


@check(
    title="附件不可用",
    reads=CitedAttachment,
    lane="machine",
    message="附件{name}{failure},共{count}个页面引用:{target}",
    basis="国办秘函〔2019〕19号网站检查指标第二部分功能设计方面的可用性要求",
    remedy="请重新上传能正常下载、打开的文件,或删去失效的附件链接。",
    same_fact=("target",),
)
def attachment_dead(cited: CitedAttachment, rules: Rulebook) -> Iterator[Observation]:
    file = cited.file
    if file is not None and _came(cited):
        failure, why = _faults(file, rules.reading("files"))
    else:
        failure, why = _answers(cited)
    pages = cited.cited_by or (cited.url,)
    count = max(cited.cited_count, len(cited.cited_by), 1)
    name = _name(cited)
    if failure:
        yield problem(
            *pages,
            severity=deadness.severity(cited.cited_by, is_outer=cited.is_outer),
            quote=cited.text,
            target=cited.url,
            failure=failure,
            name=name,
            count=count,
            status=cited.sights[-1].status if cited.sights else None,
            format=file.format if file else "",
            counted_as="首页" if deadness.stands_on_home(cited.cited_by) else "其他页面",
        )
    elif why:
        yield unsure(*pages, why=f"附件{name}{why}", target=cited.url, count=count)


def _came(cited: CitedAttachment) -> bool:
    """A file that came and whose address was not lost since."""
    last = cited.sights[-1] if cited.sights else None
    return last is None or not (last.failure or (last.status or 0) >= 400)


def _answers(cited: CitedAttachment) -> tuple[str, str]:
    """What the answers of the address say: a fault, or why it is open."""
    sights = cited.sights
    if len(sights) < deadness.FEWEST_SIGHTINGS:
        return "", ""
    dead = [deadness.is_dead(sight, is_outer=cited.is_outer) for sight in sights]
    if all(dead):
        return f"打不开({deadness.reasons(sights)})", ""
    open_ = all(d or deadness.is_doubtful(s) for d, s in zip(dead, sights, strict=True))
    return "", f"下载失败({deadness.reasons(sights)}),不能断定是失效" if open_ and not cited.is_outer else ""


def _faults(file: Attachment, words: Mapping[str, Any]) -> tuple[str, str]:
    """What the content says: a fault, or why it is open. `words` are the rulebook's on files."""
    if file.state == "capped" or file.format == "encrypted":
        return "", ""
    if file.format in words["never_files"]:
        return words["never_files"][file.format], ""
    opens = words["opens"].get(file.extension)
    if opens is None:
        is_page = file.format == "html" and file.state == "error"
        return "", "的下载地址返回的是网页,不能断定是否还有下一步" if is_page else ""
    note = file.notes[0] if file.notes else "原因不明"
    if file.format == "html" and file.state == "error":
        return "不是附件文件,返回的是网页", ""
    if file.format in opens or (file.format in CONTAINERS and file.state == "error"):
        return _broken(note, words["broken_notes"]) if file.state == "error" else ("", "")
    if file.format in ("unknown", "ole"):
        return "", f"的内容不是{file.extension}文件,种类不明"
    return f"名为{file.extension}文件,内容却是{file.format},不能打开", ""


def _broken(note: str, proofs: Iterable[str]) -> tuple[str, str]:
    """A file of its own kind that could not be read: some notes are proof, others only our own inability."""
    if any(words in note for words in proofs):
        return f"残缺或损坏,不能打开({note})", ""
    return "", f"没能读出({note}),不能断定是否损坏"


def _name(cited: CitedAttachment) -> str:
    told = cited.text or (cited.file.name if cited.file else "")
    return f"“{told[:40]}”" if told else ""
