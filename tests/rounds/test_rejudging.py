"""After a change of rules only what it can touch is read again; the results are those of a full replay."""

import shutil
from dataclasses import replace
from importlib.resources import files

import pytest
from city_runs import city_run
from runs import kaoping

from kaoping.checks import load_checks
from kaoping.pages import Attachment, Page
from kaoping.rounds.change import change_between
from kaoping.rounds.checking import replay_run
from kaoping.rounds.context import Context
from kaoping.rounds.letters import Words, letters_of
from kaoping.rounds.progress import Progress
from kaoping.rounds.run_file import Since, read_run, write_run
from kaoping.rounds.stores import at_hand
from kaoping.rulebook import load_rulebook

OUTPUTS = ("observations.jsonl", "coverage.csv", "report.html", "report.xlsx", "pages.parquet")
SHIPPED = files("kaoping_rulebook")
PRECHECK = (SHIPPED / "prechecks" / "national-2019.yaml").read_text("utf-8")
HEAD = "title: 望川市用语\nuse: listed\nsource: {what: 示例, mark: suggested}\nentries:\n"


def rules_of(folder, *words, precheck=PRECHECK, more=None):
    """An office's folder: a list of words, a precheck, further files by their paths."""
    entries = "".join(f"  - {{wrong: {word}, class: 不规范用语}}\n" for word in words)
    for name, text in {
        "lexicons/own.yaml": HEAD + (entries or "  []\n"),
        "prechecks/national-2019.yaml": precheck,
        **(more or {}),
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A city judged under an office's rules."""
    home = tmp_path_factory.mktemp("city")
    gathered = city_run(home / "gathered", seed=37, sites=1, pages=30).out
    rules = rules_of(home / "rules", "便民服务", "生造词甲")
    judged(gathered, home / "run", rules)
    return home / "run", rules


def judged(run, out, rules, *, since=None):
    """The outputs of a replay, and how many captures were kept and read; why, if all were."""
    progress = Progress()
    with at_hand(str(run), out.with_name("unused")) as found:
        replay_run(
            found, out=out, today=None, rulebook=rules, only_changed=since, progress=progress,
            on_tick=lambda: None,
        )  # fmt: skip
    told = {name: (out / name).read_bytes() for name in OUTPUTS}
    return told, (progress.kept, progress.read_again), progress.read_all_because


def both(begun, tmp_path, rules, since=Since()):  # noqa: B008 a frozen record
    """Outputs of a full replay and of one of what changed, then the latter's figures."""
    run, _ = begun
    full, (_, all_read), _ = judged(run, tmp_path / "full", rules)
    part, figures, why = judged(run, tmp_path / "part", rules, since=since)
    assert sum(figures) == all_read > 30
    return full, part, figures, why


@pytest.mark.slow
class TestSameBytes:
    def test_words_added_and_dropped_touch_the_pages_they_stand_on(self, begun, tmp_path):
        run, _ = begun
        rules = rules_of(tmp_path / "rules", "生造词甲", "办事指南")

        full, part, (kept, read), why = both(begun, tmp_path, rules)

        assert part == full
        assert part["observations.jsonl"] != (run / "observations.jsonl").read_bytes()
        assert (kept > 0, read > 0, why) == (True, True, "")
        told = part["observations.jsonl"].decode()
        assert '"wording.listed"' in told
        assert "办事指南" in told

    def test_what_judges_sites_alone_and_words_that_stand_nowhere_touch_no_page(self, begun, tmp_path):
        changed = PRECHECK.replace("within_workdays: 3", "within_workdays: 60")
        assert changed != PRECHECK
        rules = rules_of(tmp_path / "rules", "便民服务", "生造词甲", "齉齾龘", precheck=changed)

        full, part, (kept, read), _ = both(begun, tmp_path, rules)

        assert part == full
        assert read == 0 < kept

    def test_a_new_list_is_a_change_of_its_words(self, begun, tmp_path):
        more = {"lexicons/second.yaml": HEAD + "  - {wrong: 联系电话, class: 不规范用语}\n"}
        rules = rules_of(tmp_path / "rules", "便民服务", "生造词甲", more=more)

        full, part, (kept, _), why = both(begun, tmp_path, rules)

        assert part == full
        assert (kept > 0, why) == (True, "")

    def test_a_shipped_list_that_more_checks_read_has_all_read_again(self, begun, tmp_path):
        shipped = (SHIPPED / "lexicons" / "confusions.yaml").read_text("utf-8")
        more = {"lexicons/confusions.yaml": shipped + "  - {wrong: 便民服务, class: 错字}\n"}
        rules = rules_of(tmp_path / "rules", "便民服务", "生造词甲", more=more)

        full, part, (kept, _), why = both(begun, tmp_path, rules)

        assert part == full
        assert kept == 0
        assert "confusions" in why

    def test_rules_changed_in_their_place_want_the_earlier_ones(self, begun, tmp_path):
        run, rules = begun
        copy = shutil.copytree(rules, tmp_path / "as-it-was")
        moved = shutil.copytree(run, tmp_path / "run")
        here = rules_of(tmp_path / "here", "生造词甲")
        write_run(moved, replace(read_run(moved), rulebook=str(here)))

        unknown = judged(moved, tmp_path / "unknown", here, since=Since())
        known = judged(moved, tmp_path / "known", here, since=Since(str(copy)))

        assert "--since" in unknown[2]
        assert (unknown[1][0], known[2]) == (0, "")
        assert known[1][0] > 0
        assert known[0] == unknown[0]

    def test_pages_read_by_other_code_are_all_read_again(self, begun, tmp_path):
        run, rules = begun
        moved = shutil.copytree(run, tmp_path / "run")
        write_run(moved, replace(read_run(moved), build="0.0.9+abc"))

        _, (kept, _), why = judged(moved, tmp_path / "out", rules, since=Since())

        assert kept == 0
        assert "版本" in why

    def test_both_engines_tell_how_much_was_kept(self, begun, tmp_path):
        run, _ = begun
        rules = rules_of(tmp_path / "rules", "便民服务", "生造词甲", "办事指南")
        options = ("--rulebook", rules, "--quiet", "--engine", "embedded", "--at-once", 1)

        full = kaoping("replay", run, "--out", tmp_path / "full", *options)
        part = kaoping("replay", run, "--out", tmp_path / "part", *options, "--only-changed")

        assert full.returncode == part.returncode, part.stderr
        assert "沿用" in part.stdout
        for name in ("observations.jsonl", "coverage.csv", "sites.csv", "report.html"):
            assert (tmp_path / "part" / name).read_bytes() == (tmp_path / "full" / name).read_bytes()


class TestLetters:
    @pytest.fixture
    def page(self):
        return Page(
            url="http://a.example/1", title="关于便民服务的通知", visible_text="打开APP\u200b下载,Ⅲ类"
        )

    @pytest.mark.parametrize("word", ["便民服务", "app下载", "ＡＰＰ", "III", "通知"])
    def test_a_word_that_stands_there_in_any_form_is_never_ruled_out(self, page, word):
        held = letters_of(page, Context())

        assert Words([word]).may_stand(held, Context())

    def test_words_that_do_not_stand_there_are_ruled_out(self, page):
        held = letters_of(page, Context())

        assert not Words(["民便", "齉齾"]).may_stand(held, Context())

    def test_another_context_or_none_known_wants_a_reading(self, page):
        held = letters_of(page, Context())

        assert Words([]).may_stand(held, Context(cited_by="http://a.example/"))
        assert Words([]).may_stand(b"", Context())


class TestChange:
    def test_only_pages_are_held_against_lists(self):
        assert load_checks()["wording.listed"].subjects == (Page,)
        assert Attachment not in load_checks()["wording.listed"].subjects

    def test_the_same_rules_are_no_change(self):
        change = change_between(load_rulebook(), load_rulebook())

        assert (len(change.words), change.why) == (0, "")

    def test_an_option_of_a_check_of_pages_is_told(self, tmp_path):
        changed = PRECHECK.replace("[文号, 成文日期, 有效性]", "[文号, 成文日期]")
        assert changed != PRECHECK

        change = change_between(load_rulebook(), load_rulebook(rules_of(tmp_path, precheck=changed)))

        assert "normative_file_incomplete" in change.why

    def test_entries_of_one_form_in_another_order_are_a_change(self, tmp_path):
        lines = ["  - {wrong: 甲乙, right: 一}\n", "  - {wrong: 甲乙, right: 二}\n"]
        first, second = (
            load_rulebook(rules_of(tmp_path / name, more={"lexicons/two.yaml": HEAD + "".join(order)}))
            for name, order in (("a", lines), ("b", lines[::-1]))
        )

        assert len(change_between(first, second).words) == 1
