"""An office's own docx template: its fields are filled, what nobody knows is named, code stays dead."""

import zipfile

import pytest
from docx import Document
from notice_pieces import PAYLOADS, Fault, category, notice

from kaoping.errors import UsageError
from kaoping.reports.notice import write_from_template


def template(tmp_path, *paragraphs, header=""):
    """A docx with a paragraph for each text; a tuple is a paragraph whose words lie in several runs."""
    document = Document()
    for words in paragraphs:
        made = document.add_paragraph()
        for piece in (words,) if isinstance(words, str) else words:
            made.add_run(piece)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    document.save(tmp_path / "template.docx")
    return tmp_path / "template.docx"


def filled(tmp_path, path, made=None):
    write_from_template(made or notice(), path, tmp_path / "out.docx")
    return Document(tmp_path / "out.docx")


class TestFilling:
    def test_fields_are_filled_also_where_an_editor_split_them(self, tmp_path):
        path = template(tmp_path, ("【{标", "题}】", "尾"), "{正文}", "{署名} {日期}", header="{文号}")

        made = filled(tmp_path, path)

        texts = [p.text for p in made.paragraphs]
        assert texts[0] == f"【{notice().title}】尾"
        assert texts[-1] == "望川市政务公开领导小组办公室 2026年7月10日"
        assert made.sections[0].header.paragraphs[0].text == "望政公开办〔2026〕3号"
        assert "一、基本情况" in texts

    def test_fields_in_tables_are_filled_too(self, tmp_path):
        document = Document()
        document.add_table(1, 1).cell(0, 0).text = "{机关}"
        document.add_paragraph("{正文}")
        document.save(tmp_path / "template.docx")

        made = filled(tmp_path, tmp_path / "template.docx")

        assert made.tables[0].cell(0, 0).text == "望川市政务公开领导小组办公室"

    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_code_in_facts_stays_text(self, tmp_path, payload):
        odd = Fault(("望川市教育局",), f"标题为{payload}", ("Q1",))

        made = filled(tmp_path, template(tmp_path, "{正文}"), notice("internal", categories=(category(odd),)))

        words = "".join(p.text for p in made.paragraphs)
        assert payload.replace("'", "") in words.replace("'", "").replace("’", "").replace("‘", "")
        assert "49" not in words


class TestRefusals:
    def test_a_field_that_nobody_knows_is_named_with_its_place(self, tmp_path):
        with pytest.raises(UsageError, match="第 2 段：不认识的字段“分管领导”"):
            filled(tmp_path, template(tmp_path, "{正文}", "{分管领导}"))

    @pytest.mark.parametrize("payload", [p for p in PAYLOADS if p[:2] not in ("{单", "{0", "%(")])
    def test_code_is_refused_and_not_run(self, tmp_path, payload):
        with pytest.raises(UsageError, match="代码不会执行"):
            filled(tmp_path, template(tmp_path, "{正文}", payload))

        assert not (tmp_path / "out.docx").exists()

    @pytest.mark.parametrize("payload", ["{单位.__class__}", "{0.__init__}", "{标题!r}", "{标题:>9}"])
    def test_what_looks_into_a_field_is_no_field(self, tmp_path, payload):
        with pytest.raises(UsageError, match="不认识的字段"):
            filled(tmp_path, template(tmp_path, "{正文}", payload))

    def test_a_template_needs_a_place_for_the_text(self, tmp_path):
        with pytest.raises(UsageError, match=r"没有单独成段的字段“\{正文\}”"):
            filled(tmp_path, template(tmp_path, "{标题}"))

    def test_the_text_stands_alone_in_its_paragraph(self, tmp_path):
        with pytest.raises(UsageError, match="字段“正文”要单独成段"):
            filled(tmp_path, template(tmp_path, "前面{正文}"))

    def test_what_is_no_docx_is_refused(self, tmp_path):
        (tmp_path / "t.docx").write_bytes(b"PK not a package")
        with pytest.raises(UsageError, match="不是 docx"):
            filled(tmp_path, tmp_path / "t.docx")

        with zipfile.ZipFile(tmp_path / "z.docx", "w") as package:
            package.writestr("a.txt", "b")
        with pytest.raises(UsageError, match="不是 docx"):
            filled(tmp_path, tmp_path / "z.docx")

    def test_macros_are_refused(self, tmp_path):
        path = template(tmp_path, "{正文}")
        with zipfile.ZipFile(path, "a") as package:
            package.writestr("word/vbaProject.bin", b"x")

        with pytest.raises(UsageError, match="带有宏"):
            filled(tmp_path, path)

    def test_entities_are_refused_before_anything_reads_them(self, tmp_path):
        path = template(tmp_path, "{正文}")
        with zipfile.ZipFile(path, "a") as package:
            package.writestr("word/extra.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')

        with pytest.raises(UsageError, match="结构异常"):
            filled(tmp_path, path)

    def test_a_package_that_swells_is_refused(self, tmp_path):
        path = template(tmp_path, "{正文}")
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr("word/media/a.bin", bytes(101 << 20))

        with pytest.raises(UsageError, match="过大"):
            filled(tmp_path, path)
