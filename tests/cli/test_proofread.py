"""`kaoping proofread`: what an editor is told before publishing, where, and by which exit code."""

import io
import json
import subprocess
import sys
import time
import zipfile
from xml.etree import ElementTree

import pytest

from kaoping_toytown.attachments import MAKERS

FIELDS = [
    "file",
    "line",
    "check",
    "rule",
    "lane",
    "severity",
    "start",
    "end",
    "quote",
    "suggestion",
    "reason",
]
ID, OTHER = "42029919000101000X", "420299190001020005"  # invented: division 420299 was never given out
WRONG = "各单位领导小姐要高度重视。"
RIGHT = "各单位要高度重视。"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def proofread(*words, stdin=b""):
    command = [sys.executable, "-m", "kaoping", "proofread", *map(str, words)]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=120, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def found(printed):
    return [json.loads(line) for line in printed.splitlines()]


class TestText:
    def test_a_wrong_word_is_told_with_line_column_and_suggestion(self, tmp_path):
        path = tmp_path / "稿.txt"
        path.write_text(f"{RIGHT}\n{WRONG}\n", "utf-8")

        code, printed, _ = proofread(path)

        assert code == 1
        assert f"{path}:2:4 [" in printed
        assert "领导小组" in printed

    def test_json_has_exactly_the_promised_fields_and_offsets_of_the_whole_text(self, tmp_path):
        path = tmp_path / "稿.md"
        path.write_text(f"{RIGHT}\n{WRONG}\n", "utf-8")

        _, printed, _ = proofread("--json", "--no-hints", path)
        (flaw,) = found(printed)

        assert list(flaw) == FIELDS
        assert flaw["line"] == 2
        assert f"{RIGHT}\n{WRONG}"[flaw["start"] : flaw["end"]] == "领导小姐"

    def test_by_lines_offsets_are_those_of_the_line(self):
        text = f"{RIGHT}\r\n\r\n{WRONG}\r\n{WRONG}"

        _, printed, _ = proofread("--json", "--lines", "--no-hints", "-", stdin=text.encode())
        flaws = found(printed)

        assert [f["line"] for f in flaws] == [3, 4]
        assert {WRONG[f["start"] : f["end"]] for f in flaws} == {"领导小姐"}

    def test_personal_numbers_are_each_told_and_masked(self, tmp_path):
        path = tmp_path / "名单.txt"
        path.write_text(f"甲一 {ID}\n甲二 {OTHER}\n", "gb18030")

        _, printed, errors = proofread("--json", path)
        flaws = found(printed)

        assert [f["line"] for f in flaws if f["check"] == "privacy.personal_data"] == [1, 2]
        assert ID not in printed + errors
        assert OTHER not in printed + errors

    def test_signs_of_hijacking_are_told(self):
        _, printed, _ = proofread("--json", "-", stdin="澳门新葡京官网投注,欢迎访问。".encode())

        assert {f["check"] for f in found(printed)} == {"integrity.tampered"}

    def test_a_clean_text_ends_with_zero(self):
        code, printed, _ = proofread("-", stdin=RIGHT.encode())

        assert code == 0
        assert "没有发现问题" in printed

    def test_the_level_decides_the_exit_code(self):
        code, _, _ = proofread("--fail-on", "none", "-", stdin=WRONG.encode())

        assert code == 0

    def test_a_thousand_lines_take_seconds(self, tmp_path):
        path = tmp_path / "句.txt"
        path.write_text("\n".join([RIGHT * 4, WRONG * 2] * 500), "utf-8")

        start = time.monotonic()
        _, printed, _ = proofread("--json", "--lines", path)

        assert len({f["line"] for f in found(printed) if f["lane"] != "hint"}) == 500
        assert time.monotonic() - start < 12  # 300 lines a second, on a machine that does other work too


class TestFiles:
    def test_words_of_a_web_page_are_looked_through(self, tmp_path):
        path = tmp_path / "稿.html"
        path.write_text(f"<html><body><p>{WRONG}</p><script>领导小姐</script></body></html>", "utf-8")

        _, printed, _ = proofread("--json", path)

        assert len([f for f in found(printed) if f["check"] == "wording.typo"]) == 1

    @pytest.mark.parametrize("format_", ["docx", "xlsx", "pdf"])
    def test_office_files_and_pdf_are_looked_through(self, tmp_path, format_):
        path = tmp_path / f"稿.{format_}"
        path.write_bytes(MAKERS[format_]("通知", [RIGHT, WRONG, f"甲一 {ID}"]))

        _, printed, _ = proofread("--json", path)

        assert {f["check"] for f in found(printed)} >= {"wording.typo", "privacy.personal_data"}

    def test_a_file_that_is_not_what_its_name_says_is_told(self, tmp_path):
        path = tmp_path / "稿.docx"
        path.write_text(WRONG, "utf-8")

        code, _, errors = proofread(path)

        assert code == 1
        assert "内容是纯文本" in errors

    @pytest.mark.parametrize(
        ("name", "body", "words"),
        [
            ("空.txt", b"", "文件是空的"),
            ("图.docx", b"\x89PNG\r\n\x1a\n" + bytes(64), "图片"),
            ("坏.docx", b"PK\x03\x04" + bytes(64), "无法打开"),
            ("乱.txt", bytes(range(128, 256)) * 40, "编码"),
        ],
    )
    def test_what_cannot_be_read_is_said_in_chinese(self, tmp_path, name, body, words):
        path = tmp_path / name
        path.write_bytes(body)

        code, printed, errors = proofread(path)

        assert (code, printed) == (2, "")
        assert words in errors

    def test_a_bomb_is_refused(self, tmp_path):
        path = tmp_path / "炸.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("word/document.xml", b"<w>" + bytes(64 << 20))

        code, _, errors = proofread(path)

        assert code == 2
        assert "过大" in errors or "压缩" in errors

    def test_text_beyond_two_million_characters_is_cut_and_said_to_be(self, tmp_path):
        path = tmp_path / "长.txt"
        path.write_text("第一条\n" * 600_000, "utf-8")

        _, _, errors = proofread("--no-hints", path)

        assert "200万字" in errors


class TestComments:
    @pytest.fixture
    def copied(self, tmp_path):
        path = tmp_path / "稿.docx"
        path.write_bytes(MAKERS["docx"]("通知", [RIGHT, WRONG, f"甲一 {ID}"]))
        before = path.read_bytes()
        code, _, errors = proofread("--no-hints", "--out", tmp_path / "带批注", path)
        assert code == 1, errors
        assert path.read_bytes() == before
        return zipfile.ZipFile(io.BytesIO((tmp_path / "带批注" / "稿.docx").read_bytes()))

    def test_the_copy_is_a_well_formed_package_that_declares_its_comments(self, copied):
        for name in copied.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(copied.read(name))

        assert copied.testzip() is None
        assert b"/word/comments.xml" in copied.read("[Content_Types].xml")
        assert b"comments.xml" in copied.read("word/_rels/document.xml.rels")

    def test_each_comment_spans_the_very_words(self, copied):
        tree = ElementTree.fromstring(copied.read("word/document.xml"))

        assert [words for _, words in _spanned(tree)][:1] == ["领导小姐"]
        assert _spanned(tree)[1][1] == ID

    def test_comments_hold_suggestion_and_no_full_number(self, copied):
        comments = copied.read("word/comments.xml").decode()

        assert "领导小组" in comments
        assert ID not in comments

    def test_ranges_begin_before_runs_end_behind_them_and_then_are_referred_to(self, copied):
        for paragraph in ElementTree.fromstring(copied.read("word/document.xml")).iter(f"{WORD}p"):
            children = [child.tag.removeprefix(WORD) for child in paragraph]
            for n, tag in enumerate(children):
                if tag == "commentRangeEnd":
                    assert children[n + 1] == "r"
                    assert paragraph[n + 1].find(f"{WORD}commentReference") is not None

    def test_no_copy_takes_the_place_of_another(self, tmp_path):
        path = tmp_path / "稿.docx"
        path.write_bytes(MAKERS["docx"]("通知", [WRONG]))
        proofread("--out", tmp_path / "o", path)

        code, _, errors = proofread("--out", tmp_path / "o", path)

        assert code == 2
        assert "已经存在" in errors


def _spanned(tree):
    """Each comment's id with the words between its marks."""
    open_, spans = set(), {}
    for element in tree.iter():
        id_ = element.get(f"{WORD}id")
        if element.tag == f"{WORD}commentRangeStart":
            open_.add(id_)
            spans[id_] = ""
        elif element.tag == f"{WORD}commentRangeEnd":
            open_.discard(id_)
        elif element.tag == f"{WORD}t":
            for one in open_:
                spans[one] += element.text or ""
    return sorted(spans.items(), key=lambda item: int(item[0]))
