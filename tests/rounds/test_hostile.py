"""One command over a site made of nothing but hostile answers."""

import hashlib
import os

import pyarrow.parquet as pq
import pytest
from hostile_runs import SCRIPT, hostile_run, hostile_server
from runs import observations, rows

from kaoping.gather import address_hash, normalise

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not SCRIPT.exists(), reason="the server of hostile inputs is not on this machine (set KAOPING_SHARED)"
    ),
]

CHANGES_EACH_TIME = "/ok/benign-diff"
# Three cases never end: each sighting takes the whole deadline, and on a busy machine they come one after the
# other. The run ends by itself after about three minutes: the budget is there for a machine that has stalled.
MINUTES = 8
# `make endure` asks for twenty, as the threat list does; one round is part of every test run
ROUNDS = int(os.environ.get("KAOPING_HOSTILE_ROUNDS", "1"))


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    with hostile_server() as base:
        return hostile_run(base, tmp_path_factory.mktemp("hostile") / "out", minutes=MINUTES)


def ends(run, path):
    """State and reason of a case's address."""
    key = address_hash(normalise(run.base + path))
    return rows(run.out, "SELECT state, reason FROM urls WHERE hash IN (?,?)", key, ~key)


def test_the_run_ends_as_a_run_should(run):
    assert run.exit_code in (0, 1, 3)
    assert "Traceback" not in run.errors
    assert (run.out / "report.html").exists()
    assert (run.out / "report.xlsx").exists()


def test_every_case_has_an_outcome(run):
    open_cases = [
        c["path"] for c in run.cases if not any(state in (3, 4, 5) for state, _ in ends(run, c["path"]))
    ]

    assert open_cases == []
    assert rows(run.out, "SELECT url FROM urls WHERE state NOT IN (3,4,5)") == []


def test_every_failure_has_a_reason(run):
    assert rows(run.out, "SELECT url FROM urls WHERE state IN (4,5) AND reason=''") == []


def test_the_service_inside_is_never_reached(run):
    assert run.asked.get("canary", 0) == 0


def test_every_redirect_to_an_inner_address_is_refused(run):
    blocked = [c["path"] for c in run.cases if c["expect"] == "blocked"]

    query = "SELECT url FROM captures WHERE url NOT LIKE ? AND status IS NOT NULL"
    reached = rows(run.out, query, f"{run.base}/%")

    assert len(blocked) > 15
    assert all(run.asked.get(path, 0) >= 1 for path in blocked)
    assert reached == []


def test_traps_are_left_within_their_limits(run):
    limits = {c["path"]: c["limits"]["requests"] for c in run.cases if "requests" in c["limits"]}

    over = {
        path: (run.asked.get(path, 0), most) for path, most in limits.items() if run.asked.get(path, 0) > most
    }

    assert len(limits) >= 7
    assert over == {}


def test_good_pages_are_read_as_if_nothing_were_around_them(run):
    table = {row["url"]: row for row in pq.read_table(run.out / "pages.parquet").to_pylist()}

    for path, body in run.clean_pages.items():
        row = table[run.base + path]
        assert row["title"], path
        if path != CHANGES_EACH_TIME:
            assert row["digest"] == f"sha256:{hashlib.sha256(body).hexdigest()}", path


def test_good_pages_are_accused_of_no_wrong_words_and_no_tampering(run):
    accused = [
        (o["check"], o["url"])
        for o in observations(run.out)
        if o["answer"] == "problem"
        and o["check"].startswith(("integrity.", "wording."))
        and "/ok/" in o["url"]
    ]

    assert accused == []


def test_planted_words_are_found_beside_all_that(run):
    found = {
        o["url"]
        for o in observations(run.out)
        if (o["check"], o["answer"]) == ("integrity.tampered", "problem")
    }

    assert {run.base + path for path in ("/html/two-titles", "/tamper/replaced", "/tamper/entities")} <= found


def accused_by(run, *checks):
    """Addresses that these checks of tampering accuse."""
    return {
        url.removeprefix(run.base)
        for o in observations(run.out)
        if o["answer"] == "problem" and o["check"].removeprefix("integrity.") in checks
        for url in (o["url"], *o["pages"])
    }


def test_every_planted_tampering_is_found_by_the_check_that_knows_it(run):
    def cases(*findings):
        return {c["path"] for c in run.cases if c["expect"].removeprefix("finding:") in findings}

    hidden, cloaks = cases("hidden-links"), cases("cloaking")
    words, sent = cases("title-tampered", "text-tampered"), cases("redirect-offsite", "base-offsite")

    assert len(hidden) >= 11
    assert hidden - accused_by(run, "hidden_link") == set()
    assert words - accused_by(run, "tampered") == set()
    assert cloaks - accused_by(run, "cloaked") == set()
    assert sent - accused_by(run, "foreign_script") == set()


def test_the_main_process_stays_small(run):
    assert 0 < run.peak_mb < 300


@pytest.mark.skipif(ROUNDS < 2, reason="many rounds over the hostile set: `make endure`")
def test_every_further_round_ends_like_the_first(run, tmp_path):
    """T1: no crash, nothing stuck, every case settled, the same words about the same good pages."""
    with hostile_server() as base:
        for number in range(2, ROUNDS + 1):
            again = hostile_run(base, tmp_path / f"round{number}", minutes=MINUTES)

            assert again.exit_code == run.exit_code, number
            assert "Traceback" not in again.errors
            assert again.asked.get("canary", 0) == 0
            assert rows(again.out, "SELECT url FROM urls WHERE state NOT IN (3,4,5)") == []
            assert said_of_good_pages(again) == said_of_good_pages(run)
            print(f"第{number}轮:{len(again.cases)}个用例均有终态,内存峰值{again.peak_mb:.0f} MB", flush=True)


def said_of_good_pages(run):
    return sorted(
        (o["check"], o["answer"], o["url"].removeprefix(run.base), o["message"].replace(run.base, ""))
        for o in observations(run.out)
        if "/ok/" in o["url"] and CHANGES_EACH_TIME not in o["url"]
    )


def test_leaks_are_accused_and_look_alikes_of_them_are_not(run):
    told = {
        o["url"].removeprefix(run.base) for o in observations(run.out)
        if o["check"] == "privacy.personal_data" and o["answer"] == "problem"
    }  # fmt: skip
    leaks = {c["path"] for c in run.cases if c["expect"] == "finding:personal-info"}

    assert told == leaks
