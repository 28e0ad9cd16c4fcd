"""Files that are damaged, locked, misnamed or made to hurt: told in Chinese, and never taken for clean."""

import struct
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_pieces import docx, paragraph, xlsx, zipped

from kaoping.pages import read_attachment
from kaoping_toytown.attachments import MAKERS
from kaoping_toytown.old_files import compound

FORMATS = sorted(MAKERS)


def pdf(content: bytes, *, pages: int = 1) -> bytes:
    packed = zlib.compress(content)
    kids = b" ".join(b"3 0 R" for _ in range(pages))
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n4 0 obj<</Length %d"
        b"/Filter/FlateDecode>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%%%EOF"
        % (kids, pages, len(packed), packed)
    )


def test_a_scanned_pdf_has_no_text_and_is_not_called_empty():
    found = read_attachment(pdf(b"q Q"), "扫描.pdf")

    assert (found.state, found.has_text) == ("read", False)
    assert found.notes == ("扫描件或图片,没有可读文字",)


def test_a_picture_has_no_text():
    found = read_attachment(b"\x89PNG\r\n\x1a\n" + bytes(30), "公章.png")

    assert (found.format, found.has_text, found.notes) == ("png", False, ("图片,没有可读文字",))


@pytest.mark.parametrize(
    ("body", "name", "format_"),
    [
        (docx(paragraph("话")), "a.doc", "docx"),
        (b"MZ\x90\0" + bytes(99), "a.pdf", "exe"),
        (b"<html><body>login</body></html>", "a.pdf", "html"),
        (zipped(("a.txt", "x")), "a.docx", "zip"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_told(body, name, format_):
    found = read_attachment(body, name)

    assert (found.format, found.is_misnamed) == (format_, True)
    assert found.notes


@pytest.mark.parametrize("name", ["download.jsp?id=3", "附件", "a.docx?v=1"])
def test_a_name_that_claims_nothing_is_not_wrong(name):
    assert not read_attachment(docx(paragraph("话")), name).is_misnamed


def test_a_web_page_in_place_of_a_file_is_an_error():
    found = read_attachment(b"<!DOCTYPE html><html><form><input type=password></form></html>", "a.xls")

    assert (found.state, found.notes) == ("error", ("不是附件文件,返回的是网页",))


@pytest.mark.parametrize(
    "member", ["../a.txt", "/a.txt", "C:a.txt", "b\\..\\..\\a.txt", "con.txt", "a\x01b", "./"]
)
def test_a_zip_with_a_bad_member_name_is_not_opened(member):
    found = read_attachment(zipped(("好.txt", "x"), (member, "y")), "a.zip")

    assert (found.state, found.parts) == ("error", ())


@pytest.mark.parametrize("extension", ["docx", "xlsx", "ofd"])
def test_a_document_type_is_refused_before_anything_is_expanded(extension):
    members = {
        "docx": ("word/document.xml",),
        "xlsx": ("xl/workbook.xml",),
        "ofd": ("OFD.xml", "Doc_0/Pages/Page_0/Content.xml"),
    }[extension]
    text = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'

    found = read_attachment(zipped(*((m, text) for m in members)), f"a.{extension}")

    assert (found.state, found.parts) == ("error", ())
    assert "DTD" in found.notes[0]


def test_a_document_type_in_wide_characters_is_refused_too():
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16")

    assert "DTD" in read_attachment(zipped(("word/document.xml", text)), "a.docx").notes[0]


def test_a_member_that_unpacks_a_hundredfold_is_not_unpacked():
    bomb = zipped(("word/document.xml", b"<a>" + b" " * (60 << 20) + b"</a>"))

    tracemalloc.start()
    found = read_attachment(bomb, "a.docx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found.state == "capped"
    assert peak < 5 << 20


def test_a_member_that_lies_about_its_size_is_read_no_further_than_it_says():
    body = bytearray(zipped(("a.txt", b"x" * (4 << 20))))
    at = body.rfind(b"PK\x01\x02")
    struct.pack_into("<I", body, at + 24, 100)

    found = read_attachment(bytes(body), "a.zip")

    assert found.parts == ()
    assert found.notes == ("a.txt:压缩数据损坏,无法读取",)


def test_a_zip_in_a_zip_is_not_opened_and_its_neighbours_are():
    found = read_attachment(zipped(("内.zip", zipped(("x.txt", "x"))), ("旁.txt", "旁边的话")), "a.zip")

    assert found.state == "capped"
    assert [part.text for part in found.parts] == ["旁边的话"]
    assert found.notes == ("内.zip:压缩包内还有压缩包,未打开",)


def test_more_members_than_anyone_packs_are_not_opened():
    assert read_attachment(zipped(*((f"{n}.txt", "") for n in range(2_001))), "a.zip").state == "capped"


def test_text_beyond_two_million_characters_is_cut():
    found = read_attachment("字".encode() * 2_000_001, "a.txt")

    assert (found.state, found.text_length) == ("capped", 2_000_000)


def test_a_locked_file_is_said_to_be_locked():
    office = compound({"EncryptedPackage": b"x"})
    body = bytearray(zipped(("a.txt", "x")))
    for mark, flag in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        body[body.rfind(mark) + flag] |= 1

    assert read_attachment(office, "a.docx").notes == ("已加密,无法读取",)
    assert "加密" in read_attachment(bytes(body), "a.zip").notes[0]


def test_a_pdf_stream_that_unpacks_to_much_is_not_opened():
    found = read_attachment(pdf(b"(A) Tj " * (4 << 20)), "a.pdf")

    assert (found.state, found.parts) == ("capped", ())


def test_a_deep_nest_of_markup_is_refused():
    found = read_attachment(docx("<w:p>" * 100_000 + "</w:p>" * 100_000), "a.docx")

    assert found.state == "error"


def test_a_sheet_whose_chain_of_sectors_runs_in_a_circle_ends():
    body = bytearray(MAKERS["doc"]("题", ["行"]))
    at = len(body) - 512
    body[at : at + 512] = struct.pack("<128I", *([0] * 128))

    assert read_attachment(bytes(body), "a.doc").state == "error"


@pytest.mark.parametrize("extension", FORMATS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damage_at_any_place_is_a_state_and_no_exception(extension, data):
    body = bytearray(MAKERS[extension]("关于防汛值班的通知", ["第一条", "第二条"]))
    cut = data.draw(st.integers(0, len(body)))
    for place, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(body) - 1), st.integers(0, 255)), max_size=8)
    ):
        body[place] = value

    found = read_attachment(bytes(body[:cut]), f"a.{extension}")

    assert found.state in ("read", "capped", "error", "unread")
    assert found.has_text or found.notes


def test_a_workbook_without_sheets_is_an_error():
    assert read_attachment(xlsx(), "a.xlsx").state == "error"


def test_a_tag_without_end_is_not_held_in_memory():
    tag = b"<a>" + b"<b " + b"".join(b'c%d="" ' % n for n in range(900_000)) + b"/></a>"

    found = read_attachment(zipped(("word/document.xml", tag)), "a.docx")

    assert (found.state, found.notes) == ("capped", ("文件内部有过长的标记,未读取",))


@pytest.mark.parametrize("markup", ["<w:br/>", "<w:tbl><w:tr/></w:tbl>", "<w:p/>"])
def test_empty_markup_by_the_thousand_costs_little(markup):
    tracemalloc.start()
    found = read_attachment(docx(paragraph("话") + markup * 60_000), "a.docx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found.parts[0].text == "话"
    assert peak < 12 << 20
