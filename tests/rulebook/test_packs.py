import pytest

from kaoping.checks.words import word_finder
from kaoping.errors import RulebookError
from kaoping.rulebook import load_rulebook

SOURCE = "title: 补充\nsource: {what: 示例, mark: suggested}\n"


def rulebook(folder, **packs):
    (folder / "lexicons").mkdir()
    for name, text in packs.items():
        (folder / "lexicons" / f"{name}.yaml").write_text(SOURCE + text, "utf-8")
    return load_rulebook(folder)


class TestPacks:
    def test_a_pack_adds_words_and_silences_others(self, tmp_path):
        rules = rulebook(
            tmp_path, city="extends: confusions\noff: [布署]\nentries:\n  - {wrong: 望川直隶, right: 望川}\n"
        )

        found = word_finder(rules, "confusions").find("布署望川直隶秸杆。")

        assert [hit.entry.wrong for hit in found] == ["望川直隶", "秸杆"]

    def test_the_nearer_layer_has_the_last_word(self, tmp_path):
        rules = rulebook(
            tmp_path,
            a_city="extends: confusions\nlayer: 市\nentries:\n  - {wrong: 甲乙, right: 市}\n",
            z_province="extends: confusions\nlayer: 省\nentries:\n  - {wrong: 甲乙, right: 省}\n",
        )

        found = word_finder(rules, "confusions").find("甲乙")

        assert [hit.entry.right for hit in found] == ["市"]

    def test_a_pack_of_a_listed_lexicon_is_read_beside_it(self, tmp_path):
        rules = rulebook(
            tmp_path,
            list="use: listed\nentries:\n  - {wrong: 甲乙}\n  - {wrong: 丙丁}\n",
            office="extends: list\noff: [丙丁]\nentries:\n  - {wrong: 戊己}\n",
        )

        assert [one.name for one in rules.listed] == ["office", "list"]
        assert [h.entry.wrong for h in word_finder(rules, "list").find("甲乙丙丁")] == ["甲乙"]
        assert [h.entry.wrong for h in word_finder(rules, "office").find("戊己")] == ["戊己"]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("extends: confusion\nentries: []\n", "是否想写“confusions”"),
            ("extends: confusions\noff: [没有这个词]\nentries: []\n", "没有“没有这个词”"),
            ("off: [布署]\nentries: []\n", "没有写 extends"),
            ("extends: confusions\nlayer: 镇\nentries: []\n", "只能取 国家、省、市、县、单位"),
        ],
    )
    def test_a_pack_that_cannot_work_is_refused(self, tmp_path, text, words):
        with pytest.raises(RulebookError, match=words):
            rulebook(tmp_path, mine=text)

    def test_a_pack_of_a_pack_is_refused(self, tmp_path):
        with pytest.raises(RulebookError, match="本身是补充包"):
            rulebook(tmp_path, a="extends: confusions\nentries: []\n", b="extends: a\nentries: []\n")
