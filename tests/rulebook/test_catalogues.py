import re
from datetime import date

import pytest

from kaoping.errors import RulebookError
from kaoping.rulebook import exemption_for, load_rulebook

NODE = """\
  - id: X1
    name: 河湖管理
    basis: 本市目录
    mark: suggested
    applies_to: {kinds: [县市区]}
    content: list
    evidence: [section]
"""
CATALOGUE = "title: 本市目录\nkind: statutory\nsource: {what: 本市目录, mark: suggested}\nitems:\n" + NODE
EXEMPTIONS = """\
title: 适用登记
source: {what: 考评办登记, mark: suggested}
exemptions:
  - {unit: 望川市统计局, item: A20.08, reason: 没有收费职能, until: 2026-06-30}
  - {unit: 望川市统计局, item: A20.06, reason: 有处罚职能, applies: true}
"""


@pytest.fixture(scope="module")
def rules():
    return load_rulebook()


def office(folder, **files):
    for name, content in files.items():
        path = folder / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return folder


def refusal(folder):
    with pytest.raises(RulebookError) as error:
        load_rulebook(folder)
    return str(error.value)


class TestTheShippedCatalogues:
    def test_the_statutory_one_has_all_classes_of_both_articles_and_the_platform(self, rules):
        ids = [node.id for node in rules.catalogue("statutory").nodes]

        assert [i for i in ids if i.startswith("A20")] == [f"A20.{n:02d}" for n in range(1, 16)]
        assert [i for i in ids if i.startswith("A21.C")] == [f"A21.C{n}" for n in range(1, 8)]
        assert [i for i in ids if i.startswith("A21.T")] == [f"A21.T{n}" for n in range(1, 9)]
        assert {"P1", "P2", "P3", "P4", "P5"} <= set(ids)

    def test_the_grassroots_one_has_26_domains_of_seven_parts(self, rules):
        grassroots = rules.catalogue("grassroots-26")

        assert len(grassroots.nodes) == 26
        assert [part.id for part in grassroots.parts] == [f"K{n}" for n in range(1, 8)]

    def test_every_node_names_a_basis_and_how_far_it_was_verified(self, rules):
        nodes = [node for one in rules.catalogues.values() for node in one.nodes]

        assert all(node.basis and node.mark in {"seen", "recalled", "suggested"} for node in nodes)

    def test_no_word_leads_to_two_items_of_article_20(self, rules):
        words = [
            word for node in rules.catalogue("statutory").nodes if node.group in ("第二十条", "平台栏目")
            for word in {node.name, *node.synonyms}
        ]  # fmt: skip

        assert sorted(words) == sorted(set(words))

    def test_a_department_owes_fees_only_if_it_levies_any(self, rules):
        fees = rules.catalogue("statutory").node("A20.08")

        assert fees.applies_to("市直单位")
        assert fees.is_conditional_for("市直单位")
        assert not fees.is_conditional_for("县市区")
        assert not fees.applies_to("乡镇街道")


class TestAnOfficesFiles:
    def test_its_catalogue_takes_the_place_of_the_shipped_one(self, tmp_path):
        rules = load_rulebook(office(tmp_path, catalogues__statutory=CATALOGUE))

        assert [node.id for node in rules.catalogue("statutory").nodes] == ["X1"]

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            (CATALOGUE.replace("content: list", "content: 列表"), r"第 10 行.*content:只能取 policy"),
            (CATALOGUE.replace("name: 河湖管理", "nmae: 河湖管理"), r"不认识的字段“nmae”,是否想写“name”"),
            (CATALOGUE + NODE, r"第 12 行.*编号“X1”出现了两次"),
            (CATALOGUE + "    titles: ['(河湖']\n", r"第 12 行.*不是正确的匹配式"),
            (CATALOGUE + "    parts: [K1]\n", r"第 12 行.*“K1”不在本文件的 parts 中"),
        ],
    )
    def test_a_mistake_is_named_with_file_line_and_field(self, tmp_path, wrong, words):
        told = refusal(office(tmp_path, catalogues__statutory=wrong))

        assert re.search(words, told), told
        assert "statutory.yaml" in told

    def test_an_exemption_of_an_unknown_item_is_refused(self, tmp_path):
        told = refusal(office(tmp_path, exemptions__own=EXEMPTIONS.replace("A20.08", "A20.8")))

        assert "own.yaml 第 4 行" in told
        assert "没有编号为“A20.8”的公开事项,是否想写“A20.08”" in told

    def test_an_exemption_holds_until_its_last_day(self, tmp_path):
        rules = load_rulebook(office(tmp_path, exemptions__own=EXEMPTIONS))

        found = exemption_for(rules.exemptions, "望川市统计局", "A20.08", date(2026, 7, 1))

        assert found.reason == "没有收费职能"
        assert not found.is_expired(date(2026, 6, 30))
        assert found.is_expired(date(2026, 7, 1))

    def test_an_item_may_be_registered_as_applying(self, tmp_path):
        rules = load_rulebook(office(tmp_path, exemptions__own=EXEMPTIONS))

        assert exemption_for(rules.exemptions, "望川市统计局", "A20.06", date(2026, 7, 1)).applies
        assert exemption_for(rules.exemptions, "望川市财政局", "A20.06", date(2026, 7, 1)) is None
