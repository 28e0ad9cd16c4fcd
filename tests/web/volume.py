"""
A database of a city's size, made in about a minute: 35 units, 1,000,000 observations, 200,000 suspects.

``python -m tests.web.volume FOLDER [SHARE]`` makes one below the data folder FOLDER (SQLite), ready for
``kaoping serve --data FOLDER``; SHARE is 1 for all of it, 0.01 for a hundredth.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

OBSERVATIONS, SUSPECTS, UNITS = 1_000_000, 200_000, 35
CHECKS = (
    "upkeep.dead_link",
    "wording.typo",
    "norms.meta_missing",
    "privacy.personal_data",
    "upkeep.section_stale",
)
STATES = ("suspect", "suspect", "suspect", "confirmed", "dismissed", "second", "gone", "suspect")
START = datetime(2026, 9, 15, 1, 0, tzinfo=UTC)


def fill(share: float = 1.0) -> Any:
    """
    Fill the database that Django is set up for. Answers the round.

    Rows are inserted by numbers, past every model's own way: quick, and the same each time.
    """
    from django.db import connection, transaction
    from tests.web import builders

    round_ = builders.round_("gathering", title="望川市2026年上半年考评")
    system = builders.system()
    units, jobs = [], []
    for number in range(UNITS):
        unit = builders.unit(f"望川市第{number + 1:02}单位", order=number, group="市直部门")
        units.append(unit)
        builders.member(round_, unit, system=system)
        jobs.append(_job(round_, unit, number))
    suspects, observations = int(SUSPECTS * share), int(OBSERVATIONS * share)
    with transaction.atomic():
        cursor = connection.cursor()
        _insert(cursor, "review_suspect", _suspects(round_, units, jobs, suspects))
        first = _first_suspect(cursor, round_)
        _insert(
            cursor, "review_observation", _observations(round_, units, jobs, observations, first, suspects)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return round_


def _job(round_: Any, unit: Any, number: int) -> Any:
    from tests.web import builders

    state = ("done", "incomplete", "running", "queued", "failed")[number % 5 if number % 3 == 0 else 0]
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
        ended_at=None if state in ("running", "queued") else START + timedelta(minutes=number + 60),
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
            "site_id": job.site_id, "fact": f"V{n:015}", "system": "toytown", "indicator": f"I{n % 40}",
            "rule": f"R{n % 90}", "check_id": check, "url": url, "object": f"对象{n % 977}",
            "message": f"第{n}处问题:站内页面打不开(返回404)", "quote": "这是原文中的一句话",
            "severity": "一般",
            "lane": ("machine", "person")[n % 2], "is_veto": n % 997 == 0, "group_key": f"g{n % 4001}",
            "state": STATES[n % len(STATES)],
            "witnesses": json.dumps([witness]),
            "facts": json.dumps({"target": url}), "pages": "[]", "sightings": 1 + n % 2, "first_seen_at": at,
            "last_seen_at": at, "decided_at": None, "version": 0,
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


def _insert(cursor: Any, table: str, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows)
    columns = ",".join(f'"{name}"' for name in first)
    marks = ",".join(["%s"] * len(first))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
    cursor.execute(statement, list(first.values()))
    chunk: list[list[Any]] = []
    for row in rows:
        chunk.append(list(row.values()))
        if len(chunk) == 5000:
            cursor.executemany(statement, chunk)
            chunk.clear()
    cursor.executemany(statement, chunk)


def _first_suspect(cursor: Any, round_: Any) -> int:
    cursor.execute("SELECT min(id) FROM review_suspect WHERE round_id=%s", [round_.pk])
    return int(cursor.fetchone()[0])


def main() -> None:
    """Make it below the folder that is named, with an office administrator to look at it."""
    os.environ["KAOPING_DATA"] = sys.argv[1]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaoping.web.settings")
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command
    from tests.web import builders

    call_command("migrate", verbosity=0)
    began = time.process_time()
    fill(float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)
    print(f"made with {time.process_time() - began:.0f} s of CPU")
    builders.user("office_admin", username="office")
    print(f"sign in as office / {builders.PASSWORD}")


if __name__ == "__main__":
    main()
