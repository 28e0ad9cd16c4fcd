"""Which township's items were copied from another's."""

from datetime import date

import pytest

from kaoping.pages import ListItem
from kaoping.pages.disclosurewords import disclosure_words
from kaoping.pages.likeness import Compared

TITLES = (
    "鹿回坡镇宅基地审批结果公示",
    "鹿回坡镇惠农补贴发放公示",
    "鹿回坡镇防汛工作方案",
    "鹿回坡镇年度预算",
)


def rows(name, day=1):
    return [
        ListItem(title.replace("鹿回坡镇", name), f"http://a.example/{name}/{n}.html", date(2026, 5, day + n))
        for n, title in enumerate(TITLES)
    ]


@pytest.fixture
def words(rules):
    return disclosure_words(rules)


def test_same_titles_on_the_same_days_are_copies(words):
    found = Compared({"鹿回坡镇": rows("鹿回坡镇"), "青磨镇": rows("青磨镇")}, lambda _: {}, words).of(
        "青磨镇"
    )

    assert (found.name, found.share, found.back, len(found.titles)) == ("鹿回坡镇", 1.0, 1.0, 4)


def test_same_titles_alone_are_only_the_countys_forms(words):
    lengths = {row.url: 400 + 90 * n for n, row in enumerate([*rows("鹿回坡镇"), *rows("青磨镇")])}

    found = Compared({"鹿回坡镇": rows("鹿回坡镇"), "青磨镇": rows("青磨镇", 10)}, lambda _: lengths, words)

    assert found.of("青磨镇").share == 0.0


def test_texts_of_the_same_length_tell_a_copy_whatever_its_day(words):
    lengths = {row.url: 400 + 90 * n for name in ("鹿回坡镇", "青磨镇") for n, row in enumerate(rows(name))}

    found = Compared({"鹿回坡镇": rows("鹿回坡镇"), "青磨镇": rows("青磨镇", 10)}, lambda _: lengths, words)

    assert found.of("青磨镇").share == 1.0


def test_a_county_of_one_township_has_nobody_to_copy_from(words):
    assert Compared({"青磨镇": rows("青磨镇")}, lambda _: {}, words).of("青磨镇").name == ""
