# ruff: noqa: E501  (markup is easier to read unbroken)
"""The entrance to report errors, the search box, menus beside an empty list, and what footers are printed like."""

import pytest
from markup_pieces import FOOT, TRAIL, page, section

HOME = "http://www.muyun.example/"


def home(body: str, head: str = "") -> str:
    news = "".join(
        f'<li><a href="/xwzx/{n}.html">沐云县第{n}次政务公开工作会议召开</a><span>2026-09-1{n}</span></li>'
        for n in range(5)
    )
    return page(
        f"<h2>工作动态</h2><ul>{news}</ul><h2>通知公告</h2><ul>{news.replace('xwzx', 'tzgg')}</ul>{body}{FOOT}",
        head=head,
    )


class TestFindErrors:
    @pytest.mark.parametrize(
        "markup",
        [
            '<a href="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=4299990001"><img src="/i/j.png"></a>',
            '<a href="/jc.html?siteCode=4299990001">我为政府网站找错</a>',
            '<a href="javascript:;" onclick="window.open(\'https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=4299990001\')"><img alt="找错"></a>',
            "<span><script id=\"_jiucuo_\" sitecode='4299990001' src='/js/jiucuo.js'></script></span>",
            "<script>document.write(unescape(\"%3Cspan id='_span_jiucuo'%3E%3Cscript src='https://zfwzgl.www.gov.cn/exposure/jiucuo.js?site_code=4299990001'\"));</script>",
        ],
    )
    def test_a_link_a_picture_or_a_script_is_an_entrance_with_its_code(self, read, markup):
        found = read(home(markup), HOME).find_errors

        assert found.told
        assert found.code == "4299990001"

    def test_a_comment_is_none(self, read):
        assert not read(home("<!-- 找错 <a href='/jiucuo.html'>我为政府网站找错</a> -->")).find_errors.told

    def test_an_empty_box_named_for_it_may_be_filled_by_script(self, read):
        found = read(home('<span id="_span_jiucuo"></span>')).find_errors

        assert (found.told, found.is_by_script) == ("", True)

    def test_a_tool_that_corrects_one_page_is_only_near(self, read):
        found = read(home('<a href="/jc/">内容纠错</a>')).find_errors

        assert (found.told, found.is_near) == ("", True)

    def test_a_footer_that_a_script_writes_brings_it(self, read):
        script = "document.write(\"<a href='https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=4299990001'>\");"

        found = read(script, "http://www.muyun.example/js/footer.js", content_type="application/javascript")

        assert found.find_errors.code == "4299990001"


class TestSearch:
    @pytest.mark.parametrize(
        "markup",
        [
            '<form action="/search/index.html"><input type="text" name="searchword"></form>',
            '<form action="https://so.muyun.example/s"><input name="qt" placeholder="请输入关键字"></form>',
            '<a class="icon-search" href="/search/index.html" title="搜索">站内搜索</a>',
            '<a href="https://so.muyun.example/search?siteCode=1"><img src="/images/fdj.png"></a>',
            '<button class="search-btn" onclick="go()"></button>',
            '<div onclick="x()"><i class="icon-sousuo"></i></div>',
            '<script src="/js/jsearch.js"></script>',
            "<script>document.write('<form action=\"/jsearch/s\"><input></form>')</script>",
        ],
    )
    def test_a_box_a_link_a_button_or_a_script_is_a_search(self, read, markup):
        assert read(home(markup), HOME).has_search

    @pytest.mark.parametrize(
        "markup",
        [
            '<a href="/research/">研究报告</a>',
            '<form action="/login"><input type="text" name="user"></form>',
            '<a href="/zt/">专题专栏</a><i class="icon-home"></i>',
        ],
    )
    def test_what_only_looks_like_one_is_none(self, read, markup):
        assert not read(home(markup), HOME).has_search


class TestFooterForms:
    @pytest.mark.parametrize(
        "words",
        [
            "【主办】沐云县人民政府办公室　电话：0729-8100500",
            "[主办单位]沐云县人民政府办公室",
            "主办单位：沐云县人民政府办公室",
        ],
    )
    def test_the_sponsor_is_read_in_brackets_too(self, read, words):
        assert read(page(f"<div class=foot>{words}</div>")).footer.sponsor == "沐云县人民政府办公室"

    @pytest.mark.parametrize(
        "words",
        [
            "【网站标识码】4299990001",
            "政府网站标识码:4299990001",
            "<b>网站标识码</b>：<span>4299990001</span>",
        ],
    )
    def test_the_site_code_is_read_however_it_is_labelled(self, read, words):
        assert read(page(f"<div class=foot>{words}</div>")).footer.site_code == "4299990001"


MENU = '<div class="left"><h3>新闻中心</h3><ul><li><a href="/xwzx/zwyw/">政务要闻</a></li><li><a href="/xwzx/bmdt/">部门动态</a></li><li><a href="{own}">视频新闻</a></li></ul></div>'


class TestEmptySections:
    def test_an_empty_list_beside_a_menu_of_sister_sections_is_an_empty_list(self, read):
        markup = page(
            f'{TRAIL}{MENU.format(own="/xwzx/spxw/")}<ul class="list"></ul><div class="page">共0条</div>{FOOT}',
            "视频新闻",
        )

        found = read(markup, "http://www.muyun.example/xwzx/spxw/")

        assert (found.shape, found.has_list, found.items) == ("section", True, ())

    def test_a_channel_that_shows_its_subsections_is_not_empty(self, read):
        markup = page(
            f"{TRAIL}{MENU.format(own='/xwzx/tpxw/')}{FOOT}",
            "新闻中心",
            '<meta name="ColumnName" content="新闻中心">',
        )

        assert not read(markup, "http://www.muyun.example/xwzx/").has_list

    def test_a_list_with_rows_beside_the_menu_keeps_them(self, read):
        rows = "".join(
            f'<li><a href="/a/{n}.html">沐云县第{n}次会议召开</a><span>2026-09-0{n}</span></li>'
            for n in range(1, 5)
        )

        assert len(read(section(rows)).items) == 4


class TestCatalogueJumps:
    TREE = (
        '[{"id": 1, "name": "财政", "children": [{"id": 11, "name": "预算", "jump_url": ""},'
        ' {"id": 12, "name": "政府采购", "jump_url": "http://ggzy.example/"}]}]'
    )

    def test_an_entry_that_leads_elsewhere_is_a_link_and_no_list(self, read):
        markup = page(
            f"<script>var _CONFIG = {{SID: '66', TREE: {self.TREE}}}</script><div id='app'></div>", "公开目录"
        )

        found = read(markup, "http://www.muyun.example/gkmlpt/index")

        assert [url.partition("?")[0] for url in found.lists] == [
            "http://www.muyun.example/gkmlpt/api/all/11"
        ]
        assert ("http://ggzy.example/", "政府采购") in [(link.url, link.text) for link in found.links]


class TestEmptyStores:
    @pytest.mark.parametrize(
        ("total", "pager"),
        [("totalRecord:0", ""), ("totalRecord:32", "datastore"), ("perPage:15", "datastore")],
    )
    def test_a_store_that_says_it_holds_nothing_is_an_empty_list_and_none_that_must_be_asked(
        self, read, total, pager
    ):
        script = f"$('#40').jpage({{{total},proxyUrl:'/module/web/jpage/dataproxy.jsp',proxyParam:{{'columnid':'12'}}}});"
        markup = page(
            f"{TRAIL}<div id='40'></div><script>{script}</script>{FOOT}",
            "视频新闻",
            '<meta name="ColumnName" content="视频新闻">',
        )

        found = read(markup, "http://www.muyun.example/col/col12/index.html")

        assert (found.pager, bool(found.next_urls)) == (pager, bool(pager))
        assert found.has_list
