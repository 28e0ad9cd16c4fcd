"""Word documents, slides, layout files and plain text give the words that a reader sees, and those hidden."""

from office_pieces import docx, paragraph, table, word, zipped

from kaoping.pages import read_attachment
from kaoping_toytown.attachments import MAKERS
from kaoping_toytown.old_files import document_97, ofd_parts

LINES = ("第一条 为做好防汛工作,制定本办法。", "第二条 本办法自印发之日起施行。")


def parts(body, name):
    return {part.name: part for part in read_attachment(body, name).parts}


def test_text_tables_and_boxes_of_a_word_file_are_parts_of_their_own():
    box = f"<w:r><w:txbxContent>{paragraph('框中的话')}</w:txbxContent></w:r>"
    body = paragraph("望川市补贴名单") + table(("姓名", "金额"), ("甲某", "300")) + f"<w:p>{box}</w:p>"

    found = parts(docx(body), "名单.docx")

    assert found["正文"].text == "望川市补贴名单"
    assert found["表格1"].rows == (("姓名", "金额"), ("甲某", "300"))
    assert found["正文文本框"].text == "框中的话"


def test_a_text_box_kept_twice_for_old_programs_is_read_once():
    content = f"<w:txbxContent>{paragraph('只读一遍')}</w:txbxContent>"
    choices = f"<mc:Choice>{content}</mc:Choice><mc:Fallback>{content}</mc:Fallback>"
    twice = f"<mc:AlternateContent>{choices}</mc:AlternateContent>"
    body = f'<w:p xmlns:mc="urn:x"><w:r>{twice}</w:r></w:p>'

    assert parts(docx(body), "a.docx")["正文文本框"].text == "只读一遍"


def test_headers_footers_notes_and_comments_are_read():
    more = [
        (f"word/{file}.xml", word(paragraph(text), *around))
        for file, text, around in (
            ("header1", "页眉的话", ("hdr",)),
            ("footer1", "页脚的话", ("ftr",)),
            ("footnotes", "脚注的话", ("footnotes", "footnote")),
            ("comments", "批注的话", ("comments", "comment")),
        )
    ]

    found = parts(docx(paragraph("正文的话"), *more), "a.docx")

    assert {name: part.text for name, part in found.items()} == {
        name: f"{name}的话" for name in ("正文", "页眉", "页脚", "脚注", "批注")
    }


def test_deleted_and_hidden_words_are_told_apart_from_the_text():
    gone = "<w:del><w:r><w:delText>删去的号码</w:delText></w:r></w:del>"
    body = f"<w:p><w:r><w:t>留下的话</w:t></w:r>{gone}</w:p>" + paragraph("看不见的话", style="<w:vanish/>")

    found = parts(docx(body), "a.docx")

    assert found["正文"].text == "留下的话"
    assert found["正文:修订中已删除"].text == "删去的号码"
    assert found["正文:隐藏文字"].text == "看不见的话"
    assert found["正文:修订中已删除"].is_hidden
    assert not found["正文"].is_hidden


def test_who_wrote_it_and_when_is_kept():
    facts = "<d:creator>望川市办公室</d:creator><c:created>2022-08-25T01:00:00Z</c:created>"
    core = f"<c:coreProperties xmlns:c='urn:c' xmlns:d='urn:d'>{facts}</c:coreProperties>"

    found = read_attachment(docx(paragraph("话"), ("docProps/core.xml", core)), "a.docx")

    assert (found.author, found.created) == ("望川市办公室", "2022-08-25T01:00:00Z")


def test_every_kind_of_file_that_the_city_offers_is_read():
    for extension, make in MAKERS.items():
        found = read_attachment(make("关于防汛值班的通知", LINES), f"附件.{extension}")

        words = "".join(p.text + "".join("".join(row) for row in p.rows) for p in found.parts)
        assert (found.format, found.state, found.is_misnamed) == (extension, "read", False)
        assert all(line in words for line in LINES), extension
        assert found.has_text


def test_fields_and_cells_of_an_old_word_file_read_as_a_reader_sees_them():
    text = "见\x13 HYPERLINK http://a.example \x14网站\x15。\r姓名\x07金额\x07\x07甲\x07300\x07\x07"

    found = parts(document_97(text, comments="批注一\r"), "a.doc")

    assert found["正文"].text == "见网站。\n姓名\t金额\n甲\t300"
    assert found["批注"].text == "批注一"


def test_a_document_of_the_other_office_suite_is_read_under_its_own_name():
    found = read_attachment(document_97("正文\r"), "公告.wps")

    assert (found.format, found.is_misnamed, found.has_text) == ("doc", False, True)


def test_lines_of_a_layout_file_are_joined_by_their_height():
    members = [
        (name, text.replace("20 28 170 6", "60 20 110 6")) for name, text in ofd_parts(["关于", "防汛的通知"])
    ]

    assert parts(zipped(*members), "a.ofd")["第1页"].text == "关于防汛的通知"


def test_a_layout_file_of_pictures_alone_has_no_text():
    found = read_attachment(zipped(*ofd_parts([])), "a.ofd")

    assert not found.has_text
    assert found.notes == ("扫描件或图片,没有可读文字",)


def test_slides_are_read_in_their_order():
    slide = "<p:sld xmlns:p='urn:p' xmlns:a='urn:a'><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:sld>"
    members = [(f"ppt/slides/slide{n}.xml", slide.format(f"第{n}张的话")) for n in (10, 2, 1)]

    found = read_attachment(zipped(("ppt/presentation.xml", "<a/>"), *members), "解读.pptx")

    assert [part.text for part in found.parts] == ["第1张的话", "第2张的话", "第10张的话"]


def test_rich_text_in_chinese_code_page_and_unicode_is_read():
    raw = "防汛".encode("gbk")
    escaped = "".join(f"\\'{byte:02x}" for byte in raw)
    body = rf"{{\rtf1\ansi\ansicpg936{{\fonttbl{{\f0 Song;}}}}{escaped}\par \u20540?\u29677?{{\*\x abc}}}}"

    assert parts(body.encode("ascii"), "a.rtf")["正文"].text == "防汛\n值班"


def test_text_is_read_in_the_characters_it_was_written_in():
    for charset in ("gb18030", "utf-8", "utf-8-sig", "utf-16"):
        assert parts("防汛值班".encode(charset), "说明.txt")["正文"].text == "防汛值班", charset


def test_a_zip_names_the_member_of_each_part():
    inner = docx(paragraph("内层的话"))
    old_name = zipped(("x.txt", "旧名")).replace(b"x.txt", b"\xb1\xed.tx")  # GBK, as old packers write it

    found = parts(zipped(("说明.txt", "外层的话".encode()), ("附件1.docx", inner)), "附件.zip")

    assert {name: part.text for name, part in found.items()} == {
        "说明.txt/正文": "外层的话",
        "附件1.docx/正文": "内层的话",
    }
    assert "表.tx/正文" in parts(old_name, "a.zip")


def test_an_exported_web_page_counts_as_the_table_it_is_named():
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><p>名单</p>'
        "<table><tr><td>姓名</td><td>金额</td></tr></table></body></html>"
    )

    found = read_attachment(page.encode(), "名单.xls")

    assert (found.format, found.state) == ("html", "read")
    assert {p.name: p.rows or p.text for p in found.parts} == {"表格1": (("姓名", "金额"),), "正文": "名单"}
