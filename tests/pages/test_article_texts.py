# ruff: noqa: E501  (markup is easier to read unbroken)
"""Main texts whose box bears no telling name: where they begin and end."""

import pytest
from markup_pieces import FOOT, TEXT, TRAIL, page

TITLE = "沐云县政务公开工作推进会召开"
INFO = "<div>发布时间：2026-09-11 来源：县政府办</div>"
FIRST, LAST = "9月10日，县政务公开", "不断提高公开质量。"
LINES = [
    "9月10日，县政务公开领导小组办公室组织召开工作推进会，对下一阶段任务作出安排。",
    "会议通报了第二季度检查情况。",
    "会议要求，各单位要按时更新栏目，及时回应群众关切，不断提高公开质量。",
]


def text_of(read, body, info=INFO, more=""):
    side = (
        "<div class=h2><h4>热点</h4><ul>"
        + "".join(f"<li><a href=/h/{i}.html>沐云县加快推进第{i}批重点项目建设</a></li>" for i in range(6))
        + "</ul></div>"
    )
    return read(
        page(f"{TRAIL}<div class=w9><h1>{TITLE}</h1>{info}{body}</div>{more}{side}{FOOT}", TITLE)
    ).text


def squeezed(lines):
    return "".join(lines).replace(" ", "")


class TestBox:
    @pytest.mark.parametrize(
        "markup",
        [
            "".join(f"<p>{x}</p>" for x in LINES),
            "".join(f"<div>　　{x}</div>" for x in LINES),
            "<br><br>".join(f"　　{x}" for x in LINES),
            "".join(f"<section><section><p><span>{x}</span></p></section></section>" for x in LINES),
            "".join(f"<p>&nbsp;&nbsp;{x}</p><p>&nbsp;</p>" for x in LINES),
            "<table><tbody><tr><td>" + "".join(f"<p>{x}</p>" for x in LINES) + "</td></tr></tbody></table>",
            "<ul>" + "".join(f"<li>{x}</li>" for x in LINES) + "</ul>",
            "".join(f"<p><strong>{x[:4]}</strong>{x[4:]}" for x in LINES),
            "<pre>" + "\n".join(LINES) + "</pre>",
        ],
    )
    @pytest.mark.parametrize("box", ["<div class=z3>{}</div>", "<td id=z3>{}</td>", "{}", "<div><div class=a1><div>{}</div></div></div>"])  # fmt: skip
    def test_any_paragraphs_in_any_box_are_the_text(self, read, markup, box):
        text = text_of(read, box.format(markup))

        assert text.replace("\n", "").replace(" ", "") == squeezed(LINES)

    def test_a_table_of_figures_in_the_text_stays_in_it(self, read):
        table = "<table><tr><td>项目</td><td>标准</td></tr><tr><td>补助</td><td>500元</td></tr></table>"

        assert "500元" in text_of(read, f"<div class=z3><p>{LINES[0]}</p>{table}<p>{LINES[2]}</p></div>")

    def test_a_short_text_beside_a_long_footer_is_not_taken_for_it(self, read):
        foot = "<div class=u1><p>版权所有：沐云县人民政府，未经许可不得转载</p><p>主办单位：沐云县人民政府办公室，承办单位：沐云县大数据中心</p><p>鄂ICP备99000001号，网站标识码：4299990001，鄂公网安备42990100000001号</p></div>"

        assert text_of(read, f"<div class=z3><p>{LINES[0]}</p></div>", more=foot) == LINES[0]


class TestEnds:
    @pytest.mark.parametrize(
        "tool",
        [
            "<div>【打印】【关闭】</div>", "<p>上一篇：<a href=/1.html>无</a></p><p>下一篇：<a href=/2.html>关于召开会议的通知</a></p>",
            "<div>扫一扫在手机打开当前页</div>", "<div>分享到：<a>微信</a><a>微博</a></div>", "<div>您可能还想看</div>", "<div>责任编辑：王某</div>",
            "<div>编辑：王某　审核：李某</div>", "<div>附件下载：</div>", "<div><a href=#>返回顶部</a></div>", "<div>【字体：大 中 小】 【打印本页】 【关闭窗口】</div>",
            "<div class=t1><h3>相关文章</h3><ul><li><a href=/a.html>沐云县公开工作简报第一期</a></li></ul></div>", "<div>相关链接：<a href=/zcjd/1.html>政策解读</a></div>",
            "<div>猜你喜欢</div>", "<div>评论（0）</div>", "<div>打印</div><div>收藏</div>", "<div>【我要纠错】【打印】【关闭】</div>",
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("place", ["inside", "after"])
    def test_tools_and_neighbours_end_it(self, read, tool, place):
        inside, after = (tool, "") if place == "inside" else ("", tool)

        text = text_of(read, f"<div class=z3>{TEXT}{inside}</div>{after}")

        assert text.startswith(FIRST)
        assert text.endswith(LAST)

    @pytest.mark.parametrize(
        "start",
        ["<div>发布时间：2026-09-11 阅读：21次</div>", "<table><tr><td>索引号：</td><td>0/1</td></tr><tr><td>发布机构：</td><td>县政府办</td></tr><tr><td>名　　称：</td><td>沐云县政务公开工作推进会召开</td></tr></table>",
         "<p>【字体：大 中 小】</p>", f"<h2>{TITLE}</h2>", "<p>作者：王某</p>"],
    )  # fmt: skip
    def test_the_head_inside_the_box_is_no_text(self, read, start):
        assert text_of(read, f"<div class=z3>{start}{TEXT}</div>").startswith(FIRST)

    def test_the_signature_belongs_to_it(self, read):
        text = text_of(read, f"<div class=z3>{TEXT}<p>沐云县人民政府</p><p>2026年9月8日</p></div>")

        assert text.endswith("沐云县人民政府\n2026年9月8日")

    @pytest.mark.parametrize("note", ["（此件公开发布）", "（此件主动公开）", "公开方式：主动公开"])
    def test_how_it_is_disclosed_does_not(self, read, note):
        text = text_of(
            read, f"<div class=z3>{TEXT}<p>沐云县人民政府</p><p>2026年9月8日</p><p>{note}</p></div>"
        )

        assert text.endswith("2026年9月8日")

    def test_what_is_appended_belongs_to_it_even_after_such_a_note(self, read):
        text = text_of(
            read,
            f"<div class=z3>{TEXT}<p>2026年9月8日</p><p>（此件公开发布）</p><p>附件：停车泊位清单</p></div>",
        )

        assert text.endswith("附件：停车泊位清单")

    def test_a_text_that_begins_with_a_day_keeps_it(self, read):
        assert text_of(read, f"<div id=zoom><p>2026年9月10日</p>{TEXT}</div>").startswith("2026年9月10日")

    @pytest.mark.parametrize("last", ["（记者 王某 通讯员 李某）", "（县政务公开办供稿）", "来源：沐云日报", "联系人：王某，联系电话：0729-8100500。"])  # fmt: skip
    def test_whose_words_it_is_belongs_to_it(self, read, last):
        assert text_of(read, f"<div class=z3>{TEXT}<p>{last}</p></div>").endswith(last)


class TestShape:
    def test_a_text_with_a_dated_list_below_is_an_article(self, read):
        rows = "".join(
            f"<li><a href=/n/{i}.html>沐云县公开简报{i}</a><span>2026-08-1{i}</span></li>" for i in range(6)
        )

        read_page = read(
            page(
                f"{TRAIL}<div><p>{TITLE}</p><div class=q>{TEXT * 3}</div><div class=v><h3>相关文章</h3><ul>{rows}</ul></div></div>{FOOT}",
                f"{TITLE}_沐云县人民政府",
            )
        )

        assert read_page.shape == "article"
        assert read_page.items == ()

    def test_a_list_with_a_line_of_introduction_is_a_section(self, read):
        rows = "".join(
            f"<li><a href=/n/{i}.html>沐云县公开工作简报第{i}期发布</a><span>2026-08-1{i}</span></li>"
            for i in range(8)
        )

        read_page = read(
            page(
                f"{TRAIL}<div><h2>工作动态</h2><p>本栏目公开县政务公开工作的动态，由县政府办公室维护。</p><ul>{rows}</ul></div>{FOOT}",
                "工作动态_沐云县人民政府",
            )
        )

        assert read_page.shape == "section"
        assert len(read_page.items) == 8
