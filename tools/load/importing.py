"""A list of 100,000 rows brought in as a clerk does, and the same rows again in another order."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from browser import Browser
from table import Row

ROWS, IMPORT_S = 100_000, 60.0
HEAD = "单位,细则编号,问题描述,网址,具体对象,监测时间\n"
Cpu = Callable[[], float]


def rows(told: Mapping[str, Any], numbers: Iterable[int]) -> bytes:
    """One row in ten tells what a check has seen too, by address and object; the others are new."""
    units, sites = told["units"], told["sites"]
    lines = [HEAD]
    for n in numbers:
        unit, site = units[n % len(units)]["name"], sites[n % len(sites)]
        page, words, object_ = f"page/{n}", f"第{n}处错字", f"错字{n}"
        if n % 10 == 0:
            page, words, object_ = f"news/{n}", "站内页面打不开", f"对象{n % 977}"
        lines.append(f"{unit},R{n % 90},{words},{site}{page}.html,{object_},2026-05-06 10:00\n")
    return "".join(lines).encode()


def measured(
    port: int, told: Mapping[str, Any], *, count: int, cpu: Cpu, log: Callable[[str], None]
) -> Iterator[Row]:
    """The import, and the re-import, which must change nothing."""
    clerk = Browser(port)
    clerk.sign_in(told["people"]["office_admin"][0], told["password"])
    before: dict[str, int] = {}
    for what, order in (("import", range(count)), ("re-import", range(count - 1, -1, -1))):
        began, used = time.monotonic(), cpu()
        counts = bring(clerk, told, rows(told, order), f"{what}.csv")
        took = time.monotonic() - began
        log(f"{what}: {counts}")
        note = f"CPU {cpu() - used:.0f} s; {', '.join(f'{key} {n:,}' for key, n in counts.items())}"
        yield Row(f"{what} of {count:,} rows", took, IMPORT_S * count / ROWS, "s", note)
        before = before or counts
    changed = sum(counts[one] for one in ("created", "closed", "reopened"))
    yield Row("rows that the re-import changed", changed, 0, "rows")
    yield Row(
        "rows that the re-import lost", abs(counts["left"] - before["created"] - before["left"]), 0, "rows"
    )


def bring(
    clerk: Browser, told: Mapping[str, Any], content: bytes, name: str, source: str = "望川监测"
) -> dict[str, int]:
    """Upload, look at the preview, take over step by step, as the page does."""
    clerk.get("/imports/")
    values = {"round": told["rounds"]["now"], "source": source, "is_whole": "on", "mapping": ""}
    answer = clerk.post("/imports/upload/", values, ("file", name, content))
    if answer.status != 200 or "/imports/upload" in answer.address:
        raise SystemExit(f"the list was refused: {answer.status}\n{_told(answer.text)}")
    address = answer.address.partition("?")[0]
    while True:
        answer = clerk.post(f"{address}take/", {})
        if answer.status != 200:
            raise SystemExit(f"the list was not taken: {answer.status}\n{_told(answer.text)}")
        if "go=1" not in answer.address:
            return _counts(answer.text)


def _counts(page: str) -> dict[str, int]:
    found = {}
    for name, words in (
        ("created", "新增"),
        ("left", "未变"),
        ("closed", "平台已消除"),
        ("reopened", "再次出现"),
    ):
        match = re.search(rf"<b>(\d+)</b><span>{words}", page)
        if match is None:
            raise SystemExit(f"the page of the import does not tell “{words}”:\n{_told(page)}")
        found[name] = int(match[1])
    return found


def _told(page: str) -> str:
    main = page.partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())[:600]
