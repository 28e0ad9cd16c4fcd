"""How long every list page, dashboard and search takes: one click after the other, nobody else at work."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote

from browser import Browser
from table import Row, median, p95

LIST_MS, DASHBOARD_MS, SEARCH_MS = 300.0, 500.0, 300.0
WARM = 2
Cpu = Callable[[], float]
Page = tuple[str, str, float]  # role, address, limit


def pages(told: Mapping[str, Any]) -> Iterator[Page]:
    """Every list page by the role that uses it most, with its limit in ms."""
    now, unit = told["rounds"]["now"], told["units"][3]
    for role in ("office_admin", "leader", "reviewer", "unit_staff"):
        yield role, "/", DASHBOARD_MS
    for path in ("/dashboard/matrix/", "/dashboard/matrix/?level=2", "/dashboard/ranking.svg"):
        yield "leader", path, DASHBOARD_MS
    for words in ("站内页面打不开", "第12345处", "page/7777", "news/19", "错字", "处", "没有这句话"):
        yield "reviewer", f"/review/?words={_quoted(words)}&state=all&round={now}", SEARCH_MS
    for role, paths in _lists(told, now, unit):
        for path in paths:
            yield role, path, LIST_MS


def _lists(told: Mapping[str, Any], now: str, unit: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    queue = f"/review/?round={now}"
    more = ("", "&state=all", "&state=all&flat=on", "&flat=on", f"&unit={unit['pk']}", "&indicator=I3",
            "&check=wording.typo&state=all", "&severity=一般", "&group=市直部门&state=all", "&state=gone",
            "&lane=machine", "&state=confirmed&flat=on")  # fmt: skip
    yield "reviewer", [queue + _quoted(one, "=&.") for one in more]
    yield "reviewer", [f"/review/suspects/{told['suspects'][0]}/", "/review/exemptions/"]
    yield "office_admin", [
        "/gathering/", f"/gathering/rounds/{now}/unseen/", f"/gathering/jobs/{told['job']}/",
        "/imports/", "/imports/items/", "/imports/items/?confirmation=pending",
        "/planning/", f"/planning/rounds/{now}/", "/planning/units/", f"/planning/units/{unit['id']}/",
        "/planning/sites/", "/planning/accounts/", "/planning/systems/", "/publishing/",
        f"/publishing/rounds/{now}/", "/units/office/", "/units/office/board/", "/units/office/appeals/",
        f"/units/office/rounds/{told['rounds']['appealing']}/units/{unit['id']}/", "/units/office/returned/",
        "/units/office/outbox/", "/units/office/contacts/", "/units/office/causes/", "/units/office/handed/",
        "/units/office/countdown/", "/people/", f"/inspection/rounds/{now}/agreement/",
    ]  # fmt: skip
    yield "inspector", [
        "/inspection/", f"/inspection/rounds/{now}/units/{unit['id']}/",
        f"/inspection/tasks/{next(iter(told['tasks'].values()))[0]}/",
    ]  # fmt: skip
    yield "unit_staff", [
        "/units/", f"/units/rounds/{told['rounds']['appealing']}/sheet/",
        f"/units/rounds/{told['rounds']['rectifying']}/tasks/", "/units/rulings/", "/units/messages/",
        "/units/handed/", "/gathering/own/",
    ]  # fmt: skip
    yield "auditor", ["/audit/", "/audit/?action=units", "/audit/?by=load", "/audit/?since=2026-01-01"]
    yield "system_admin", ["/people/"]


def _quoted(words: str, safe: str = "") -> str:
    return quote(words, safe=safe)


def measured(port: int, told: Mapping[str, Any], *, times: int, cpu: Cpu) -> Iterator[Row]:
    """A row a page: p95 of `times` calls, after two that warm the database's cache."""
    people: dict[str, Browser] = {}
    for role, path, limit in pages(told):
        if role not in people:
            people[role] = Browser(port)
            people[role].sign_in(told["people"][role][0], told["password"])
        yield _page(people[role], role, path, limit, times, cpu)
    yield _deep(people["reviewer"], f"/review/?round={told['rounds']['now']}&state=all", times, cpu)


def _page(person: Browser, role: str, path: str, limit: float, times: int, cpu: Cpu) -> Row:
    for _ in range(WARM):
        person.get(path)
    began, took = cpu(), []
    for _ in range(times):
        answer = person.get(path)
        if answer.status != 200:
            return Row(f"{role} {_short(path)}", float("inf"), limit, note=f"HTTP {answer.status}")
        took.append(answer.took_s * 1000)
    note = f"median {median(took):.0f}, CPU {(cpu() - began) * 1000 / times:.0f} ms"
    return Row(f"{role} {_short(path)}", p95(took), limit, note=note)


def _deep(person: Browser, path: str, times: int, cpu: Cpu) -> Row:
    """The queue's tenth page, reached by its own links."""
    for _ in range(9):
        text = person.get(path).text
        found = re.search(r'href="(\?[^"]*after=[^"]+)"', text)
        if found is None:
            break
        path = "/review/" + html.unescape(found[1])
    return _page(person, "reviewer", path, LIST_MS, times, cpu)


def _short(path: str) -> str:
    """The address without ids, for people to read."""
    plain = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", unquote(path))
    return plain.replace("round=…&", "").replace("&round=…", "").replace("?round=…", "")
