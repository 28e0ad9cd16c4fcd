"""A second run sends nothing again that has not changed."""

import json
import sqlite3
import subprocess
from datetime import date

import pytest
from killing import command

from kaoping_toytown import build_city, serve


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("previous")
    first, second = folder / "first", folder / "second"
    with serve(build_city(seed=5, today=date(2026, 9, 15), sites=1, pages=40)) as served:
        home = served.base_url(0)
        subprocess.run(command(home, first), check=False)
        subprocess.run(command(home, second, "--previous", str(first)), check=False)
    return first, second


def facts(out):
    rows = [json.loads(line) for line in (out / "observations.jsonl").read_text("utf-8").splitlines()]
    return [{k: v for k, v in row.items() if k not in ("seen_at", "evidence")} for row in rows]


def test_unchanged_pages_are_answered_without_their_bodies(runs):
    _, second = runs

    with sqlite3.connect(second / "state.sqlite") as state:
        unchanged = state.execute(
            "SELECT count(*) FROM captures WHERE role='page' AND status=304"
        ).fetchone()[0]

    assert unchanged > 20


def test_the_second_run_says_the_same(runs):
    first, second = runs

    assert facts(second) == facts(first) != []


def test_the_log_tells_only_the_second_runs_own_requests(runs):
    _, second = runs

    lines = (second / "gather.log").read_text("utf-8").splitlines()[1:]

    asked = [line.split("\t")[2] for line in lines if line.endswith("\tpage") and "\t304\t" in line]
    assert len(asked) == len(set(asked))
    again = [line for line in lines if line.split("\t")[3] == "200" and line.split("\t")[2] in asked]
    assert [line for line in again if "\tview_" not in line] == []  # other eyes look at pages anew
