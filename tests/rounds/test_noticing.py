"""The notice of a scored round: whom it praises and names, what the office adds, what the lint says."""

import json

import pytest
from docx import Document
from small_rounds import (
    SYSTEM,
    UNITS,
    answer,
    dead_link,
    decide,
    looked_at_round,
    read_table,
    small_round,
    typo,
)

from kaoping.cli.notice import NoticeRequest, run_notice
from kaoping.errors import KaopingError, RoundError, UsageError
from kaoping.reports.notice import draft_notice, lint_notice, plain_text
from kaoping.rounds.noticing import lint_file, notice_source, write_notices
from kaoping.rounds.scoring_round import score_folder

JIA, YI = UNITS[0][0], UNITS[1][0]
WITH_CATEGORIES = SYSTEM.replace("    title: 内容\n", "    title: 内容\n    category: content_review\n")
OWN = """\
meta: {doc_no: 望政公开办〔2026〕9号, attach_contact_mail: a@wangchuan.example}
assessment: {focus: 问题整改}
findings:
  - id: F1
    category_id: content_review
    category: 审核把关还不严
    rule: 发布前要三审三校
    items: [{unit: 望川市乙局, target: 微信公众号, description: 有严重表述错误}]
causes: [{title: 责任没有压实, points: [重视不够], count: 3}]
"""


def decided_round(folder, **more):
    """Three wrong words of one unit confirmed, a dead link of the other left open."""
    seen = [typo(JIA, f"{n}.html", wrong) for n, wrong in enumerate("错误字")]
    looked_at_round(folder, *seen, dead_link(YI, "http://x.example/"), system=WITH_CATEGORIES, **more)
    score_folder(folder)
    rows = read_table(folder / "results" / "suspects.csv")
    decide(folder, *((row["问题编号"], "确认") for row in rows if row["单位"] == JIA))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A decided round that no test changes."""
    return decided_round(tmp_path_factory.mktemp("round") / "r")


@pytest.fixture(scope="module")
def source(folder):
    return notice_source(folder)


def texts(source, edition="public"):
    return plain_text(draft_notice(source.facts, source.wording, edition))


class TestFacts:
    def test_confirmed_findings_alone_are_told_with_their_ids(self, source):
        (category,) = source.facts.categories
        (fault,) = category.faults
        assert (category.id, fault.units, fault.what) == ("content_review", (JIA,), "有错别字")
        assert fault.shares[0].count == 3
        assert len(fault.sources) == 3
        assert (source.facts.findings, source.facts.units_with_findings, source.facts.open_suspects) == (
            3,
            1,
            1,
        )
        assert "链接打不开" not in texts(source, "internal")

    def test_the_best_are_praised_and_days_are_counted(self, source):
        assert source.facts.groups[0].praised == (YI,)
        text = texts(source)
        assert "2026年9月15日" in text
        assert "第10个工作日" in text
        assert "第6个工作日" in text

    def test_an_unverified_basis_does_not_stand_in_the_notice(self, source):
        assert "测试依据" not in texts(source, "internal")

    def test_one_who_fails_is_named_and_not_praised(self, tmp_path):
        many = [typo(JIA, f"{n}.html", f"错{n}") for n in range(20)]
        system = WITH_CATEGORIES.replace("pass_line: 6", "pass_line: 7").replace("at_least: 6", "at_least: 7")
        folder = looked_at_round(tmp_path / "r", *many, system=system)
        score_folder(folder)
        rows = read_table(folder / "results" / "suspects.csv")
        decide(folder, *((row["问题编号"], "确认") for row in rows))

        source = notice_source(folder)

        assert (source.facts.failed, source.facts.groups[0].praised) == ((JIA,), (YI,))
        assert f"{JIA}未达到合格标准。" in texts(source)

    def test_what_was_not_looked_at_everywhere_is_not_called_complete(self, tmp_path):
        folder = small_round(tmp_path / "r", system=WITH_CATEGORIES)
        answer(folder, (JIA, "A1.2", "符合"))

        facts = notice_source(folder).facts

        assert facts.coverage_mode == ""
        assert facts.method == "人工检查"
        assert any("暂定" in words for words in facts.remarks)


class TestOwnWords:
    def test_what_the_office_wrote_stands_beside_what_was_found(self, tmp_path):
        folder = decided_round(tmp_path / "r")
        (folder / "notice.yaml").write_text(OWN, encoding="utf-8")

        text = texts(notice_source(folder))

        for words in (
            "望政公开办〔2026〕9号",
            "以问题整改为重点",
            "（一）审核把关还不严",
            "按照要求，发布前要三审三校。",
            f"{JIA}存在“有错别字”问题，共3条。",
            f"{YI}微信公众号有严重表述错误。",
            "责任没有压实",
            "a@wangchuan.example",
        ):
            assert words in text

    def test_a_mistake_in_it_is_told_with_its_line(self, tmp_path):
        folder = decided_round(tmp_path / "r")
        (folder / "notice.yaml").write_text("meta: {issue: 甲}\n", encoding="utf-8")

        with pytest.raises(RoundError, match=r"notice\.yaml 有 1 处要改:\n  第 1 行"):
            notice_source(folder)


class TestFiles:
    def test_both_editions_are_written_and_the_same_each_time(self, source, tmp_path):
        for out in ("a", "b"):
            write_notices(source, tmp_path / out)

        names = sorted(
            p.relative_to(tmp_path / "a").as_posix() for p in (tmp_path / "a").rglob("*") if p.is_file()
        )
        assert names == [
            "notice.docx", "notice.json", "notice.pdf",
            "public/notice.docx", "public/notice.html", "public/notice.json", "public/notice.pdf",
        ]  # fmt: skip
        for name in names:
            assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()

    def test_the_annexes_named_are_the_annexes_attached(self, source, tmp_path):
        write_notices(source, tmp_path / "out")

        told = json.loads((tmp_path / "out" / "notice.json").read_text("utf-8"))["annexes"]
        words = [p.text for p in Document(tmp_path / "out" / "notice.docx").paragraphs]

        assert [one["number"] for one in told] == [1, 2]
        for one in told:
            assert words[words.index(f"附件{one['number']}") + 1] == one["title"]

    def test_drafting_writes_nothing_into_the_round(self, folder, tmp_path):
        before = sorted(folder.rglob("*"))

        write_notices(notice_source(folder), tmp_path / "out")

        assert sorted(folder.rglob("*")) == before


class TestLint:
    def test_a_returned_docx_is_read_and_held_against_the_facts(self, source, tmp_path):
        write_notices(source, tmp_path / "out", has_annexes=False)
        edited = Document(tmp_path / "out" / "public" / "notice.docx")
        clean = lint_file(source, tmp_path / "out" / "public" / "notice.docx", source.facts.day)
        place = next(p for p in edited.paragraphs if "有错别字" in p.text)
        place.add_run(f"{YI}有17条问题。")
        edited.save(tmp_path / "edited.docx")

        found = lint_file(source, tmp_path / "edited.docx", source.facts.day)

        assert clean == ()
        assert [(one.level, one.text) for one in found] == [("error", YI), ("error", "17")]

    @pytest.mark.parametrize("edition", ["internal", "public"])
    def test_the_drafts_of_a_round_are_clean(self, source, edition):
        assert (
            lint_notice(draft_notice(source.facts, source.wording, edition), source.facts, source.wording)
            == ()
        )


class TestCommand:
    def test_it_writes_and_then_refuses_an_edited_text(self, folder, source, tmp_path, capsys):
        assert run_notice(NoticeRequest(folder, tmp_path / "out", has_annexes=False)) == 0
        text = tmp_path / "edited.txt"
        text.write_text("一、基本情况\n共确认问题4321条。\n", encoding="utf-8")
        capsys.readouterr()

        code = run_notice(NoticeRequest(folder, lint=text, today=source.facts.day))

        assert code == 1
        assert f"{text}:2:6 错误:数字“4321条”没有事实依据" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("words", "told"),
        [("meta: {issuer: 甲}\n", "没有写明发文机关"), ("meta: {}\n", "没有写明发文机关")],
    )
    def test_a_file_without_office_or_name_is_refused(self, tmp_path, words, told):
        (tmp_path / "f.yaml").write_text(words, encoding="utf-8")

        with pytest.raises(KaopingError, match=told):
            run_notice(NoticeRequest(tmp_path / "f.yaml", tmp_path / "out"))

    def test_a_file_of_facts_needs_a_folder_to_write_to(self, tmp_path):
        (tmp_path / "f.yaml").write_text("meta: {issuer: 甲}\nassessment: {name: 乙}\n", encoding="utf-8")

        with pytest.raises(UsageError, match="--out"):
            run_notice(NoticeRequest(tmp_path / "f.yaml"))

    def test_an_empty_file_to_lint_is_refused(self, tmp_path):
        (tmp_path / "f.yaml").write_text("meta: {issuer: 甲}\nassessment: {name: 乙}\n", encoding="utf-8")
        (tmp_path / "t.txt").write_text("")

        with pytest.raises(UsageError, match="读不了"):
            run_notice(NoticeRequest(tmp_path / "f.yaml", lint=tmp_path / "t.txt"))
