"""Findings, items and events as tests of the ledger need them: all of the invented city."""

from datetime import UTC, date, datetime

from kaoping.findings import Decision, Finding, Suspect, Witness
from kaoping.ledger import Event, OpenItem

TODAY = date(2022, 9, 5)


def at(day: int, hour: int = 2, month: int = 9) -> datetime:
    return datetime(2022, month, day, hour, tzinfo=UTC)


def finding(id_="f1", *, state="confirmed", unit="望川市教育局", decision=None, **suspect) -> Finding:
    given = {
        "system": "s", "indicator": "1.1", "rule": "1.1.1", "url": "http://jyj.wangchuan.example/a.html",
        "object": "", "message": "链接打不开", "site": "jyj.wangchuan.example",
        "witnesses": (Witness("check", "upkeep.dead_link", at(25, month=8), digest="sha256:before"),),
    }  # fmt: skip
    return Finding(Suspect(id=id_, unit=unit, **{**given, **suspect}), state, decision)


def exempted(id_="f1", *, until=date(2022, 9, 30)) -> Finding:
    decision = Decision(id_, "exempt", "王望", at(1), "平台统一改版", until=until)
    return finding(id_, state="exempted", decision=decision)


def event(kind, day, id_="f1", **more) -> Event:
    return Event(id_, kind, at(day), "李川", **more)


def item(id_="f1", *, status="open", claimed=False, closed=False, **suspect) -> OpenItem:
    return OpenItem(
        finding(id_, **suspect),
        "2022年上半年",
        status,
        date(2022, 9, 2),
        claimed_at=at(1) if claimed else None,
        was_closed=closed,
    )
