"""What an interpretation says and by what means, and whether its links may come by script."""

import time
from datetime import UTC, datetime

import pytest

from kaoping.gather.capture import Capture
from kaoping.pages import Link, Page, Reader
from kaoping.pages.elements import elements
from kaoping.pages.interpretationforms import forms_of
from kaoping.pages.interpretationwords import interpretation_words
from kaoping.rulebook import load_rulebook

RULES = load_rulebook()
WORDS = interpretation_words(RULES)


def found(text: str) -> dict[str, str]:
    return {one.item: one.words for one in elements(text, WORDS)}


class TestElements:
    @pytest.mark.parametrize(
        "line",
        ["一、起草背景", "(一)政策依据", "制定依据:根据上级文件。", "问:为什么出台?", "1.出台背景和依据"],
    )
    def test_headings_in_all_manners_are_seen(self, line):
        assert "背景依据" in found(line)

    def test_a_sentence_counts_only_from_a_length_on(self):
        assert found("近年来情况变化较大。") == {}
        assert "背景依据" in found("近年来" + "我市养老服务事业发展很快而原有做法跟不上新的情况" * 2 + "。")

    def test_the_words_it_was_found_by_are_told(self):
        assert found("二、主要内容")["主要内容"] == "主要内容"

    def test_a_hostile_text_is_read_in_a_moment(self):
        started = time.perf_counter()

        elements("根据" * 15_000, WORDS)
        elements("\n".join("一" * 40 for _ in range(700)), WORDS)

        assert time.perf_counter() - started < 2


class TestForms:
    @pytest.mark.parametrize(
        ("page", "forms"),
        [
            (Page(title="《办法》政策解读", text_length=800), ("文字",)),
            (Page(title="一图读懂《办法》", images=("a.png",)), ("图解",)),
            (Page(title="《办法》政策解读", text_length=800, images=("a.png",)), ("图解", "文字")),
            (Page(title="《办法》解读", videos=("a.mp4",)), ("视频",)),
            (Page(title="《办法》政策问答", text_length=800), ("问答",)),
            (Page(title="《办法》解读", text="问:甲?\n答:乙。\n问:丙?\n答:丁。", text_length=800), ("问答",)),
            (Page(title="《办法》新闻发布会实录", text_length=800), ("发布会", "文字")),
            (Page(title="《办法》解读", attachments=(Link(text="图解办法.pdf"),)), ("图解",)),
            (Page(title="《办法》解读", text_length=12), ()),
        ],
    )
    def test_each_form_is_told_by_title_by_what_is_shown_or_by_its_lines(self, page, forms):
        assert forms_of(page, WORDS) == forms


def read(tail: str) -> Page:
    text = "".join(f"<p>第{n}条 申请人应当向所在地社区提交书面申请和身份证明。</p>" for n in "一二三四五六")
    title = "关于印发《望川市养老服务管理办法》的通知"
    html = (
        f'<html><head><meta name="ArticleTitle" content="{title}">'
        f"<title>{title}</title></head><body><h1>{title}</h1>"
        f'<div>发布时间:2026-05-09 来源:望川市民政局</div><div class="TRS_Editor">{text}</div>'
        f"{tail}</body></html>"
    )
    capture = Capture(
        site="www.a.example",
        url="http://www.a.example/zcwj/202605/t20260509_1.html",
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=html.encode(),
        fetched_at=datetime(2026, 5, 20, tzinfo=UTC),
    )
    return Reader(RULES).read(capture)


class TestScriptedRelations:
    def test_an_empty_box_named_for_relations_may_be_filled_by_script(self):
        assert read('<div id="xgwj"></div>').has_scripted_relations

    def test_a_heading_of_relations_without_links_may_be_filled_by_script(self):
        assert read("<div><h4>相关解读</h4><ul></ul></div>").has_scripted_relations

    def test_a_page_without_any_place_for_relations_has_none(self):
        assert not read("<p>上一篇:没有了</p>").has_scripted_relations

    def test_relations_that_were_read_need_no_script(self):
        page = read('<div><h4>相关解读</h4><ul><li><a href="/zcjd/t1.html">《办法》解读</a></li></ul></div>')

        assert [link.url for link in page.related] == ["http://www.a.example/zcjd/t1.html"]
        assert not page.has_scripted_relations

    def test_a_labelled_link_below_the_text_is_a_relation_in_any_of_its_names(self):
        for label in ("解读文件", "政策解读", "相关解读", "所解读文件", "关联阅读"):
            page = read(f'<p>{label}:<a href="/zcjd/t1.html">《望川市养老服务管理办法》</a></p>')

            assert page.related or label == "关联阅读", label
