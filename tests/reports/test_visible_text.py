import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.reports.cells import cell_text
from kaoping.reports.symbols import link_of, shown

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


@given(ANY_TEXT)
def test_any_text_becomes_text_that_every_file_can_hold(text):
    visible = shown(text)

    assert not NOT_XML.search(visible)
    assert "\n" not in visible
    visible.encode("utf-8")


@given(ANY_TEXT)
def test_showing_twice_changes_nothing_more(text):
    assert shown(shown(text)) == shown(text)


@given(st.sampled_from(["=", "+", "-", "@", "\t", "\r", "＝"]), ANY_TEXT)
def test_no_cell_starts_like_a_formula(start, rest):
    assert cell_text(start + rest).startswith("'")


def test_ordinary_text_is_left_alone():
    text = "《望川市停车管理办法》(望政规〔2026〕3号) “原文”——𠮷野家 café"

    assert shown(text) == text


@pytest.mark.parametrize(
    "address",
    ["javascript:1", "data:text/html,x", "//a.example/", "http://", "http://a.example/ b", "http://a\u202e.example/",
     'http://a.example/"x', "http://a.example/" + "a" * 3_000, ""],
)  # fmt: skip
def test_what_is_not_a_plain_web_address_is_no_link(address):
    assert link_of(address) is None


def test_a_web_address_is_a_link():
    assert link_of("https://www.wangchuan.example:8443/栏目/?a=1&b=2#x") is not None
