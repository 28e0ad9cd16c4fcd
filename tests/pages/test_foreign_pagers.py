# ruff: noqa: E501  (markup is easier to read unbroken)
"""Pagers as other publishing systems write them: the pages that follow are named, or it is said why not."""

import pytest
from markup_pieces import FOOT, TRAIL, page, row, section

ROWS = "".join(row(n, "2026-09-10") for n in range(5))
HOST = "http://www.muyun.example/"
LIST = HOST + "xwzx/"


def names(found):
    return {u.removeprefix(HOST) for u in found.next_urls}


SCRIPTED = {
    "a total behind the call": (LIST, '<script>createPageHTML(3,0,"index","html",45);</script>', {"xwzx/index_1.html", "xwzx/index_2.html"}),
    "numbers in quotes": (LIST, "<script>createPageHTML('3','0','index','htm')</script>", {"xwzx/index_1.htm", "xwzx/index_2.htm"}),
    "numbers in variables": (LIST, "<script>var pageAll = 3; var nowPage = 0;\ncreatePageHTML(pageAll, nowPage, 'index', 'html');</script>", {"xwzx/index_1.html", "xwzx/index_2.html"}),
    "a box first, two pages counted from one": (LIST + "list.shtml", "<script>createPageHTML('page_div',2, 1,'list','shtml',20);</script>", {"xwzx/list_1.shtml", "xwzx/list_2.shtml"}),
    "a box first, counted from one": (LIST + "list.shtml", '<script>createPageHTML("paging",4,1,"list","shtml",80)</script>', {"xwzx/list_2.shtml", "xwzx/list_3.shtml"}),
    "its second page, which tells the last": (LIST + "list_2.shtml", '<script>createPageHTML("paging",4,2,"list","shtml",80)</script>', {"xwzx/list_3.shtml", "xwzx/list_4.shtml"}),
    "another function's name": (LIST, "<script>showPageNav(3, 0, 'index', 'html');</script>", {"xwzx/index_1.html", "xwzx/index_2.html"}),
    "an object with a former and a latter part": (LIST + "list.html", "<script>kkpager.generPageHtml({pno: 1, total: 3, totalRecords: 45, hrefFormer: 'list', hrefLatter: '.html', getLink: function(n) { if (n == 1) return this.hrefFormer + this.hrefLatter; return this.hrefFormer + '_' + n + this.hrefLatter; }});</script>", {"xwzx/list_2.html", "xwzx/list_3.html"}),
    "laypage that sets the address": (HOST + "list.php?cid=3", "<script>laypage.render({elem: 'p', count: 45, limit: 15, curr: 1, jump: function(obj, first){ if (!first) { location.href = 'list.php?cid=3&page=' + obj.curr; } }});</script>", {"list.php?cid=3&page=2", "list.php?cid=3&page=3"}),
    "a function in the link's address": (HOST + "list.asp?id=3", '<a href="javascript:goPage(2)">2</a> <a href="javascript:goPage(3)">尾页</a><script>function goPage(n){ window.location.href = "list.asp?id=3&page=" + n; }</script>', {"list.asp?id=3&page=2", "list.asp?id=3&page=3"}),
    "a function on click, static names": (LIST + "index.html", '共3页 <a href="javascript:void(0)" onclick="turnTo(2)">下一页</a><script>function turnTo(p){ if (p == 1) { location.href = "index.html"; } else { location.href = "index_" + p + ".html"; } }</script>', {"xwzx/index_2.html", "xwzx/index_3.html"}),
    "a function that adds one": (LIST, '<a href="javascript:nextPage()">下一页</a><script>var totalPage=3;var curPage=1;function nextPage(){ if(curPage<totalPage) window.location="index_"+(curPage+1)+".html";}</script>', {"xwzx/index_2.html", "xwzx/index_3.html"}),
    "a plug-in counting rows": (HOST + "list.aspx?cid=3", '<div id="P"></div><script>$("#P").pagination(45,{items_per_page:15,current_page:0,callback:function(i){window.location.href="list.aspx?cid=3&page="+(i+1);}});</script>', {"list.aspx?cid=3&page=2", "list.aspx?cid=3&page=3"}),
    "numbers in data attributes": (LIST, '<div class="pages"><a href="javascript:;" data-page="2">2</a><a data-page="3">3</a></div><script>$(".pages a").click(function(){location.href="?page="+$(this).attr("data-page");});</script>', {"xwzx/?page=2", "xwzx/?page=3"}),
    "a form with a hidden page number": (HOST + "list.do?id=3", '<form name="f" action="list.do" method="get"><input type="hidden" name="id" value="3"><input type="hidden" name="pageNo" value="1">第1页/共3页 <a href="javascript:go(2)">下一页</a></form><script>function go(n){document.f.pageNo.value=n;document.f.submit();}</script>', {"list.do?id=3&pageNo=2", "list.do?id=3&pageNo=3"}),
    "a select of addresses": (LIST, '<select onchange="location.href=this.value"><option value="index.html">1</option><option value="index_2.html">2</option><option value="index_3.html">3</option></select>', {"xwzx/index_2.html", "xwzx/index_3.html"}),
    "an arrow named next": (LIST, '<div class="pages"><a class="next" href="index_2.html"><i class="icon"></i></a></div>', {"xwzx/index_2.html"}),
    "next told by rel": (LIST, '<a rel="next" href="?page=2"><img src="/r.png"></a>', {"xwzx/?page=2"}),
    "pages of a tree template": (HOST + "list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1029", '<a href="list.jsp?totalpage=3&amp;PAGENUM=2&amp;urltype=tree.TreeTempUrl&amp;wbtreeid=1029">下页</a> <a href="list.jsp?totalpage=3&amp;PAGENUM=3&amp;urltype=tree.TreeTempUrl&amp;wbtreeid=1029">尾页</a>',
        {f"list.jsp?totalpage=3&PAGENUM={n}&urltype=tree.TreeTempUrl&wbtreeid=1029" for n in (2, 3)}),
}  # fmt: skip


@pytest.mark.parametrize("case", SCRIPTED)
def test_the_pages_that_follow_are_named(read, case):
    url, pager, expected = SCRIPTED[case]

    found = read(section(ROWS, pager), url)

    assert names(found) == expected
    assert len(found.items) == 5


@pytest.mark.parametrize("pager", [
    "<a href=\"javascript:__doPostBack('AspNetPager1','2')\">下一页</a>",
    '<form action="list.do" method="post"><input type="hidden" name="page" value="1">共9页 <a href="javascript:go(2)">下一页</a></form><script>function go(n){document.forms[0].page.value=n;document.forms[0].submit();}</script>',
])  # fmt: skip
def test_pages_behind_a_posted_form_are_said_to_be_unseen(read, pager):
    found = read(section(ROWS, pager))

    assert found.next_urls == ()
    assert found.unwalked
    assert len(found.items) == 5


class TestStores:
    RECORDS = "".join(f"<record><![CDATA[{row(n, '2026-09-10')}]]></record>" for n in range(6))

    def test_the_next_group_is_counted_on(self, read):
        store = (
            '<datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&webid=3&columnid=12&unitid=7"></a>]]></nextgroup>'
            f"<totalrecord>16</totalrecord><recordset>{self.RECORDS}</recordset></datastore>"
        )

        found = read(
            page(f'{TRAIL}<div><script type="text/xml">{store}</script></div>{FOOT}'),
            HOST + "col/col12/index.html",
        )

        assert names(found) == {
            f"module/web/jpage/dataproxy.jsp?page={n}&webid=3&columnid=12&unitid=7" for n in (1, 2)
        }

    def test_a_group_inside_an_answer_leads_on(self, read):
        answer = (
            '<datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=2&columnid=12"></a>]]></nextgroup>'
            f"<recordset>{self.RECORDS}</recordset></datastore>"
        )

        found = read(answer, HOST + "module/web/jpage/dataproxy.jsp?page=1&columnid=12", "text/xml")

        assert names(found) == {"module/web/jpage/dataproxy.jsp?page=2&columnid=12"}

    def test_parameters_that_a_script_would_post_are_asked_for_by_address(self, read):
        store = f"<datastore><recordset>{self.RECORDS}</recordset></datastore>"
        call = (
            "$('#7').jpage({dataStore: x, totalRecord: 60, perPage: 2, proxyUrl: '/module/jpage/dataproxy.jsp', proxyParam: "
            "{'col': 1, 'appid': '1', 'webid': '3', 'path': '/', 'columnid': '12', 'sourceContentType': '1', 'unitid': '7', 'webname': '沐云县'}});"
        )

        found = read(
            page(
                f'{TRAIL}<div id="7"><script type="text/xml">{store}</script></div><script>{call}</script>{FOOT}'
            ),
            HOST + "col/col12/index.html",
        )

        first = found.next_urls[0]
        assert first.startswith(HOST + "module/jpage/dataproxy.jsp?")
        for part in (
            "columnid=12",
            "unitid=7",
            "webid=3",
            "path=%2F",
            "webname=%E6%B2%90",
            "startrecord=7",
            "perpage=2",
        ):
            assert part in first


class TestData:
    def test_more_rows_come_from_an_interface(self, read):
        script = (
            '<a class="more" href="javascript:more()">加载更多</a><script>var channel = "5b047b82968247ad"; var page = 1; function more(){ page++;'
            ' $.getJSON("/common/search/" + channel + "?_isAgg=true&_isJson=true&_pageSize=20&_template=index&page=" + page, draw); }</script>'
        )

        found = read(section(ROWS, script))

        assert names(found) == {
            "common/search/5b047b82968247ad?_isAgg=true&_isJson=true&_pageSize=20&_template=index&page=1"
        }

    def test_an_interface_of_search_answers_with_results(self, read):
        rows = ",".join(
            f'{{"title":"沐云县第{n}次会议","url":"/a/{n}.shtml","publishedTimeStr":"2026-09-0{n} 10:00:00"}}'
            for n in range(1, 4)
        )

        found = read(
            f'{{"data":{{"results":[{rows}],"total":8,"rows":3,"page":1}}}}',
            HOST + "common/search/5b04?_pageSize=3&_isJson=true&page=1",
            "application/json",
        )

        assert [i.published.day for i in found.items] == [1, 2, 3]
        assert names(found) == {f"common/search/5b04?_pageSize=3&_isJson=true&page={n}" for n in (2, 3)}

    def test_rows_as_markup_inside_an_answer(self, read):
        answer = '{"success":true,"code":"200","data":{"html":"' + ROWS.replace('"', '\\"') + '"}}'

        found = read(
            answer,
            HOST + "api-gateway/jpaas-publish-server/front/page/build/unit?pageId=7&pageNo=1",
            "application/json",
        )

        assert len(found.items) == 5
        assert found.items[0].published.isoformat() == "2026-09-10"

    def test_a_unit_that_a_script_file_builds_is_asked_for(self, read):
        tag = (
            '<script src="/script/AuthorizedRead/unitbuild.js" url="/api-gateway/jpaas-publish-server/front/page/build/unit" '
            "queryData=\"{'webId':'3630','pageId':'1229','parseType':'bulidstatic','pageType':'column','tagId':'当前栏目list','tplSetId':'5HrZ'}\"></script>"
        )

        found = read(page(f'{TRAIL}<div class="list">{tag}</div>{FOOT}'))

        assert len(found.next_urls) == 1
        assert found.next_urls[0].startswith(
            HOST + "api-gateway/jpaas-publish-server/front/page/build/unit?webId=3630&pageId=1229"
        )

    def test_a_disclosure_platform_names_the_lists_of_its_tree(self, read):
        config = (
            'window._CONFIG = {SID: \'429901\', SITE: \'沐云县\', TREE: [{"id": 5, "name": "政策文件", "children": [{"id": 51, "name": "规范性文件", "children": []}]},'
            ' {"id": 6, "name": "人事信息", "children": null}]};'
        )

        found = read(
            page(
                f'<div id="app"></div><script>{config}</script><script src="/gkmlpt/gkml/pc/js/app.js"></script>'
            ),
            HOST + "gkmlpt/index",
        )

        assert {f"gkmlpt/api/all/{n}?page=1&sid=429901" for n in (51, 6)} == {
            u.removeprefix(HOST) for u in found.lists
        }

    @pytest.mark.parametrize("call", [
        '$.get("/cms/list.json", {cid: cid, page: p, size: 15}, draw);',
        '$.ajax({url: "/cms/list.json", type: "get", data: {cid: cid, page: p, size: 15}, success: function(d){}});',
        'axios.get("/cms/list.json", {params: {cid: cid, page: p, size: 15}}).then(draw);',
    ])  # fmt: skip
    def test_parameters_beside_an_address_belong_to_it(self, read, call):
        script = f'<div class="list"><ul id="l"></ul></div><script>var cid = 12; function load(p){{ {call} }} load(1);</script>'

        found = read(section("", script))

        assert names(found) == {"cms/list.json?cid=12&page=1&size=15"}

    def test_addresses_joined_by_concat_are_calls(self, read):
        script = 'function q(e,t){return axios.get("/gkmlpt/api/all/".concat(e,"?page=").concat(t,"&sid=").concat(window._CONFIG.SID))}'

        found = read(script, HOST + "gkmlpt/app.js", "application/javascript")

        assert found.calls == ("/gkmlpt/api/all/{e}?page={t}&sid={SID}",)
