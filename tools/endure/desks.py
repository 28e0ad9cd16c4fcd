"""
Importing, releasing and sealing in an office's data folder, killed at random points and gone on with.

Run in a process of its own for each folder: ``python desks.py KIND KILLS ITEMS kill|restart|fill``, with the
data folder and the database in the environment. The work is done by forked processes, which begin where it
stands, as a worker does that is started anew. A kill is a real SIGKILL of one of them; a restart ends its
connection to PostgreSQL; a disk that is filled before it begins has room for so many pages: both must end it
by saying so. Prints one JSON object: how many hit, and what is there at last.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from disks import PAGE_KB, leave

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "web")]
FEWEST, ROWS_A_FILE = 6, 120
DATABASE_AWAY, DISK_FULL = 7, 8
HEAD = "单位,细则编号,问题描述,网址,具体对象,监测时间\n"
Work = Callable[[int], None]  # the item of this number, or what is left of it


def killed(work: Work, items: int, kills: int, chance: random.Random, strike: Callable[[int], object]) -> int:
    """
    Have all items worked on in their order, by one process after the other: the first ones are struck at any
    moment of their work. Answers how many were struck down at work.
    """
    hits, usual_s = 0, 0.3
    for number in range(kills):
        began = time.monotonic()
        process = _forked(work, items)
        if number % 5 == 0:  # now and then one item is let through, so that kills meet all of them
            _over_within(process, usual_s * chance.uniform(1, 2))
        else:
            _over_within(process, usual_s * chance.uniform(0, 1))
        strike(process)
        _, status = os.waitpid(process, 0)
        is_hit = os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == DATABASE_AWAY
        hits += is_hit
        if status and not is_hit:
            raise SystemExit("the work failed by itself; see above")
        if not number:
            usual_s = max(0.05, min(3.0, time.monotonic() - began))
    last = _forked(work, items)
    _, status = os.waitpid(last, 0)
    if status:
        raise SystemExit("the work failed by itself; see above")
    return hits


def kill(process: int) -> None:
    """End it as a power cut would."""
    os.kill(process, signal.SIGKILL)


def cut_off(process: int) -> None:
    """End all connections to the database, as a restart of its server does."""
    import psycopg
    from django.db import connection

    given = connection.get_connection_params()
    query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname=%s"
    wanted = {key: given[key] for key in ("user", "password", "host", "port") if given.get(key)}
    with psycopg.connect(**wanted, dbname="postgres", autocommit=True) as beside:
        beside.execute(query, [given["dbname"]])


def filled(work: Work, items: int, times: int, disk: Path) -> int:
    """
    The same on a disk that has room for so many pages more than it holds when a process begins: none for the
    first, one for the second and so on. Answers how many ended by saying that it is full.
    """
    hits = 0
    for number in range(times):
        _emptied_log()
        leave(disk, number * PAGE_KB)
        _, status = os.waitpid(_forked(work, items), 0)
        leave(disk, None)
        is_full = os.WIFEXITED(status) and os.WEXITSTATUS(status) == DISK_FULL
        hits += is_full
        if status and not is_full:
            raise SystemExit("the work failed by itself; see above")
    _, status = os.waitpid(_forked(work, items), 0)
    if status:
        raise SystemExit("the work failed by itself; see above")
    return hits


def _emptied_log() -> None:
    """SQLite writes into what its log once took of the disk: only an emptied one needs room."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


STRIKES = {"kill": kill, "restart": cut_off}


def _over_within(process: int, seconds: float) -> None:
    """Wait so long, or until the process has ended; it stays to be waited for."""
    ends_at = time.monotonic() + seconds
    while time.monotonic() < ends_at:
        if os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return
        time.sleep(0.001)


def _forked(work: Work, items: int) -> int:
    from django.db import InterfaceError, OperationalError, connections

    from kaoping.errors import KaopingError
    from kaoping.rounds.room import is_full

    connections.close_all()  # a connection must not be shared with a child
    process = os.fork()
    if process:
        return process
    try:
        for item in range(items):
            work(item)
        os._exit(0)
    except KaopingError as error:
        os._exit(DISK_FULL if "空间" in str(error) else _told(error))
    except (OperationalError, InterfaceError, OSError) as error:
        is_away = not isinstance(error, OSError)
        os._exit(DISK_FULL if is_full(error) else DATABASE_AWAY if is_away else _told(error))
    except BaseException as error:  # noqa: BLE001  the parent says that it failed
        os._exit(_told(error))


def _told(error: BaseException) -> int:
    traceback.print_exception(error)
    return 1


class Importing:
    """One platform's whole lists, one after the other: each adds, leaves out and tells again."""

    def __init__(self, items: int) -> None:
        from asked_round import asked_round
        from tests.web import builders

        units = builders.unit("望川市农业农村局"), builders.unit("望川市水利局")
        self.round, self.by = asked_round(*units), builders.user("office_admin")
        chance = random.Random(11)
        self.files = [self._file([unit.name for unit in units], chance) for _ in range(items)]

    def _file(self, units: list[str], chance: random.Random) -> bytes:
        words = chance.sample(range(10_000), ROWS_A_FILE)
        rows = (
            f"{units[w % 2]},E1.1,错字,http://w.example/{w % 300}.html,词{w % 300},2026-05-06\n"
            for w in words
        )
        return (HEAD + "".join(rows)).encode()

    def work(self, item: int) -> None:
        from kaoping.web.imports import actions
        from kaoping.web.imports.models import Batch

        name = f"{item}.csv"
        batch = Batch.objects.filter(name=name).order_by("-pk").first()
        if batch is not None and batch.state == "done":
            return
        Batch.objects.update(
            held_until=None
        )  # as if the minutes had passed for which a dead process holds it
        if batch is None:
            batch = actions.preview(
                content=self.files[item],
                name=name,
                round_=self.round,
                source="望川监测",
                is_whole=True,
                by=self.by,
            )
        actions.run(batch, by=self.by)

    def told(self) -> dict[str, Any]:
        from kaoping.web.imports.models import Batch, Item
        from kaoping.web.review.models import Suspect

        return {
            "lists": [[one.name, one.state, one.counts] for one in Batch.objects.order_by("name", "pk")],
            "items": sorted(map(list, Item.objects.values_list("key", "state", "fact", "batch__name"))),
            "suspects": sorted(map(list, Suspect.objects.values_list("fact", "state", "version", "message"))),
            "audit": _audit("imports.run"),
        }


class Releasing:
    """Rounds whose drafts are out: one person asks for each release, another agrees."""

    state = "drafted"

    def __init__(self, items: int) -> None:
        from tests.web import builders
        from tests.web.publishing.rounds import scored_round

        self.by, self.other = builders.user("office_admin"), builders.user("reviewer")
        units = builders.unit("望川市农业农村局"), builders.unit("望川市水利局")
        self.rounds = [scored_round(units, self.by, state=self.state).pk for _ in range(items)]

    def work(self, item: int) -> None:
        from kaoping.web.planning.models import Round
        from kaoping.web.publishing.actions import agree_release, ask_release

        round_ = Round.objects.get(pk=self.rounds[item])
        if round_.state == "released":
            return
        if not round_.releases.filter(is_withdrawn=False).exists():
            ask_release(round_, by=self.by, note="日期另定")
        agree_release(round_, by=self.other)

    def told(self) -> dict[str, Any]:
        from kaoping.web.planning.models import Round
        from kaoping.web.publishing.models import Release, ScoreSnapshot

        return {
            "rounds": sorted(map(list, Round.objects.values_list("title", "state"))),
            "consents": sorted(
                map(list, Release.objects.values_list("round__title", "asked_by__name", "agreed_by__name"))
            ),
            "scores": sorted(
                [one.round.title, one.unit.name, one.is_latest, str(one.sheet.get("total"))]
                for one in ScoreSnapshot.objects.select_related("round", "unit")
            ),
            "audit": _audit("publishing.ask_release", "publishing.agree_release", "planning.advance"),
        }


class Sealing(Releasing):
    """Released rounds, each put into one archive that proves itself."""

    state = "released"

    def work(self, item: int) -> None:
        from kaoping.web.planning.models import Round
        from kaoping.web.publishing.actions import seal_round
        from kaoping.web.publishing.models import Seal

        round_ = Round.objects.get(pk=self.rounds[item])
        if not Seal.objects.filter(round=round_).exists():
            seal_round(round_, by=self.by)

    def told(self) -> dict[str, Any]:
        from kaoping.rounds.sealing import breaches
        from kaoping.web.planning.models import Round
        from kaoping.web.publishing.actions.seals import sealed_path
        from kaoping.web.publishing.models import Seal

        seals = Seal.objects.select_related("round").order_by("round__title")
        folder = sealed_path(Round.objects.first()).parent
        stray = [one.name for one in folder.iterdir() if one.name.endswith(".part")]
        return {
            "rounds": sorted(map(list, Round.objects.values_list("title", "state"))),
            "seals": [
                [one.round.title, list(breaches(sealed_path(one.round), digest=one.digest))] for one in seals
            ],
            "files": len([one for one in folder.iterdir() if one.suffix == ".tar"]),
            "stray": stray,
            "audit": _audit("publishing.seal", "planning.advance"),
        }


def _audit(*actions: str) -> list[list[Any]]:
    """How often each thing is told of in the trail; things that are named by chance are called the same."""
    from django.db.models import Count

    from kaoping.web.audit.models import Entry

    rows = Entry.objects.filter(action__in=actions).values_list("action", "subject").annotate(Count("pk"))
    named = ((action, subject if ":" not in subject else "", count) for action, subject, count in rows)
    return sorted(map(list, named))


def _whole() -> bool:
    """The audit trail's chain, and on SQLite the file itself."""
    from django.db import connection

    from kaoping.web.audit.queries import verify

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if cursor.fetchall() != [("ok",)]:
                return False
    return bool(verify().is_whole)


KINDS = {"importing": Importing, "releasing": Releasing, "sealing": Sealing}


def main() -> None:
    """Seed, work with kills, tell."""
    kind, kills = sys.argv[1], int(sys.argv[2])
    items, strike = max(FEWEST, int(sys.argv[3])), sys.argv[4]
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    desk = KINDS[kind](items)
    began = datetime.now(UTC)
    if strike == "fill":
        hits = filled(desk.work, items, kills, Path(os.environ["KAOPING_DATA"]))
    else:
        hits = killed(desk.work, items, kills, random.Random(7), STRIKES[strike])
    told = {"is_whole": _whole(), **desk.told()}
    seconds = (datetime.now(UTC) - began).total_seconds()
    print(json.dumps({"hits": hits, "seconds": round(seconds, 1), "told": told}, ensure_ascii=False))


if __name__ == "__main__":
    main()
