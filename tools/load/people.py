"""
Twenty people at work at once over real HTTP, each at his own day's work: reading, searching, deciding,
answering, replying, uploading, importing.
"""

import io
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from browser import Answer, Browser
from importing import HEAD, bring
from table import Row, median, p95

_VERSION = re.compile(r'name="version" value="(\d+)"')
Step = tuple[str, Answer]  # the kind of page, what came


@dataclass(slots=True)
class Seen:
    """What one person met. `told` counts answers that say somebody else was quicker: no errors."""

    clicks: list[tuple[str, bool, float]] = field(default_factory=list)  # kind, whether it wrote, seconds
    errors: list[str] = field(default_factory=list)
    told: int = 0


@dataclass(slots=True)
class Person:
    """One of them: `work` yields a step after each click, for ever."""

    role: str
    number: int
    browser: Browser
    told: Mapping[str, Any]
    name: str
    seen: Seen = field(default_factory=Seen)

    def get(self, kind: str, path: str) -> Answer:
        return self._kept(kind, self.browser.get(path), is_write=False)

    def post(self, kind: str, path: str, values: Mapping[str, str], file: Any = None) -> Answer:
        return self._kept(kind, self.browser.post(path, values, file), is_write=True)

    def _kept(self, kind: str, answer: Answer, *, is_write: bool) -> Answer:
        self.seen.clicks.append((kind, is_write, answer.took_s))
        if answer.status == 409:
            self.seen.told += 1
        elif answer.status != 200:
            self.seen.errors.append(
                f"{self.name} {kind} {answer.address}: {answer.status} {_words(answer.text)}"
            )
        return answer


def _words(page: str) -> str:
    main = page.partition("<main")[2] or page
    found = re.findall(r'class="(?:error|notice bad)[^>]*>(.*?)</', main, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", " ".join(found) or main).split())[:200]


def review(one: Person) -> Iterator[None]:
    """Queue, a suspect, a ruling; every fourth time one that a colleague rules on too."""
    now, ids = one.told["rounds"]["now"], one.told["suspects"]
    for turn in range(10**6):
        one.get("queue", f"/review/?round={now}")
        yield
        place = turn // 4 if turn % 4 == 3 else 1000 + turn * 4 + one.number
        path = f"/review/suspects/{ids[place % len(ids)]}/"
        page = one.get("suspect", path)
        yield
        if version := _VERSION.search(page.text):
            act = "confirm" if turn % 2 else "dismiss"
            one.post("ruling", f"{path}{act}/", {"version": version[1], "reason": "与文件不符"})
            yield
        one.get("search", f"/review/?round={now}&words={quote(f'第{turn * 37 + one.number}处')}")
        yield


def inspect(one: Person) -> Iterator[None]:
    """Home, a question, proof, an answer."""
    tasks = one.told["tasks"][one.name]
    now, unit = one.told["rounds"]["now"], one.told["units"][one.number]["id"]
    for turn in range(10**6):
        one.get("inspection", "/inspection/" if turn % 2 else f"/inspection/rounds/{now}/units/{unit}/")
        yield
        path = f"/inspection/tasks/{tasks[turn % len(tasks)]}/"
        one.get("task", path)
        yield
        one.post("upload", f"{path}upload/", {}, ("proofs", f"截图{turn}.png", picture(one.number, turn)))
        yield
        draft = {"verdict": "not_met", "note": "没有找到这一栏", "count": "1", "object": f"第{turn}处"}
        one.post("draft", f"{path}draft/", draft)
        yield
        verdict = draft if turn % 2 else {"verdict": "met", "note": ""}
        one.post("answer", f"{path}answer/", {"url": "", **verdict})
        yield


def reply(one: Person) -> Iterator[None]:
    """A unit's person: the sheet, a reply with proof, then a task claimed."""
    findings, tasks = one.told["findings"][one.name], one.told["rectification"][one.name]
    appealing, rectifying = one.told["rounds"]["appealing"], one.told["rounds"]["rectifying"]
    for turn in range(min(len(findings), len(tasks))):
        one.get("unit's home", "/" if turn % 2 else "/units/")
        yield
        one.get("unit's sheet", f"/units/rounds/{appealing}/sheet/")
        yield
        kind = "object" if one.role == "unit_admin" and turn % 2 else "explain"
        file = ("attached", f"佐证{turn}.png", picture(one.number, turn)) if kind == "object" else None
        one.get("finding", f"/units/items/{findings[turn]}/")
        yield
        values = {"kind": kind, "words": f"已于本月公开,见附件{turn}"}
        one.post("reply", f"/units/items/{findings[turn]}/", values, file)
        yield
        one.get("unit's tasks", f"/units/rounds/{rectifying}/tasks/")
        yield
        one.post("claim", f"/units/tasks/{tasks[turn]}/claim/", {"owner": "经办人"})
        yield


def run_office(one: Person) -> Iterator[None]:
    """The office's administrator: dashboards and boards, and a small list brought in now and then."""
    unit = one.told["units"][0]
    for turn in range(10**6):
        for kind, path in (
            ("dashboard", "/"), ("gathering", "/gathering/"), ("imports", "/imports/items/"),
            ("board", "/units/office/board/"), ("planning", "/planning/units/"),
        ):  # fmt: skip
            one.get(kind, path)
            yield
        line = f"{unit['name']},R1,又一处错字,{one.told['sites'][0]}late/{turn}.html,晚到{turn},2026-05-07\n"
        began = time.monotonic()
        bring(one.browser, one.told, f"{HEAD}{line}".encode(), f"晚到{turn}.csv", source="晚到的平台")
        one.seen.clicks.append(("small import", True, time.monotonic() - began))
        yield


def look(one: Person) -> Iterator[None]:
    """A leader looks."""
    now = one.told["rounds"]["now"]
    paths = ("/", "/dashboard/matrix/", f"/publishing/rounds/{now}/", f"/review/?round={now}&state=confirmed")
    while True:
        for path in paths:
            one.get("dashboard" if path == "/" else path.strip("/").partition("/")[0], path)
            yield


def audit(one: Person) -> Iterator[None]:
    """The auditor reads the trail while it grows."""
    while True:
        for path in ("/audit/", "/audit/?action=review", "/audit/?by=load"):
            one.get("audit", path)
            yield


def administer(one: Person) -> Iterator[None]:
    """The system's administrator invites people."""
    for turn in range(10**6):
        one.get("people", "/people/")
        yield
        one.get("invite", "/people/invite/")
        yield
        one.post(
            "invite", "/people/invite/", {"username": f"invited-{turn}", "name": "新人", "role": "leader"}
        )
        yield


WORK: Mapping[str, Callable[[Person], Iterator[None]]] = {
    "reviewer": review, "inspector": inspect, "unit_staff": reply, "unit_admin": reply, "leader": look,
    "office_admin": run_office, "auditor": audit, "system_admin": administer,
}  # fmt: skip


def picture(number: int, turn: int) -> bytes:
    """A small picture that nobody else has."""
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (320, 200), (number * 11 % 256, turn % 256, turn // 256 % 256)).save(made, "PNG")
    return made.getvalue()


def measured(
    port: int, told: Mapping[str, Any], *, seconds: float, pause: float
) -> tuple[list[Row], list[str]]:
    """
    Rows of the table, and every error in words.

    Args:
        seconds: How long they work.
        pause: Seconds that each reads before the next click.
    """
    people = []
    for role, names in told["people"].items():
        for name in names:
            browser = Browser(port)
            browser.sign_in(name, told["password"])
            people.append(Person(role, len(people), browser, told, name))
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=_work, args=(one, until, pause)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return _rows([one.seen for one in people], seconds), [
        words for one in people for words in one.seen.errors
    ]


def _work(one: Person, until: float, pause: float) -> None:
    time.sleep(pause * one.number / 20)
    try:
        for _ in WORK[one.role](one):
            if time.monotonic() >= until:
                return
            time.sleep(pause)
    except (OSError, SystemExit) as error:
        one.seen.errors.append(f"{one.name} stopped: {error!r}")


def _rows(seen: Sequence[Seen], seconds: float) -> list[Row]:
    clicks = [click for one in seen for click in one.clicks]
    errors = sum(len(one.errors) for one in seen)
    rows = [
        Row(
            "errors while 20 people work",
            errors,
            0,
            "",
            f"{len(clicks):,} clicks, {len(clicks) / seconds:.1f}/s",
        ),
        Row("told that a colleague was quicker", sum(one.told for one in seen), None, ""),
    ]
    for what, is_write in (("reading", False), ("writing", True)):
        took = [s * 1000 for _, wrote, s in clicks if wrote == is_write]
        rows.append(
            Row(
                f"20 people, {what}: p95",
                p95(took),
                None,
                "ms",
                f"median {median(took):.0f}, {len(took):,} clicks",
            )
        )
    counts = Counter(kind for kind, _, _ in clicks)
    for kind, count in sorted(counts.items()):
        took = [s * 1000 for of, _, s in clicks if of == kind]
        rows.append(
            Row(
                f"20 people, {kind}: p95",
                p95(took),
                None,
                "ms",
                f"median {median(took):.0f}, {count:,} clicks",
            )
        )
    return rows
