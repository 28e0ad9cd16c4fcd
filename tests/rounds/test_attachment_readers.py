"""Files that anyone may have made are read in children that can be ended, and hurt nothing."""

import asyncio
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hostile_runs import SCRIPT

from kaoping.gather import Capture
from kaoping.pages import Attachment
from kaoping.rounds.attachment_readers import AttachmentPool, read_file_safely
from kaoping.rounds.attachment_tasks import FileTask
from kaoping.rounds.nursery import Nursery
from kaoping.rulebook import load_rulebook
from kaoping_toytown.attachments import MAKERS

TODAY = date(2026, 9, 15)
LINES = ["第一条 为做好防汛工作,制定本办法。"]
# what a case of the hostile set may end as; its own words on the left
ENDS = {
    "page": {"read"},
    "inert": {"read", "unread"},
    "finding:personal-info": {"read"},
    "capped": {"capped"},
    "error": {"error"},
}
MOST_MB, MOST_S = 300, 30


def task(body: bytes, name: str, **more) -> FileTask:
    url = f"http://a.example/files/{name}"
    return FileTask(Capture(site="a.example", url=url, status=200, body=body, **more), keeps_words=True)


def decoded(outcome) -> Attachment:
    return msgspec.msgpack.decode(outcome.record, type=Attachment)


def read_all(*tasks: FileTask, **options) -> list[Attachment]:
    async def work():
        async with (
            Nursery(load_rulebook(), TODAY) as nursery,
            AttachmentPool(nursery, size=1, **options) as pool,
        ):
            return [decoded(await pool.read(one)) for one in tasks]

    return asyncio.run(work())


def test_a_file_is_read_with_its_words():
    (found,) = read_all(task(MAKERS["docx"]("通知", LINES), "1.docx"))

    assert (found.url, found.name) == ("http://a.example/files/1.docx", "1.docx")
    assert LINES[0] in found.parts[0].text


def test_what_a_run_keeps_has_no_words_and_no_numbers_of_people():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("甲420299190001010006/20220825.docx", MAKERS["docx"]("通知", LINES))
        archive.writestr("13800000000.bin", b"\0\1\2")

    async def work():
        async with Nursery(load_rulebook(), TODAY) as nursery, AttachmentPool(nursery, size=1) as pool:
            return await pool.read(FileTask(Capture(url="http://a.example/1.zip", body=out.getvalue())))

    found = decoded(asyncio.run(work()))

    assert [part.name for part in found.parts] == ["甲4202************06/20220825.docx/正文"]
    assert found.notes == ("138******00.bin:无法识别的文件格式,未读取",)
    assert all(part.text == "" and part.rows == () for part in found.parts)
    assert found.text_length > 0


def test_the_hosts_name_for_a_file_counts_more_than_the_address():
    head = (("Content-Disposition", "attachment; filename*=UTF-8''%E5%90%8D%E5%8D%95.xlsx"),)

    (found,) = read_all(task(MAKERS["xlsx"]("通知", LINES), "download.jsp?id=1", headers=head))

    assert (found.name, found.extension, found.is_misnamed) == ("名单.xlsx", "xlsx", False)


def test_a_name_never_leads_out_of_its_folder():
    head = (("Content-Disposition", 'attachment; filename="../../../etc/passwd\u202e.docx"'),)

    (found,) = read_all(task(MAKERS["docx"]("通知", LINES), "a", headers=head))

    assert found.name == "passwd.docx"


def test_half_a_file_is_not_opened_and_says_so():
    whole = MAKERS["docx"]("通知", LINES)

    cut, text = read_all(
        task(whole[:500], "1.docx", is_truncated=True), task("前半".encode(), "2.txt", is_truncated=True)
    )

    assert (cut.state, cut.has_text) == ("capped", False)
    assert "只取到前一部分" in cut.notes[0]
    assert (text.state, text.parts[0].text) == ("capped", "前半")


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read():
    async def work():
        async with (
            Nursery(load_rulebook(), TODAY) as nursery,
            AttachmentPool(nursery, size=1, deadline_s=0.000_1) as pool,
        ):
            slow = decoded(await pool.read(task(MAKERS["docx"]("通知", LINES), "1.docx")))
            pool._deadline_s = 30
            return slow, decoded(await pool.read(task(MAKERS["docx"]("通知", LINES), "2.docx")))

    slow, fine = asyncio.run(work())

    assert (slow.state, slow.name) == ("error", "1.docx")
    assert "已中止" in slow.notes[0]
    assert slow.digest
    assert fine.state == "read"


def test_a_child_that_dies_takes_no_other_file_with_it():
    async def work():
        async with Nursery(load_rulebook(), TODAY) as nursery, AttachmentPool(nursery, size=1) as pool:
            await pool.read(task(b"x", "0.txt"))
            (child,) = pool._children
            os.kill(child.pid, signal.SIGKILL)
            dead = decoded(await pool.read(task(b"x", "1.txt")))
            return dead, decoded(await pool.read(task(b"x", "2.txt")))

    dead, fine = asyncio.run(work())

    assert (dead.state, fine.state) == ("error", "read")


def test_a_run_without_attachments_starts_no_child():
    async def work():
        async with Nursery(load_rulebook(), TODAY) as nursery, AttachmentPool(nursery) as pool:
            return len(pool._children)

    assert asyncio.run(work()) == 0


def test_a_file_given_by_hand_is_read_in_a_child_too():
    found = read_file_safely(MAKERS["xls"]("名单", LINES), "名单.xls", load_rulebook(), TODAY)

    assert (found.name, found.format, found.url) == ("名单.xls", "xls", "")
    assert found.parts[0].rows[1] == ("1", LINES[0])


def peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


@pytest.fixture(scope="module")
def expected() -> dict[str, str]:
    """What each case of the hostile set may end as."""
    if not SCRIPT.exists():
        pytest.skip("the server of hostile inputs is not on this machine (set KAOPING_SHARED)")
    told = subprocess.run([sys.executable, SCRIPT, "--expect"], capture_output=True, check=True, timeout=60)
    cases = (case for case in json.loads(told.stdout) if case["group"] == "files")
    return {case["path"].removeprefix("/file/"): case["expect"] for case in cases}


@dataclass(frozen=True)
class Ended:
    files: dict[str, tuple[Attachment, float]]  # case -> what was read, and in how many seconds
    children: int
    peak_mb: float  # of the child that read all of them
    strays: set[str]


@pytest.fixture(scope="module")
def ended(expected, tmp_path_factory) -> Ended:
    folder = tmp_path_factory.mktemp("files")
    command = [sys.executable, SCRIPT, "--write", folder]
    subprocess.run(command, capture_output=True, check=True, timeout=120)

    async def work():
        files, pids = {}, set()
        async with Nursery(load_rulebook(), TODAY) as nursery, AttachmentPool(nursery, size=1) as pool:
            for name in expected:
                body, start = (folder / name).read_bytes(), time.monotonic()
                outcome = await pool.read(task(body, name))
                files[name] = (decoded(outcome), time.monotonic() - start)
                pids |= {child.pid for child in pool._children}
            return files, pids, max(peak_mb(pid) for pid in pids)

    before = {path.name for path in Path("/tmp").glob("hostile_*")}
    files, pids, peak = asyncio.run(work())
    return Ended(files, len(pids), peak, {p.name for p in Path("/tmp").glob("hostile_*")} - before)


class TestHostileFiles:
    def test_each_ends_as_it_should(self, ended, expected):
        states = {name: file.state for name, (file, _) in ended.files.items()}

        wrong = {
            name: (states[name], words) for name, words in expected.items() if states[name] not in ENDS[words]
        }

        assert len(states) >= 20
        assert wrong == {}

    def test_none_is_taken_for_a_file_with_nothing_wrong(self, ended):
        assert [n for n, (file, _) in ended.files.items() if not file.has_text and not file.notes] == []

    def test_no_child_dies_of_them_and_none_grows(self, ended):
        assert ended.children == 1
        assert 0 < ended.peak_mb <= MOST_MB

    def test_each_is_done_in_time(self, ended):
        assert max(seconds for _, seconds in ended.files.values()) <= MOST_S

    def test_no_file_is_written(self, ended):
        assert ended.strays == set()
