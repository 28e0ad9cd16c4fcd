# ruff: noqa: E501  (markup is easier to read unbroken)
import pytest
from markup_pieces import FOOT, TRAIL, article, page

from kaoping.pages.fingerprint import fingerprint


class TestNotFound:
    @pytest.mark.parametrize(
        "body",
        ["<title>404 Not Found</title><h1>404</h1>", "<title>提示信息</title><p>很抱歉，您访问的页面不存在或者已被删除！</p>",
         "<title>沐云县人民政府</title><p>对不起，您要查看的文章不存在。</p><a href='/'>返回首页</a>"],
    )  # fmt: skip
    def test_a_page_that_says_so_is_known(self, read, body):
        assert read(f"<html><head>{body}</head></html>").says_not_found

    def test_an_article_that_mentions_a_lost_page_is_none(self, read):
        text = "<p>群众反映网站出现“您访问的页面不存在”的提示，县政务公开办已督促整改到位。</p>" * 6

        assert read(article("发布时间：2026-09-01", text)).says_not_found == ""


class TestMarkup:
    def test_a_tag_with_countless_attributes_is_cut_and_told(self, read):
        found = read(
            "<html><body><p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">正文</p></body></html>"
        )

        assert "正文" in found.visible_text
        assert any("标签过大" in note for note in found.notes)

    def test_words_behind_the_end_are_kept_apart(self, read):
        found = read(page("<p>正文</p>") + "<!-- x --><a href='http://b.example/'>某某官网</a>")

        assert found.text_after_end == "某某官网"

    def test_links_are_taken_once_and_scripts_never(self, read):
        found = read(
            page(
                '<a href="/a.html">甲</a><a href="/a.html">乙</a><a href="javascript:;">丙</a><a href="mailto:x@y">丁</a><a href="tel:1">戊</a>'
            )
        )

        assert [x.url for x in found.links] == ["http://www.muyun.example/a.html"]

    def test_hidden_foreign_links_are_told(self, read):
        found = read(
            page(
                '<style>.h{display:none}</style><div class="h"><a href="http://b.example/">某某</a></div><a href="http://c.example/">丙</a>'
            )
        )

        assert [bool(x.hidden) for x in found.links] == [True, False]

    def test_two_thousand_links_are_the_most(self, read):
        found = read(page("".join(f'<a href="/{n}.html">x{n}</a>' for n in range(2500))))

        assert len(found.links) == 2000
        assert "链接过多,其余未读" in found.notes

    @pytest.mark.parametrize("body", [b"", b"%PDF-1.7 x", b"\x00\xff" * 500])
    def test_what_is_no_page_is_read_without_a_crash(self, read, body):
        assert read(body).shape == "other"


class TestFingerprint:
    def test_near_texts_are_near_and_others_far(self):
        words = [f"第{n}项工作由县政务公开办公室牵头，各乡镇和部门按照职责分工落实。" for n in range(60)]
        text, other = (
            "".join(words),
            "养老服务补贴申领须知：年满八十周岁的老年人可以在户籍所在地提出申请，材料齐全的当场受理。" * 20,
        )

        near = (fingerprint(text) ^ fingerprint(text + "浏览次数：12")).bit_count()
        far = (fingerprint(text) ^ fingerprint(other)).bit_count()

        assert near <= 6
        assert far > 12


def test_reading_twice_gives_the_same_page(read):
    body = article("发布时间：2026-09-01", more=f"{TRAIL}{FOOT}")

    assert read(body) == read(body)
