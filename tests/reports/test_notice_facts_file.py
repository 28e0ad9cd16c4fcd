"""A notice drafted from a file of facts states every one of them, and nothing else."""

import re

import pytest
from notice_pieces import SEED, WORDING

from kaoping.errors import RoundError
from kaoping.reports.notice import draft_notice, lint_notice, notice_html, plain_text, read_facts
from kaoping.reports.notice.figures import figures_in
from kaoping.reports.notice.wording import clause, tidy
from kaoping.rulebook.strict_yaml import parse

needs_seed = pytest.mark.skipif(not SEED.exists(), reason=f"{SEED} 不在此处:真实通报的事实不随软件提供")
# leaves that are about the file or its page, or what a reader made of the notice, and are no facts of it
NO_FACT = (
    r"^meta/(title_restored_note|provenance|type|page_column|title)$",
    r"^tampering_in_page/", r"^contradictions_for_demo/", r"^not_said/",
    r"^units/", r"/(id|category_id|pattern|naming_note|note)$", r"^demands/\d+/deadline/date_(min|max)$",
    r"/content_known$", r"/columns_suggested/", r"^assessment/scoring_sheets$", r"^annexes/\d+/(rows|no)$",
)  # fmt: skip
# leaves that are told in other words than the file's: what the notice says for them
TOLD_OTHERWISE = {
    "meta/dated": "2022年8月25日",
    "deadlines/0/date": "2022年9月2日",
    "deadlines/0/working_days_after_notice": "第6个工作日",
    "assessment/coverage/counties": "6个县市区",
    "assessment/coverage/departments": "29个市直单位",
    "findings/0/items/0/measure/topics": "只有4个专题",
    "findings/2/applies_to_all_of": "各县市区普遍存在",
    "findings/4/items/0/parent_unit": "开发区·铁山区",
    "findings/4/aggregate/source": "第三方监测平台显示",
}


def leaves(value, at=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{at}/{key}" if at else key)
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from leaves(inner, f"{at}/{n}")
    elif value is not None:
        yield at, value


def seed_text(edition="public"):
    return plain_text(draft_notice(read_facts(SEED), WORDING, edition)).replace("\n", "")


@needs_seed
class TestSeed:
    def test_every_fact_of_the_file_is_stated(self):
        data, text = parse(SEED.read_bytes()), seed_text()
        facts = [(at, told) for at, told in leaves(data) if not any(re.search(one, at) for one in NO_FACT)]

        missing = [(at, told) for at, told in facts if TOLD_OTHERWISE.get(at, clause(str(told))) not in text]

        assert len(facts) > 120
        assert missing == []

    def test_every_unit_that_it_names_is_named(self):
        data, text = parse(SEED.read_bytes()), seed_text()
        units = [
            *data["units"]["county_group"]["confirmed_named"],
            *data["units"]["department_group"]["named"],
            data["units"]["county_group"]["other_named_entity"]["name"],
        ]

        assert len(units) == 29
        assert [unit for unit in units if unit not in text] == []

    def test_each_annex_stands_under_its_own_number(self):
        data, made = parse(SEED.read_bytes()), draft_notice(read_facts(SEED), WORDING)

        assert [(one.number, one.title) for one in made.annexes] == [
            (one["no"], tidy(one["title"])) for one in data["annexes"]
        ]

    def test_units_stand_under_the_category_that_names_them(self):
        data, made = parse(SEED.read_bytes()), draft_notice(read_facts(SEED), WORDING)
        said = {}
        for place, sentence in made.placed():
            said[place] = said.get(place, "") + sentence.text

        for category in data["findings"]:
            for item in category["items"]:
                for unit in item.get("units", [item.get("unit")]):
                    assert unit in said[category["category_id"]]

    def test_nothing_is_said_that_the_file_says_is_not_known(self):
        text = seed_text("internal")

        # points, ranks, full marks; grades, pass lines, bonus, vetoes; appeals; number, signer, telephone
        assert re.findall(r"[\d.]+分(?!析)|第[\d一二三四五六七八九十]+名|名次|满分|总分|得分", text) == []
        assert re.findall("优秀|良好|合格|等次|加分|否决|申诉|复核|复议", text) == []
        assert re.findall(r"〔\d{4}〕|签发人|联系人：|电话|抽查样本|检查人员", text) == []
        assert "7个" not in text  # departments whose names are not known
        assert re.findall("新港园区[^、]{0,6}(属|归|组)", text) == []
        assert re.findall("涉及面广(是指|指|即)", text) == []

    def test_no_figure_stands_there_that_the_file_does_not_have(self):
        known = {
            (figure.kind, figure.value)
            for at, told in leaves(parse(SEED.read_bytes()))
            if not at.startswith("not_said")
            for figure in figures_in(tidy(str(told)))
        }

        stray = [
            figure
            for line in plain_text(draft_notice(read_facts(SEED), WORDING)).splitlines()
            for figure in figures_in(re.sub(r"^（?[一二三四五六]+[、）]|^附件：|^\d\.|见附件1、2", "", line))
            if (figure.kind, figure.value) not in known
        ]

        assert stray == []

    def test_the_lint_has_nothing_to_say(self):
        facts = read_facts(SEED)

        assert lint_notice(draft_notice(facts, WORDING), facts, WORDING) == ()

    def test_its_page_bears_the_section_that_the_notice_came_from(self):
        facts = read_facts(SEED)

        assert '<meta name="ColumnName" content="政府网站抽查">' in notice_html(
            draft_notice(facts, WORDING), facts.website
        )


SMALL = """\
meta: {issuer: 甲办公室, dated: 2026-07-10}
assessment: {name: 某考评, coverage: {园区: 3, mode: 全覆盖}}
good_scores: {园区: [东园区]}
findings:
  - id: F1
    category: 解读不够
    category_id: interpretation
    items: [{unit: 西园区, description: 超期解读}]
"""


class TestReading:
    def test_groups_may_have_any_name(self, tmp_path):
        path = tmp_path / "facts.yaml"
        path.write_text(SMALL, encoding="utf-8")

        text = plain_text(draft_notice(read_facts(path), WORDING))

        assert "3个园区" in text
        assert "园区中，东园区成绩较好" in text
        assert "西园区超期解读" in text

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ("meta: {isuer: 甲}\n", "第 1 行.*不认识的字段“isuer”,是否想写“issuer”"),
            ("meta: {dated: 2026-02-30}\n", "应为存在的日期"),
            ("findings:\n  - {id: F1, items: [{unit: 甲}]}\n", "第 2 行.*缺少“description”"),
            ("annexes: [{no: 1}]\n", "缺少“title”"),
            ("a: [\n", "第 .* 行"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_line(self, tmp_path, words, told):
        path = tmp_path / "facts.yaml"
        path.write_text(words, encoding="utf-8")

        with pytest.raises(RoundError, match=told):
            read_facts(path)

    def test_a_file_that_is_not_there_is_told(self, tmp_path):
        with pytest.raises(RoundError, match="请核对路径"):
            read_facts(tmp_path / "none.yaml")
