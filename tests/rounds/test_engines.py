"""Many sites as jobs: the same bytes here and on a cluster, hosts leased, nothing lost or twice."""

import json
import threading
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

import psutil
import pytest

from kaoping.errors import UsageError
from kaoping.gather.platforms import hosts_of
from kaoping.roster import SiteEntry
from kaoping.rounds.engines import JobEnd, Order, WorkerLost, alone, conduct
from kaoping.rounds.engines import distributed as cluster_engine
from kaoping.rounds.engines.jobs import read_end, stamped, write_end
from kaoping.rounds.engines.working import decoded, encoded, work
from kaoping.rounds.many_sites import Spread, check_many, job_key, replay_many
from kaoping.rounds.run_file import RunPlan
from kaoping.rounds.stores import runs_at
from kaoping_toytown import build_city, serve

DAY = date(2026, 9, 15)
JOINED = ("observations.jsonl", "coverage.csv", "sites.csv", "report.html", "report.xlsx")
EACH = ("observations.jsonl", "coverage.csv", "report.html", "report.xlsx")


def nothing(*_):
    return None


class Scripted:
    """An engine that ends a job when it has been looked at twice; keeps which jobs ran together."""

    name = "scripted"

    def __init__(self, *, slots=4, dies=()):
        self._slots, self._dies = slots, list(dies)
        self.running, self.together, self.started = {}, [], []

    def slots(self):
        return self._slots

    def start(self, order):
        self.running[order.key] = order
        self.started.append(order.key)
        self.together.append(tuple(self.running.values()))
        return ScriptedHandle(self, order)

    def close(self):
        return None


class ScriptedHandle:
    def __init__(self, engine, order):
        self._engine, self._order, self._looks = engine, order, 0

    def is_done(self):
        self._looks += 1
        return self._looks > 1

    def end(self):
        del self._engine.running[self._order.key]
        if self._order.key in self._engine._dies:
            self._engine._dies.remove(self._order.key)
            raise WorkerLost("killed")
        return JobEnd(self._order.key, "done")


def orders(root, **hosts):
    return [Order(key=key, root=str(root), hosts=tuple(of)) for key, of in hosts.items()]


class TestConducting:
    def test_two_jobs_at_one_host_never_run_together_and_others_do(self, tmp_path):
        engine = Scripted()
        wanted = orders(tmp_path, a=["p", "1"], b=["q", "1"], c=["r", "2"], d=["p", "3"], e=[])

        ends = conduct(wanted, engine, tmp_path)

        assert [(key, end.state) for key, end in ends.items()] == [(key, "done") for key in "abcde"]
        for running in engine.together:
            hosts = [host for order in running for host in order.hosts]
            assert len(hosts) == len(set(hosts))
        assert {order.key for order in engine.together[2]} == {"a", "c", "e"}

    def test_there_are_never_more_than_there_are_slots(self, tmp_path):
        engine = Scripted(slots=2)

        conduct(orders(tmp_path, **{str(n): [] for n in range(7)}), engine, tmp_path)

        assert max(map(len, engine.together)) == 2

    def test_a_job_whose_worker_died_is_taken_up_again_but_not_for_ever(self, tmp_path):
        engine = Scripted(dies=["a", "a", "b", "b", "b"])

        ends = conduct(orders(tmp_path, a=[], b=[]), engine, tmp_path)

        assert [end.state for end in ends.values()] == ["done", "lost"]
        assert (engine.started.count("a"), engine.started.count("b")) == (3, 3)
        assert "--resume" in ends["b"].why[0]

    def test_what_is_over_is_not_done_again(self, tmp_path):
        engine = Scripted(dies=["b"])
        wanted = orders(tmp_path, a=[], b=[])
        for order in wanted:
            order.folder.mkdir(parents=True)
        write_end(wanted[0].folder, JobEnd("a", "incomplete", ("8分钟用尽",)))

        def ends_and_dies(_over, _running, _of):
            write_end(wanted[1].folder, JobEnd("b", "done", pages_seen=7))

        ends = conduct(wanted, engine, tmp_path, tell=ends_and_dies)

        assert engine.started == ["b"]
        assert ends["a"].state == "incomplete"
        assert ends["b"].pages_seen == 7

    def test_a_second_engine_is_refused_and_told_of_the_first(self, tmp_path):
        with (
            alone(tmp_path, "tcp://one:8786"),
            pytest.raises(UsageError, match="tcp://one:8786"),
            alone(tmp_path, "embedded"),
        ):
            pass

        with alone(tmp_path, "embedded"):
            pass


class TestHosts:
    def test_names_ports_and_the_addresses_behind_names_count(self):
        leads = {"a.example": ["192.0.2.1"], "b.example": ["192.0.2.1"], "c.example": []}

        found = hosts_of(
            ["http://a.example/", "https://b.example:8443/x", "http://c.example/", "http://c.example:81/"],
            resolve=lambda name: leads[name],
        )

        assert found["http://a.example/"] & found["https://b.example:8443/x"] == {"192.0.2.1"}
        assert found["http://c.example/"] == found["http://c.example:81/"] == {"c.example"}


class TestWorking:
    def test_a_worker_of_another_version_does_nothing_and_says_so(self, tmp_path):
        order = replace(stamped(Order("a", str(tmp_path), source=str(tmp_path))), build="0.0.9+abc")

        end = decoded(work(encoded(order)))

        assert end.state == "other_version"
        assert "0.0.9+abc" in end.why[0]
        assert list(tmp_path.iterdir()) == []

    def test_a_worker_with_another_key_of_persons_numbers_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.setenv("KAOPING_SECRET", "the key of the one who asks")
        order = stamped(Order("a", str(tmp_path), source=str(tmp_path)))
        monkeypatch.setenv("KAOPING_SECRET", "the key of another machine")

        end = decoded(work(encoded(order)))

        assert end.state == "refused"
        assert "KAOPING_SECRET" in end.why[0]


@pytest.fixture(scope="module")
def city():
    """Three small sites of the invented city: two on one host, the third on another."""
    with ExitStack() as stack:
        built = [build_city(seed=seed, today=DAY, sites=n, pages=4) for seed, n in ((3, 2), (4, 1))]
        shared = stack.enter_context(serve(built[0], host="127.0.0.1"))
        other = stack.enter_context(serve(built[1], host="127.0.0.2"))
        yield tuple(
            SiteEntry(
                unit=f"望川市{name}局", unit_kind="市直单位", name=f"{name}局网站", url=site.home_url, code=""
            )
            for name, site in zip("甲乙丙", (*shared.sites, *other.sites), strict=True)
        )


@pytest.fixture(scope="module")
def secret():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KAOPING_SECRET", "a key for tests alone")
        yield


def plan_of(city):
    return RunPlan(
        sites=city, today=DAY, max_pages=12, max_attachments=2, rate=0, render="never", allow_private=True,
        views=False, run_id="20260915000000",
    )  # fmt: skip


@pytest.fixture(scope="module")
def gathered(city, secret, tmp_path_factory):
    """The city, gathered once with two processes."""
    out = tmp_path_factory.mktemp("gathered") / "out"
    end = check_many(plan_of(city), out, Spread("embedded", 2), is_resumed=False, tell=nothing)
    assert {one.state for one in end.ends.values()} <= {"done", "incomplete"}
    return out


@pytest.fixture(scope="module")
def cluster(secret):
    """A scheduler with two workers on this machine."""
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as running:
        yield running


def bytes_of(out):
    joined = {name: (out / name).read_bytes() for name in JOINED}
    each = {
        f"{run.name}/{name}": (run / name).read_bytes()
        for run in map(Path, runs_at(str(out)))
        for name in EACH
    }
    return joined | each


def facts(out):
    """Observations without what differs between two gatherings: the instants, and where a capture lies."""
    rows = [json.loads(line) for line in (out / "observations.jsonl").read_text("utf-8").splitlines()]
    return [{**row, "seen_at": "", "evidence": row["evidence"]["digest"]} for row in rows]


def judged_again(gathered, out, engine):
    spread = Spread(engine, 2 if engine == "embedded" else 0)
    return replay_many(
        [str(gathered)], out, spread, today=None, rulebook=None, is_resumed=False, tell=nothing
    )


@pytest.mark.slow
class TestSameBytes:
    def test_both_engines_judge_the_same_archives_to_the_same_bytes(self, gathered, cluster, tmp_path):
        here, there = tmp_path / "here", tmp_path / "there"

        ends = [
            judged_again(gathered, here, "embedded").ends,
            judged_again(gathered, there, cluster.scheduler_address).ends,
        ]

        assert {end.state for one in ends for end in one.values()} <= {"done", "incomplete"}
        assert bytes_of(here) == bytes_of(there)
        assert bytes_of(here)["observations.jsonl"] == (gathered / "observations.jsonl").read_bytes()
        assert len(bytes_of(here)["observations.jsonl"]) > 1000

    def test_a_cluster_that_loses_a_worker_gathers_what_this_machine_gathers(self, city, cluster, tmp_path):
        # which pages a limit leaves out rests on what came first: none may be left out here
        plan = replace(plan_of(city), max_pages=1000, max_attachments=1000)
        out, whole = tmp_path / "out", tmp_path / "whole"
        check_many(plan, whole, Spread("embedded", 2), is_resumed=False, tell=nothing)
        killer = threading.Thread(target=kill_a_worker_at_work, args=(out,))
        killer.start()

        end = check_many(plan, out, Spread(cluster.scheduler_address), is_resumed=False, tell=nothing)

        killer.join()
        assert {one.state for one in end.ends.values()} <= {"done", "incomplete"}
        assert facts(out) == facts(whole)

    def test_what_is_gathered_is_gathered_once(self, city, gathered):
        before = {run: (run / "end.json").stat().st_mtime_ns for run in map(Path, runs_at(str(gathered)))}
        joined = bytes_of(gathered)

        check_many(plan_of(city), gathered, Spread("embedded", 2), is_resumed=True, tell=nothing)

        assert {
            run: (run / "end.json").stat().st_mtime_ns for run in map(Path, runs_at(str(gathered)))
        } == before
        assert bytes_of(gathered) == joined
        assert read_end(gathered / "jobs" / job_key(city[:1])).pages_seen > 5

    def test_workers_of_another_version_are_refused_before_anything_begins(
        self, gathered, cluster, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(cluster_engine, "build", lambda: "0.0.9+abc")

        with pytest.raises(UsageError, match=r"版本与本机.0\.0\.9\+abc"):
            judged_again(gathered, tmp_path / "out", cluster.scheduler_address)

        assert not (tmp_path / "out").exists()


def kill_a_worker_at_work(out: Path):
    """Kill one worker's process, its children untouched, once a job's archive is there."""
    end = time.monotonic() + 60
    while time.monotonic() < end and not list(out.glob("jobs/*/archive/*.gz")):
        time.sleep(0.05)
    for one in psutil.Process().children(recursive=True):
        if "job_child" in " ".join(one.cmdline()):
            one.parent().kill()
            return
