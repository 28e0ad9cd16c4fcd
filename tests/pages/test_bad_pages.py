# ruff: noqa: E501  (markup is easier to read unbroken)
"""Single pages that are broken, huge or hostile: read in bounded time, with what can be known."""

import time
from datetime import date

import pytest
from markup_pieces import FOOT, TEXT, TRAIL, article, page

TITLE = "县政务公开工作推进会召开"
GOOD = article("发布时间：2026-09-11 来源：县政府办")
DECLARED = GOOD.replace("charset=utf-8", "charset=gb2312")


def timed(read, body, **more):
    started = time.process_time()
    read_page = read(body, **more)
    return read_page, time.process_time() - started


class TestCharacters:
    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            (DECLARED.encode(), "text/html; charset=gb2312"),
            (GOOD.encode("gb18030"), "text/html; charset=utf-8"),
            (GOOD.encode("utf-16"), "text/html"),
            (GOOD.encode("utf-16-le"), "text/html"),
            (GOOD.encode("utf-16-be"), "text/html; charset=gbk"),
            (b"\xef\xbb\xbf" + GOOD.encode(), "text/html; charset=gbk"),
            (GOOD.encode("gbk"), ""),
        ],
        ids=["utf-8 said gb2312", "gb18030 said utf-8", "utf-16 mark", "utf-16 le", "utf-16 be said gbk", "mark said gbk", "silent"],
    )  # fmt: skip
    def test_an_article_is_read_whatever_was_declared(self, read, body, content_type):
        read_page = read(body, content_type=content_type)

        assert (read_page.title, read_page.printed) == (TITLE, date(2026, 9, 11))
        assert read_page.text.endswith("不断提高公开质量。")
        assert read_page.footer.site_code == "4299990001"

    def test_a_few_bytes_that_fit_no_charset_spoil_only_themselves(self, read):
        body = GOOD.encode().replace("会议要求".encode(), b"\xff\xfe\xfd" + "会议要求".encode())

        read_page = read(body)

        assert read_page.title == TITLE
        assert "会议要求" in read_page.text
        assert read_page.notes

    def test_bytes_that_fit_nothing_are_no_article(self, read):
        read_page = read(bytes(range(128, 256)) * 2000)

        assert read_page.title == ""
        assert read_page.printed is None

    def test_mojibake_is_left_as_it_stands(self, read):
        spoilt = GOOD.encode().decode("latin-1").encode()

        read_page = read(spoilt)

        assert read_page.printed in {None, date(2026, 9, 11)}
        assert TITLE not in read_page.title


class TestMarkup:
    @pytest.mark.parametrize(
        "spoil",
        [
            lambda s: s.replace("</div>", ""),
            lambda s: s.replace("</p>", "").replace("</h1>", "</h1><div>"),
            lambda s: s.replace("</body></html>", ""),
            lambda s: s.replace("<div", "<DIV").replace("</title>", "</TITLE >"),
            lambda s: s.replace("<body>", "<body><table><tr><td><font>"),
            lambda s: s + "</div></div></td></table></html></html>",
            lambda s: s.replace("<p>", "<p><!-- -- ->-->"),
            lambda s: s.replace("<body>", "<body><noscript><p>请启用脚本</p></noscript>"),
        ],
        ids=["open boxes", "open paragraphs", "cut off", "capitals", "open table", "too many ends", "odd comments", "noscript"],
    )  # fmt: skip
    def test_unclosed_and_misplaced_tags_do_not_hide_the_article(self, read, spoil):
        read_page = read(spoil(GOOD))

        assert (read_page.title, read_page.printed) == (TITLE, date(2026, 9, 11))
        assert read_page.text.startswith("9月10日，县政务公开")

    def test_nested_frames_are_told_as_such(self, read):
        inner = "<frameset rows='*,*'><frame src=b.html><frame src=c.html></frameset>"

        read_page = read(
            f"<html><head><title>{TITLE}</title></head><frameset cols='20%,*'><frame src=a.html>{inner}</frameset></html>"
        )

        assert read_page.shape == "frameset"
        assert read_page.printed is None

    def test_a_text_in_a_frame_is_not_made_up(self, read):
        read_page = read(
            page(
                f"{TRAIL}<h1>{TITLE}</h1><div>发布时间：2026-09-11</div><iframe src=/nr/1.html></iframe>{FOOT}",
                TITLE,
            )
        )

        assert read_page.title == TITLE
        assert "主办单位" not in read_page.text


class TestSize:
    def test_a_page_of_one_line_of_five_megabytes_is_read_in_time(self, read):
        body = GOOD.replace("\n", "").replace(TEXT, TEXT + "<span>沐云</span>" * 250_000)

        read_page, seconds = timed(read, body)

        assert len(body.encode()) > 4_500_000
        assert read_page.title == TITLE
        assert read_page.printed == date(2026, 9, 11)
        assert seconds < 8

    def test_one_paragraph_of_five_megabytes_is_read_in_time(self, read):
        body = GOOD.replace(TEXT, TEXT + "<p>" + "沐云县人民政府办公室主办〔2026" * 120_000 + "</p>")

        read_page, seconds = timed(read, body)

        assert read_page.title == TITLE
        assert seconds < 8

    @pytest.mark.parametrize(
        "filling",
        ["<div>" * 30_000, "<p>2026-09-11</p>" * 30_000, "<div>发布时间：</div>" * 20_000, "<td>文号：</td>" * 20_000,
         "<h1>沐云县人民政府</h1>" * 10_000, "<br>" * 100_000, "沐云县<br>" * 40_000, "<p>" + "（" * 60_000 + "</p>", "<!--" * 50_000,
         "<p>" + "公告" * 60_000 + "</p>", "<p>" + "主 " * 60_000 + "办</p>", "<section>" * 4_000 + "<p>一句话，两句话。</p>"],
        ids=["depth", "dates", "labels", "cells", "headings", "breaks", "lines", "brackets", "comments", "announcements", "blanks", "sections"],
    )  # fmt: skip
    def test_repeated_pieces_take_bounded_time(self, read, filling):
        _, seconds = timed(read, GOOD.replace("<h1>", filling + "<h1>"))

        assert seconds < 8

    def test_a_title_of_a_megabyte_is_no_trouble(self, read):
        name = "沐云县_通知公告 - " * 80_000

        _, seconds = timed(read, page(f"<h1>{TITLE}</h1><div>发布时间：2026-09-11</div>{TEXT}", name))

        assert seconds < 8
