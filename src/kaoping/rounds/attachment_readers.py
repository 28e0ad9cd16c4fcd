"""The pool of child processes that read attachments; a run that meets none starts none."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Self
from urllib.parse import quote

import msgspec

from kaoping.gather import Capture
from kaoping.pages import Attachment
from kaoping.pages.attachments import file_name, unopened
from kaoping.reports.remarks import Remark
from kaoping.rulebook import Rulebook

from .attachment_tasks import FileOutcome, FileTask, outcome_of
from .nursery import Nursery
from .readers import ChildPool

DEADLINE_S = 30.0
AT_ONCE = 2


class AttachmentPool(ChildPool):
    """
    ``async with AttachmentPool(nursery) as pool: outcome = await pool.read(FileTask(capture))``.

    A file gets 30 seconds and half a gigabyte of address space; one that kills its child is not tried again.
    """

    def __init__(self, nursery: Nursery, *, size: int = AT_ONCE, deadline_s: float = DEADLINE_S) -> None:
        super().__init__(
            nursery,
            "kaoping.rounds.attachment_child",
            size=size,
            deadline_s=deadline_s,
            recycle_after=500,
        )
        self._outcomes = msgspec.msgpack.Decoder(FileOutcome)

    async def __aenter__(self) -> Self:
        for _ in range(self._size):
            self._idle.put_nowait(None)
        return self

    async def read(self, task: FileTask) -> FileOutcome:
        """Read one file in a child. Never raises for what the file does to the child."""
        answer = await self.exchange(self._encoder.encode(task), about=task.capture.url)
        outcome = self._outcomes.decode(answer) if answer is not None else None
        if outcome is not None and outcome.record:
            return outcome
        why = "读取附件时程序出错" if outcome else f"解析超过{self._deadline_s:g}秒或耗尽内存,已中止"
        capture = task.capture
        name = file_name(capture.url, capture.header("content-disposition"))
        return outcome_of(unopened(capture, name, why))


def copy_with_remarks(body: bytes, remarks: Sequence[Remark], rules: Rulebook, today: date) -> bytes:
    """A .docx with comments at the places named, or nothing where it cannot be done within 30 seconds."""

    async def copied() -> FileOutcome:
        capture = Capture(url="file:///copy.docx", status=200, body=body)
        async with Nursery(rules, today) as nursery, AttachmentPool(nursery, size=1) as pool:
            return await pool.read(FileTask(capture, remarks=tuple(remarks)))

    return asyncio.run(copied()).copy


def read_file_safely(
    body: bytes, name: str, rules: Rulebook, today: date, *, reads_markup: bool = False
) -> Attachment:
    """
    Read one file, words and all, in a child that is ended after 30 seconds: for files given by hand.

    Args:
        name: What the file is called; its extension is what it claims to be.
    """

    async def read() -> FileOutcome:
        capture = Capture(url=f"file:///{quote(name)}", status=200, body=body)
        async with Nursery(rules, today) as nursery, AttachmentPool(nursery, size=1) as pool:
            return await pool.read(FileTask(capture, keeps_words=True, reads_markup=reads_markup))

    found = msgspec.msgpack.decode(asyncio.run(read()).record, type=Attachment)
    return replace(found, url="", name=name)
