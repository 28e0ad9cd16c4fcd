"""Maps of the invented city, and the office's answers to what a run could not place."""

import csv
from collections import Counter
from datetime import date

import pytest
from city_runs import city_run
from runs import check, kaoping
from small_sites import Answer, page, site

from kaoping.rounds.checking import load_for_checks
from kaoping.rounds.judging import SiteJudge
from kaoping.rounds.run_file import read_run
from kaoping.rounds.store import PageStore, open_state


def judged(out):
    """The run's sites with their maps."""
    plan, rules = read_run(out), load_for_checks(None)
    connection = open_state(out / "state.sqlite")
    judge = SiteJudge(connection, PageStore(connection), rules, plan.today, plan.sites, mapping=plan.mapping)
    found = [judge.judge(entry) for entry in plan.sites]
    connection.close()
    return found


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """A flawless city in every skin."""
    out = tmp_path_factory.mktemp("maps") / "out"
    city_run(out, seed=31, sites=8, pages=60, faults=False)
    return judged(out)


@pytest.mark.slow
class TestAFlawlessCity:
    def test_nothing_that_applies_is_missing_old_or_empty_in_any_skin(self, city):
        wrong = [
            (j.entry.unit, i.id, i.state, i.why)
            for j in city
            for i in j.maps.disclosure.items
            if i.state not in ("present", "linked_out", "not_applicable") and not i.is_conditional
        ]

        assert wrong == []

    def test_what_is_conditional_is_never_missing(self, city):
        states = Counter(i.state for j in city for i in j.maps.disclosure.items if i.is_conditional)

        assert set(states) <= {"present", "unsure"}

    def test_every_county_has_its_townships_with_every_section(self, city):
        counties = [j for j in city if j.entry.unit_kind == "县市区"]
        found = [p.township for j in counties for p in j.maps.platforms]

        assert len(found) == 3 * len(counties)
        assert {t.state for t in found} == {"present"}
        assert {s.state for t in found for s in t.sections if not s.is_conditional} <= {"present", "unsure"}
        assert all(t.count >= 8 and t.newest for t in found)

    def test_every_message_has_both_days_and_a_reply(self, city):
        messages = [m for j in city for m in j.maps.interaction.messages]

        assert len(messages) >= 3 * len(city)
        # look-alikes of a flawless city: letters that are still under way, in time
        assert all(m.asked and m.state for m in messages)
        assert all(m.answered and m.reply_length > 10 for m in messages if m.is_answered)
        assert sum(m.is_answered for m in messages) >= 2 * len(city)

    def test_every_site_has_a_channel_with_a_form_and_figures(self, city):
        for j in city:
            interaction = j.maps.interaction
            assert any(c.counts and c.has_form for c in interaction.channels), j.entry.unit
            assert interaction.statistics, j.entry.unit

    def test_service_guides_lack_nothing(self, city):
        guides = [g for j in city for g in j.maps.interaction.guides]

        assert len(guides) >= 3 * len(city)
        # look-alikes of a flawless city leave out up to three classes, fewer than is accused
        assert [(g.title, g.missing) for g in guides if len(g.missing) > 3] == []
        assert sum(not g.missing for g in guides) >= 2 * len(city)


def small_site(served, path):
    rows = "".join(
        f'<li><a href="/hz/{n}.html">沐云县{n}年发展安排</a><span>2026-0{n}-01</span></li>'
        for n in range(1, 9)
    )
    way = '<a href="/hz/">发展规划年度安排汇编</a>'
    trail = f'<div class="position">当前位置：<a href="/">首页</a> &gt; {way}</div>'
    if path == "/":
        return Answer(body=page("沐云县人民政府", '<div class="nav">' + way + "</div>"))
    if path == "/hz/":
        return Answer(body=page("发展规划年度安排汇编_沐云县人民政府", f"{trail}<ul>{rows}</ul>"))
    return (
        Answer(body=page("发展安排", "<h1>发展安排</h1><p>正文。</p>")) if path.startswith("/hz/") else None
    )


class TestQuestions:
    def test_the_office_answers_once_and_is_not_asked_again(self, tmp_path):
        out, again, later = tmp_path / "out", tmp_path / "again", tmp_path / "later"
        with site(small_site) as served:
            check(served.home, out=out)
            questions = out / "mapping-questions.csv"
            rows = table(questions)
            asked = next(row for row in rows if row["事项编号"] == "A20.03")
            answered = tmp_path / "answered.csv"
            write(answered, [{**row, "选定网址": "一", "认定人": "江予川"} for row in rows if row is asked])
            kaoping("replay", out, "--out", again, "--mapping", answered, "--quiet")
            check(served.home, "--mapping", again / "mapping.csv", out=later)

        assert asked["候选一"] == "发展规划年度安排汇编"
        for folder in (again, later):
            kept = table(folder / "mapping.csv")
            assert [(row["事项编号"], row["选定网址"], row["认定人"]) for row in kept] == [
                ("A20.03", asked["候选一网址"], "江予川")
            ]
            assert "A20.03" not in {row["事项编号"] for row in table(folder / "mapping-questions.csv")}
        item = next(i for i in judged(again)[0].maps.disclosure.items if i.id == "A20.03")
        assert (item.state, item.newest) == ("present", date(2026, 8, 1))

    def test_a_wrong_mapping_is_told_before_anything_is_fetched(self, tmp_path):
        wrong = tmp_path / "mapping.csv"
        wrong.write_text("网站,事项编号,选定网址\nwww.yunpi.example,A20.03,那个栏目\n", "utf-8")

        done = check("http://127.0.0.1:9/", "--mapping", wrong, out=tmp_path / "out")

        assert done.returncode == 2
        assert "第 2 行“选定网址”" in done.stderr
        assert not (tmp_path / "out").exists()


def table(path):
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path, rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
