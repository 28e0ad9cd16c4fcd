"""What a run looked at is counted, so that a pass is never mistaken for nobody having looked."""

import csv

import pytest
from runs import check, host, kaoping, observations, rows, write_roster
from small_sites import Answer, page, site

DEAD = "http://127.0.0.1:9/"


def respond(served, path):
    if path == "/":
        return Answer(200, page("首页", '<a href="/a.html">一</a><a href="/b.html">二</a>'))
    return Answer(200, page("一", "<p>正文</p>")) if path == "/a.html" else None


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("coverage") / "out"
    with site(respond) as served:
        roster = write_roster(out.parent / "sites.csv", {"甲局": served.home, "乙局": DEAD})
        check(roster, out=out)
    return served, out


def coverage(out):
    with (out / "coverage.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["unit"], row["check"]): row for row in csv.DictReader(file)}


class TestCoverage:
    def test_every_check_in_force_has_a_row_for_every_site(self, run):
        served, out = run

        table = coverage(out)

        assert {row["site"] for row in table.values()} == {host(served.base), "127.0.0.1:9"}
        checks = {check for _, check in table}
        assert "upkeep.dead_link" in checks
        assert len(table) == 2 * len(checks)

    def test_pages_that_were_read_are_counted(self, run):
        _, out = run
        (read,) = rows(out, "SELECT count(*) FROM pages WHERE unreadable='' AND says_not_found=''")[0]

        row = coverage(out)["甲局", "wording.typo"]

        assert int(row["looked_at"]) >= read >= 2

    def test_a_site_that_nobody_could_see_was_not_checked_and_says_why(self, run):
        _, out = run

        row = coverage(out)["乙局", "wording.typo"]

        assert int(row["looked_at"]) == 0
        assert int(row["not_checked"]) >= 1
        assert row["why"]

    def test_doubts_are_counted_as_they_stand_in_the_observations(self, run):
        _, out = run
        doubts = [o for o in observations(out) if o["answer"] == "unsure"]

        assert sum(int(row["unsure"]) for row in coverage(out).values()) == len(doubts)

    def test_a_replay_writes_the_same_bytes(self, run, tmp_path):
        _, out = run

        kaoping("replay", out, "--out", tmp_path / "again", "--quiet")

        assert (tmp_path / "again" / "coverage.csv").read_bytes() == (out / "coverage.csv").read_bytes()
