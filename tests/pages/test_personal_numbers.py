"""Numbers of persons are found however they are written, and masked without moving anything."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.pages.page import Link
from kaoping.pages.personal import encoded_masked, find, masked, masked_record
from kaoping.pages.personal.numbers import is_identity

# invented: division 420299 was never given out
ID, OTHER = "42029919000101000X", "420299190001020005"
FORMS = {
    "plain": ID,
    "small x": ID.lower(),
    "spaced": f"{ID[:6]} {ID[6:14]} {ID[14:]}",
    "no-break spaces": f"{ID[:6]}\u00a0{ID[6:14]}\u00a0{ID[14:]}",
    "hyphens": f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
    "full width": "".join(chr(ord(c) + 0xFEE0) for c in ID),
    "zero width": "\u200b".join(ID),
    "broken over lines": f"{ID[:10]}\n{ID[10:]}",
    "beside Chinese": f"甲一{ID}男",
    "in brackets": f"（{ID}）",
    "every digit apart": " ".join(ID),
}
LOOK_ALIKES = (
    "91420200MA49XXXX0X", "110101190001010000", "20220825123456789012", "望政发〔2022〕12号",
    "30.2001,115.0389",
    "4202**********0000", "138****0000", "0714-6500000", "2020-420299-47-03-012345", f"A{ID}", f"{ID}7",
    "12420299420100123X", "420299199002300011", "420299209901010019", "0.420299190001020005",
)  # fmt: skip


@pytest.mark.parametrize("written", FORMS.values(), ids=FORMS.keys())
def test_an_identity_number_is_found_in_every_written_form(written):
    found = find(f"前言\n{written}\n后语", until=date(2026, 1, 1))

    assert [(n.kind, n.digits) for n in found] == [("identity", ID)]


def test_numbers_glued_together_are_each_found():
    found = find(f"{ID}{OTHER}13800000001")

    assert [n.digits for n in found] == [ID, OTHER, "13800000001"]


@pytest.mark.parametrize("words", LOOK_ALIKES)
def test_what_merely_looks_like_one_is_none(words):
    assert find(words, until=date(2026, 1, 1)) == ()


def test_a_number_of_which_only_the_end_is_hidden_is_weakly_masked():
    assert [n.kind for n in find("42029919000101****、4202**********0003")] == ["weak"]


@pytest.mark.parametrize("written", FORMS.values(), ids=FORMS.keys())
def test_masking_keeps_length_and_hides_the_birthday(written):
    hidden = masked(written)

    assert len(hidden) == len(written)
    assert not find(hidden)
    assert "1900" not in hidden.replace("\u200b", "").replace(" ", "")


def test_a_record_is_masked_in_all_its_texts_but_not_in_addresses():
    record = {"a": [f"甲{ID}", f"http://x.example/{ID}.html"], "n": 420299190001020005}

    assert masked_record(record) == {
        "a": [f"甲{masked(ID)}", f"http://x.example/{ID}.html"],
        "n": 420299190001020005,
    }


def test_a_link_is_masked_on_every_page_that_bears_it_and_a_plain_one_stays_the_same():
    plain, telling = Link("http://x.example/1.html", "通知"), Link("http://x.example/2.html", f"甲{ID}")

    for _ in range(2):
        kept = masked_record((plain, telling))

        assert kept[0] is plain
        assert kept[1] == replace(telling, text=f"甲{masked(ID)}")


def test_a_record_without_numbers_is_given_back_itself():
    record = {"a": ["甲", ("乙", Link("http://x.example/1.html", "通知"))], "n": None}

    assert masked_record(record) is record


@pytest.mark.parametrize("written", FORMS.values(), ids=FORMS.keys())
def test_encoded_records_hold_no_form_of_a_number(written):
    import msgspec

    assert ID[6:14].encode() not in encoded_masked([f"甲{written}"], msgspec.msgpack.Encoder())
    assert b"\xef\xbc\x91\xef\xbc\x99\xef\xbc\x90" not in encoded_masked([written], msgspec.msgpack.Encoder())


@given(st.text(alphabet="0123456789Xx -\n\u200b甲*", max_size=200))
def test_masked_text_is_as_long_and_holds_no_number(text):
    hidden = masked(text)

    assert len(hidden) == len(text)
    assert not [n for n in find(hidden) if n.kind == "identity"]


def test_the_check_digit_decides():
    right = [c for c in "0123456789X" if is_identity(ID[:17] + c, date(2026, 1, 1))]

    assert right == ["X"]


def test_a_text_of_two_million_digits_ends_soon():
    assert find("1 " * 1_000_000) == ()
    assert find("4202991900010100" * 125_000) == ()
