"""A stored run is judged again from its archive: same bytes, other day, other rules, no request."""

import shutil

import pytest
from city_runs import city_run
from replaying import knocks
from runs import kaoping, problems, rows


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return city_run(tmp_path_factory.mktemp("city") / "out", seed=23, sites=3, pages=60)


def replayed(run, out, *words):
    done = kaoping("replay", run, "--out", out, "--quiet", *words)
    assert done.returncode in (0, 1, 3), done.stderr
    return out


def lines(out):
    return (out / "observations.jsonl").read_bytes()


def test_a_replay_elsewhere_gives_the_same_bytes(run, tmp_path):
    again = replayed(run.out, tmp_path / "again")

    assert lines(again) == lines(run.out)


def test_a_replay_in_place_gives_the_same_bytes(run, tmp_path):
    copy = shutil.copytree(run.out, tmp_path / "copy")
    (copy / "observations.jsonl").unlink()

    done = kaoping("replay", copy, "--quiet")

    assert done.returncode in (0, 1, 3)
    assert lines(copy) == lines(run.out)


def test_a_replay_of_a_replay_gives_the_same_bytes(run, tmp_path):
    first = replayed(run.out, tmp_path / "first")

    second = replayed(first, tmp_path / "second")

    assert lines(second) == lines(run.out)


def test_archive_and_run_file_alone_are_enough(run, tmp_path):
    kept = tmp_path / "kept"
    shutil.copytree(run.out / "archive", kept / "archive")
    shutil.copy(run.out / "run.json", kept)

    again = replayed(kept, tmp_path / "again")

    assert lines(again) == lines(run.out)


def test_a_replay_sends_no_request(run, tmp_path):
    ports = [int(host.rpartition(":")[2]) for host in run.hosts]

    with knocks(*ports) as heard:
        again = replayed(run.out, tmp_path / "again")

    assert heard == []
    assert rows(again, "SELECT count(*) FROM captures") == rows(run.out, "SELECT count(*) FROM captures")


def test_a_later_day_finds_sections_gone_stale(run, tmp_path):
    later = replayed(run.out, tmp_path / "later", "--today", "2027-06-15")

    stale = {o["url"] for o in problems(run.out) if o["check"] == "upkeep.section_stale"}
    stale_later = {o["url"] for o in problems(later) if o["check"] == "upkeep.section_stale"}
    assert len(stale_later) > len(stale)
    assert stale <= stale_later


def test_an_office_with_another_limit_gets_another_answer(run, tmp_path, precheck_demands):
    office = tmp_path / "office"
    (office / "prechecks").mkdir(parents=True)
    changed = precheck_demands.replace("within_workdays: 3", "within_workdays: 60")
    (office / "prechecks" / "national-2019.yaml").write_text(changed, "utf-8")

    patient = replayed(run.out, tmp_path / "patient", "--rulebook", office)

    assert any(o["check"] == "interpretation.late" for o in problems(run.out))
    assert not any(o["check"] == "interpretation.late" for o in problems(patient))
    assert versions(patient).isdisjoint(versions(run.out))


def test_a_replay_into_a_folder_in_use_is_refused(run, tmp_path):
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "a.txt").write_text("x")

    done = kaoping("replay", run.out, "--out", tmp_path / "used", "--quiet")

    assert done.returncode == 2
    assert "不是空目录" in done.stderr


def versions(out):
    return {o["rule_version"] for o in problems(out)}


@pytest.fixture(scope="module")
def precheck_demands():
    from importlib.resources import files

    return (files("kaoping_rulebook") / "prechecks" / "national-2019.yaml").read_text("utf-8")
