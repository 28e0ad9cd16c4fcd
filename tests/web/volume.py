"""
Rows of a city's round in bulk: 35 units, 1,000,000 observations, 200,000 suspects, on SQLite or PostgreSQL.
`make load` fills its database with them.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from kaoping.rulebook import Basis, Deduction, Indicator, IndicatorSystem, Rule, Source

OBSERVATIONS, SUSPECTS, UNITS = 1_000_000, 200_000, 35
INDICATORS, RULES, ASKED_FROM = 40, 90, 60  # rules from ASKED_FROM on are a person's to look at
CHECKS = (
    "upkeep.dead_link",
    "wording.typo",
    "norms.meta_missing",
    "privacy.personal_data",
    "upkeep.section_stale",
)
STATES = ("suspect", "suspect", "suspect", "confirmed", "dismissed", "second", "gone", "suspect")
START = datetime(2026, 9, 15, 1, 0, tzinfo=UTC)


def system() -> IndicatorSystem:
    """40 indicators with 90 rules between them: 60 that checks feed and 30 that people are asked."""
    basis = (Basis("望川市考评办法(示例)第一条"),)
    indicators = tuple(
        Indicator(
            f"I{i}",
            f"第{i + 1}项指标",
            Decimal("2.5"),
            basis=basis,
            rules=tuple(_rule(k) for k in range(RULES) if k % INDICATORS == i),
        )
        for i in range(INDICATORS)
    )
    whole = Indicator("A", "主动公开", Decimal(100), children=indicators)
    source = Source("望川市考评办法(示例)")
    return IndicatorSystem(
        "toytown", "望川市考评指标", "1", source, ("市直部门",), Decimal(100), groups=(whole,)
    )


def _rule(k: int) -> Rule:
    costs = Deduction(points=Decimal("0.01"))
    if k >= ASKED_FROM:
        return Rule(f"R{k}", f"第{k}种情形", "ask", "", costs, question=f"有没有第{k}种情形?")
    return Rule(f"R{k}", f"第{k}种情形", "check", CHECKS[k % len(CHECKS)], costs)


def fill(share: float = 1.0) -> Any:
    """
    Fill the database that Django is set up for. Answers the round.

    Rows are inserted by numbers, past every model's own way: quick, and the same each time.

    Args:
        share: 1 for all of it, 0.01 for a hundredth.
    """
    from django.db import connection, transaction
    from tests.web import builders

    from kaoping.rulebook import system_yaml

    round_ = builders.round_("gathering", title="望川市2026年上半年考评")
    version = builders.system(text=system_yaml(system()))
    units, jobs = [], []
    for number in range(UNITS):
        unit = builders.unit(f"望川市第{number + 1:02}单位", order=number, group="市直部门")
        units.append(unit)
        builders.member(round_, unit, system=version)
        jobs.append(_job(round_, unit, number))
    suspects, observations = int(SUSPECTS * share), int(OBSERVATIONS * share)
    with transaction.atomic():
        insert(connection, "review_suspect", _suspects(round_, units, jobs, suspects))
        first = round_.suspects.order_by("id").values_list("id", flat=True)[0]
        insert(
            connection,
            "review_observation",
            _observations(round_, units, jobs, observations, first, suspects),
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return round_


def _job(round_: Any, unit: Any, number: int) -> Any:
    from tests.web import builders

    # none that a worker would begin: nothing is gathered while pages are measured
    state = ("done", "incomplete", "paused", "cancelled", "failed")[number % 5 if number % 3 == 0 else 0]
    unseen = [
        {"fate": "failed", "reason": "超时", "count": 3 + number, "examples": ["https://a.example/slow"]},
        {"fate": "left", "reason": "达到页数上限", "count": 40 * number, "examples": []},
    ]
    load = {
        "requests": 3000, "elsewhere": 120, "size_bytes": 90_000_000, "busiest_second": 1, "median_ms": 48,
        "per_minute": [50 + (n * 7 + number) % 13 for n in range(58)], "answers": {"200": 2900, "404": 100},
    }  # fmt: skip
    return builders.job(
        round_, unit, state=state, started_at=START + timedelta(minutes=number),
        ended_at=None if state == "paused" else START + timedelta(minutes=number + 60),
        progress={"found": 3300, "fetched": 3000 - 40 * number, "left": 40 * number, "rate": 0.9},
        unseen=unseen if state != "queued" else [], load=load if state != "queued" else {},
        counts={"observations": 28_000, "new": 5600, "again": 0, "gone": 12, "missed": 1},
        limits={"rate": 1}, message="网站打不开" if state == "failed" else "",
    )  # fmt: skip


def _suspects(round_: Any, units: list[Any], jobs: list[Any], count: int) -> Iterator[dict[str, Any]]:
    for n in range(count):
        unit, job, check = units[n % UNITS], jobs[n % UNITS], CHECKS[n % len(CHECKS)]
        url = f"{job.site.url}news/{n}.html"
        at = START + timedelta(seconds=n % 40_000)
        witness = {"voice": "check", "name": check, "seen_at": at.isoformat(), "key": str(n)}
        yield {
            "public_id": UUID(int=(n + 1) << 20).hex, "round_id": round_.pk, "unit_id": unit.pk,
            "site_id": job.site_id, "fact": f"V{n:015}", "system": "toytown",
            "indicator": f"I{n % RULES % INDICATORS}", "rule": f"R{n % RULES}", "check_id": check,
            "url": url, "object": f"对象{n % 977}",
            "message": f"第{n}处问题:站内页面打不开(返回404)", "quote": "这是原文中的一句话",
            "severity": "一般",
            "lane": ("machine", "person")[n % 2], "is_veto": n % 997 == 0, "group_key": f"g{n % 4001}",
            "state": STATES[n % len(STATES)],
            "witnesses": json.dumps([witness]),
            "facts": json.dumps({"target": url}), "pages": "[]", "sightings": 1 + n % 2, "first_seen_at": at,
            "last_seen_at": at, "decided_at": None, "version": 0,
        }  # fmt: skip


def confirmed(round_: Any, units: list[Any], each: int) -> Iterator[dict[str, Any]]:
    """Confirmed findings of an earlier round, `each` of every unit."""
    for n in range(each * len(units)):
        unit, number = units[n % len(units)], n // len(units)
        yield {
            "public_id": UUID(int=(round_.pk << 90) + (n + 1 << 20)).hex, "round_id": round_.pk,
            "unit_id": unit.pk, "fact": f"E{n:015}", "system": "toytown",
            "indicator": f"I{number % RULES % INDICATORS}", "rule": f"R{number % RULES}",
            "check_id": CHECKS[n % len(CHECKS)], "url": f"https://earlier.wangchuan.example/{n}.html",
            "object": "", "message": f"第{number + 1}处没有公开", "quote": "", "severity": "一般",
            "lane": "person", "is_veto": False, "group_key": f"e{n}", "state": "confirmed",
            "witnesses": "[]", "facts": "{}", "pages": "[]", "sightings": 1, "version": 1,
        }  # fmt: skip


def _observations(
    round_: Any, units: list[Any], jobs: list[Any], count: int, first: int, suspects: int
) -> Iterator[dict[str, Any]]:
    for n in range(count):
        check = CHECKS[n % len(CHECKS)]
        url = f"{jobs[n % UNITS].site.url}page/{n}.html"
        body = {"check": check, "url": url, "message": f"第{n}条", "facts": {}, "answer": "problem"}
        yield {
            "round_id": round_.pk, "job_id": jobs[n % UNITS].pk, "unit_id": units[n % UNITS].pk,
            "suspect_id": first + n % suspects if n % 3 == 0 else None, "check_id": check,
            "answer": "problem", "severity": "一般", "url": url, "seen_at": START, "key": f"{n:064x}",
            "body": json.dumps(body, ensure_ascii=False),
        }  # fmt: skip


def insert(connection: Any, table: str, rows: Iterator[dict[str, Any]]) -> None:
    """Rows by the columns of the first; at once, by COPY where the database has it."""
    first = next(rows, None)
    if first is None:
        return
    columns = ",".join(f'"{name}"' for name in first)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in _after(first, rows):
                    copy.write_row(list(row.values()))
            return
        statement = f"INSERT INTO {table} ({columns}) VALUES ({','.join(['%s'] * len(first))})"
        for chunk in batched(_after(first, rows), 5000):
            cursor.executemany(statement, [list(row.values()) for row in chunk])


def _after(first: dict[str, Any], rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield first
    yield from rows


def batched(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Lists of at most `size` rows."""
    while chunk := list(islice(rows, size)):
        yield chunk
