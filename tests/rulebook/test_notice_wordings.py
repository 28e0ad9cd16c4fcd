"""The sentences of notices as data: what an office may change, and what is refused."""

import pytest

from kaoping.errors import RulebookError
from kaoping.rulebook import filled, load_rulebook


def office(tmp_path, words, name="ours"):
    folder = tmp_path / "rulebook"
    (folder / "notices").mkdir(parents=True, exist_ok=True)
    (folder / "notices" / f"{name}.yaml").write_text(words, encoding="utf-8")
    return folder


class TestOwnSentences:
    def test_an_office_changes_one_sentence_and_keeps_the_rest(self, tmp_path):
        folder = office(tmp_path, 'title: 本市\npatterns: {progress: "进步明显的是{单位}。"}\n')

        ours, shipped = load_rulebook(folder).notice(), load_rulebook().notice()

        assert ours.pattern("progress") == "进步明显的是{单位}。"
        assert ours.pattern("praise") == shipped.pattern("praise")
        assert list(ours.categories) == list(shipped.categories)

    def test_a_category_has_headings_and_sentences_of_its_own(self, tmp_path):
        words = (
            "title: 本市\ncategories:\n"
            '  - {id: interpretation, title: 解读不够, faults: {interpretation.late: "{单位}超期解读。"}}\n'
            "  - {id: ours, title: 本市关心的}\n"
        )

        found = load_rulebook(office(tmp_path, words)).notice().categories

        assert found["interpretation"].title == "解读不够"
        assert found["interpretation"].faults == {"interpretation.late": "{单位}超期解读。"}
        assert list(found)[-1] == "ours"

    def test_two_of_them_have_to_be_chosen_from(self, tmp_path):
        office(tmp_path, "title: 甲\n", "jia")
        folder = office(tmp_path, "title: 乙\n", "yi")

        with pytest.raises(RulebookError, match="jia、yi"):
            load_rulebook(folder).notice()
        assert load_rulebook(folder).notice("yi").title == "乙"


class TestRefusals:
    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ('title: 甲\npatterns: {praise: "{单拉}较好"}\n', "不认识的字段“单拉”"),
            ('title: 甲\npatterns: {prize: "{单位}较好"}\n', "不认识的句式“prize”"),
            ('title: 甲\npatterns: {praise: "{{7*7}}"}\n', "代码不会执行"),
            ('title: 甲\npatterns: {praise: "{单位"}\n', "花括号没有成对"),
            ("title: 甲\nextends: nothing\n", "“nothing”不存在"),
            ("title: 甲\nextends: ours\n", "绕回了自己"),
            ('title: 甲\ndemands: [{title: 乙, sentences: ["{单位}整改"]}]\n', "不认识的字段“单位”"),
            ('title: 甲\ncategories: [{id: x, title: 丙, faults: {a: "{分数}"}}]\n', "不认识的字段“分数”"),
        ],
    )
    def test_what_nobody_knows_is_refused_by_name(self, tmp_path, words, told):
        with pytest.raises(RulebookError, match=told):
            load_rulebook(office(tmp_path, words))


class TestFilling:
    def test_what_is_filled_in_is_not_filled_again(self):
        assert filled("{甲}和{乙}", {"甲": "{乙}", "乙": "{{7*7}}"}) == "{乙}和{{7*7}}"

    def test_an_empty_field_leaves_the_sentence_unsaid(self):
        assert filled("{甲}整改", {"甲": ""}) == ""
