"""A notice on paper: docx, PDF and the page for a website, held against the norm's table."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date

import pypdfium2
import pytest
from assessed import material, sheet, standing, system
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from notice_pieces import PAYLOADS, SEED, WORDING, category, facts, fault, notice

from kaoping.errors import OutputError
from kaoping.reports import Contact, ContactMaterial, RankingMaterial, RoundFacts, write_score_sheet
from kaoping.reports.notice import (
    Fault,
    Website,
    draft_notice,
    lint_notice,
    notice_annexes,
    notice_html,
    plain_text,
    read_facts,
    write_notice,
)
from kaoping.reports.notice.blocks import letters_of, signing_places, title_lines
from kaoping.reports.notice.docx_file import write_notice_docx
from kaoping.reports.notice.pdf_file import write_notice_pdf

POINTS_A_MM = 72 / 25.4


def annexes():
    told = RoundFacts("2026年上半年考评", "望川市政务公开领导小组办公室", facts().day)
    ranked = RankingMaterial(
        told,
        "市直单位",
        "附件1",
        (standing(),),
        {standing().unit: ((sheet(), 1),)},
        {system().name: system()},
    )
    people = ContactMaterial(told, (Contact("望川市教育局", leader="赵一", mobile="00000000000"),), "附件2")
    return notice_annexes((ranked,), people)


def sent(**changes):
    """A notice with an imprint."""
    own = {"copies": ("望川市委办公室", "望川市人大常委会办公室"), "printer": "望川市公开办"}
    return notice(printed=date(2026, 7, 11), **own | changes)


class TestImprint:
    def test_the_docx_has_it_at_the_foot_between_the_norms_lines(self, tmp_path):
        write_notice_docx(sent(), tmp_path / "n.docx", annexes())

        table = Document(tmp_path / "n.docx").tables[-1]
        assert [row.cells[0].text for row in table.rows] == [
            "抄送：望川市委办公室，望川市人大常委会办公室。", "望川市公开办\t2026年7月11日印发",
        ]  # fmt: skip
        place, borders = (next(table._tbl.iter(qn(f"w:{name}"))) for name in ("tblpPr", "tblBorders"))
        assert place.get(qn("w:tblpYSpec")) == "bottom"
        assert [one.get(qn("w:sz")) for one in borders] == ["8", "8", "6"]  # eighths of a point
        assert {run.font.size for row in table.rows for run in row.cells[0].paragraphs[0].runs} <= {
            Pt(14), None,
        }  # fmt: skip

    def test_pdf_and_page_have_it_on_the_last_page(self, tmp_path):
        write_notice_pdf(sent(), tmp_path / "n.pdf", annexes())

        with pypdfium2.PdfDocument(tmp_path / "n.pdf") as document:
            texts = [page.get_textpage().get_text_range() for page in document]
        assert "2026年7月11日印发" in texts[-1].replace(" ", "")
        assert not any("抄送" in text for text in texts[:-1])
        assert "抄送：望川市委办公室" in notice_html(sent(), Website())

    def test_without_anything_known_there_is_none(self, tmp_path):
        write_notice_docx(notice(), tmp_path / "n.docx")

        assert not Document(tmp_path / "n.docx").tables
        assert "imprint" not in notice_html(notice(), Website()).partition("<body>")[2]

    def test_who_is_told_is_no_stranger_to_the_lint_but_the_text_is_held_to_the_facts(self):
        told = sent(addressees=("临江市人民政府",))

        assert lint_notice(told, facts(), WORDING) == ()
        assert lint_notice(f"{plain_text(told)}\n临江市人民政府整改不力。", facts(), WORDING) != ()


def long_notice(**changes):
    """Enough text for several full pages."""
    faults = [fault("望川市教育局", "望川市民政局", of=9, what="应当公开的内容没有公开" * 6, count=9)] * 30
    return notice(categories=(category(*faults),), **changes)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("notice") / "notice.docx"
    write_notice_docx(long_notice(), path, annexes())
    return Document(path)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    path = tmp_path_factory.mktemp("notice") / "notice.pdf"
    write_notice_pdf(long_notice(), path, annexes())
    return pypdfium2.PdfDocument(path)


class TestDocx:
    def test_the_page_is_that_of_the_norm(self, written):
        section = written.sections[0]

        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        wanted = (37, 35, 28, 26)
        sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(side.mm) for side in sides] == list(wanted)

    def test_22_lines_and_28_letters_go_into_the_text(self, written):
        body = next(p for p in written.paragraphs if p.text.startswith("望川市政务公开领导小组办公室组织"))
        spacing = body._p.pPr.find(qn("w:spacing"))
        letter = body.runs[0]._r.rPr.find(qn("w:spacing"))

        assert spacing.get(qn("w:lineRule")) == "exact"
        assert 22 * int(spacing.get(qn("w:line"))) / 20 <= 225 * POINTS_A_MM
        assert 23 * int(spacing.get(qn("w:line"))) / 20 > 225 * POINTS_A_MM
        width = 16 + int(letter.get(qn("w:val"))) / 20
        assert 28 * width <= 156 * POINTS_A_MM < 28.1 * width

    @pytest.mark.parametrize(
        ("start", "face", "points"),
        [
            ("关于", "方正小标宋简体", 22),
            ("市直各单位：", "仿宋_GB2312", 16),
            ("一、", "黑体", 16),
            ("（一）", "楷体_GB2312", 16),
            ("望川市政务公开领导小组办公室组织", "仿宋_GB2312", 16),
            ("附件：", "仿宋_GB2312", 16),
            ("2026年7月10日", "仿宋_GB2312", 16),
        ],
    )
    def test_faces_and_sizes_are_those_of_the_table(self, written, start, face, points):
        run = next(p for p in written.paragraphs if p.text.startswith(start)).runs[0]

        assert run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == face
        assert run.font.size == Pt(points)

    def test_the_head_is_red_and_the_number_stands_above_the_red_line(self, written):
        office, number = written.paragraphs[:2]

        assert str(office.runs[0].font.color.rgb) == "FF0000"
        assert number.text == "望政公开办〔2026〕3号"
        assert number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom")).get(qn("w:color")) == "FF0000"

    def test_every_annex_named_is_there_and_wide_ones_are_turned(self, written):
        texts = [p.text for p in written.paragraphs]

        assert [text for text in texts if re.fullmatch(r"附件\d", text)] == ["附件1", "附件2"]
        wide = [section.page_width > section.page_height for section in written.sections]
        assert wide == [False, True, True]

    def test_pages_are_numbered_outside(self, written):
        section = written.sections[0]

        for footer in (section.footer, section.even_page_footer):
            assert re.fullmatch(r"— 1 —", footer.paragraphs[0].text)
        sides = [f.paragraphs[0].alignment for f in (section.footer, section.even_page_footer)]
        assert sides == [2, 0]

    def test_the_same_notice_gives_the_same_bytes(self, tmp_path):
        for name in "ab":
            write_notice_docx(notice(), tmp_path / f"{name}.docx", annexes())

        assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()

    def test_control_and_bidi_characters_leave_valid_xml(self, tmp_path):
        odd = Fault(("望川市教育局",), "标题\x00\u202e\ud800\ufffe</w:t>&乱", ("Q1",))

        write_notice_docx(notice(categories=(category(odd),)), tmp_path / "n.docx")

        assert "</w:t>&乱" in "".join(p.text for p in Document(tmp_path / "n.docx").paragraphs)

    def test_a_folder_that_takes_nothing_is_told(self, tmp_path):
        with pytest.raises(OutputError, match="写不出来"):
            write_notice_docx(notice(), tmp_path / "none" / "n.docx")


def measured(page):
    """How many letters each line has, from the top, and the edges of all: left, right, top."""
    text = page.get_textpage()
    letters = [
        (text.get_charbox(n), text.get_text_range(n, 1))
        for n in range(text.count_chars())
        if text.get_text_range(n, 1).strip()
    ]
    body = [(box, letter) for box, letter in letters if box[3] > 35 * POINTS_A_MM]
    rows = []
    for box, _ in sorted(body, key=lambda one: -(one[0][1] + one[0][3])):
        middle = (box[1] + box[3]) / 2
        if rows and rows[-1][0] - middle < 14:
            rows[-1][1] += 1
        else:
            rows.append([middle, 1])
    boxes = [box for box, _ in body]
    edges = min(b[0] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    return [count for _, count in rows], edges


def assert_fills_the_page(page):
    """22 lines; 28 letters on a line without stops; nothing beyond the margins."""
    counts, (left, right, top) = measured(page)

    assert len(counts) == 22
    assert 28 in counts
    assert max(counts) <= 30  # stops may be set closer
    assert left >= 28 * POINTS_A_MM - 0.5
    assert right <= (210 - 26) * POINTS_A_MM + 0.5
    assert top <= (297 - 37) * POINTS_A_MM + 0.5


class TestPdf:
    def test_a_full_page_has_22_lines_of_28_letters_within_the_margins(self, printed):
        assert_fills_the_page(printed[2])

    def test_page_numbers_stand_outside_between_dashes(self, printed):
        for n in (0, 1, 2):
            page = printed[n]
            text = page.get_textpage()
            at = text.get_text_range().index(f"— {n + 1} —")
            middle = text.get_charbox(at)[0]
            assert (middle > page.get_width() / 2) == (n % 2 == 0)

    def test_it_says_which_typefaces_stand_in_for_others(self, printed):
        last = printed[len(printed) - 1].get_textpage().get_text_range().replace("\r\n", "")

        assert "仿宋_GB2312以" in last or "代替" not in last

    def test_all_words_of_the_notice_are_in_it(self, printed):
        text = "".join(page.get_textpage().get_text_range() for page in printed)
        plain = re.sub(r"\s", "", text)

        for words in (
            "望政公开办〔2026〕3号",
            "责任没有压实",
            "2026年7月10日",
            "附件1",
            "附件2",
            "（此件公开发布）",
        ):
            assert words in plain

    def test_the_same_notice_gives_the_same_bytes(self, tmp_path):
        for name in "ab":
            write_notice_pdf(notice(), tmp_path / f"{name}.pdf")

        assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()

    @pytest.mark.parametrize("payload", [*PAYLOADS, "#panic()", "$sum$", '#read("/etc/passwd")', "\\*_`"])
    def test_code_stays_text(self, tmp_path, payload):
        odd = Fault(("望川市教育局",), payload, ("Q1",))

        write_notice_pdf(notice("internal", categories=(category(odd),)), tmp_path / "n.pdf")

        pdf = pypdfium2.PdfDocument(tmp_path / "n.pdf")
        text = "".join(page.get_textpage().get_text_range() for page in pdf)
        kept = re.sub(r"\s", "", text)
        assert re.sub(r"\s", "", payload).replace("'", "")[:12] in kept.replace("'", "").replace(
            "’", ""
        ).replace("‘", "")

    def test_score_sheets_are_printed_by_the_same_press(self, tmp_path):
        write_score_sheet(material(), tmp_path / "s.pdf")

        text = pypdfium2.PdfDocument(tmp_path / "s.pdf")[0].get_textpage().get_text_range()
        assert "望川市教育局" in text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="本机没有 LibreOffice(soffice)")
class TestDocxOnPaper:
    def test_a_full_page_of_the_docx_has_22_lines_of_28_letters_too(self, tmp_path):
        write_notice_docx(long_notice(), tmp_path / "n.docx", annexes())

        command = ("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless")
        subprocess.run(
            [*command, "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "n.docx")],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip

        assert_fills_the_page(pypdfium2.PdfDocument(tmp_path / "n.pdf")[2])


class TestPage:
    def test_it_bears_the_tags_of_site_section_and_article(self):
        page = notice_html(notice(), facts().website)

        tags = dict(re.findall(r'<meta name="(\w+)" content="([^"]*)">', page))
        assert tags["SiteIDCode"] == "4299010001"
        assert tags["ColumnName"] == "通知公告"
        assert tags["ArticleTitle"] == notice().title
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", tags["PubDate"])

    def test_what_is_not_known_is_left_out(self):
        assert 'name="SiteName"' not in notice_html(notice(), Website())

    def test_markup_in_facts_stays_text_and_nothing_is_loaded(self):
        odd = Fault(("望川市教育局",), '<script>alert(1)</script>"><img src=x>{{7*7}}', ("Q1",))

        page = notice_html(notice(categories=(category(odd),)), facts().website)

        assert "<script" not in page
        assert "<img" not in page
        assert "{{7*7}}" in page
        assert re.findall(r"<[^>]*(?:src|href)=", page) == []


class TestPlaces:
    def test_the_date_begins_two_letters_behind_the_name(self):
        name, date = signing_places("望川市政务公开领导小组办公室", "2026年7月10日")

        assert (name, date) == (12, 14)

    def test_a_longer_date_ends_two_letters_from_the_right(self):
        name, date = signing_places("甲办", "2026年7月10日")

        assert date + letters_of("2026年7月10日") == 26
        assert name == date - 2

    def test_with_a_seal_the_name_is_centred_on_the_date(self):
        name, date = signing_places("望川市政务公开办公室", "2026年7月10日", is_sealed=True)

        assert date + letters_of("2026年7月10日") == 24
        assert name + 10 / 2 == date + letters_of("2026年7月10日") / 2

    def test_a_title_is_broken_between_words(self):
        lines = title_lines(
            "关于2022年某市政务公开、政府网站和政务新媒体半年工作考评情况的通报", WORDING.whole_words
        )

        assert lines == ("关于2022年某市政务公开、政府网站", "和政务新媒体半年工作考评情况的通报")


class TestAll:
    def test_all_files_are_written_and_say_the_same(self, tmp_path):
        made = notice()

        files = write_notice(made, tmp_path / "out", site=facts().website)

        assert [path.name for path in files] == ["notice.docx", "notice.pdf", "notice.json", "notice.html"]
        words = "".join(p.text for p in Document(files[0]).paragraphs)
        for line in plain_text(made).splitlines():
            assert line.replace("\n", "") in words.replace("\t", "").replace("\n", "") or line in words

    def test_the_seeds_notice_prints(self, tmp_path):
        if not SEED.exists():
            pytest.skip(f"{SEED} 不在此处:真实通报的事实不随软件提供")
        write_notice_pdf(draft_notice(read_facts(SEED), WORDING), tmp_path / "n.pdf")

        assert len(pypdfium2.PdfDocument(tmp_path / "n.pdf")) == 5

    def test_no_package_names_a_maker(self, tmp_path):
        write_notice_docx(notice(), tmp_path / "n.docx")

        with zipfile.ZipFile(io.BytesIO((tmp_path / "n.docx").read_bytes())) as package:
            assert b"<dc:creator>\xe6\x9c\x9b" in package.read("docProps/core.xml")
