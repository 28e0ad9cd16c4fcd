# ruff: noqa: E501  (markup is easier to read unbroken)
import pytest
from markup_pieces import row, section

ROWS = "".join(row(n, "2026-09-10") for n in range(5))
BASE = "http://www.muyun.example/xwzx/"


def names(page):
    return [u.removeprefix("http://www.muyun.example/") for u in page.next_urls]


class TestPagers:
    @pytest.mark.parametrize(
        ("url", "pager", "expected"),
        [
            (BASE, '<script>createPageHTML(4, 0, "index", "html");</script>', [f"xwzx/index_{n}.html" for n in (1, 2, 3)]),
            (BASE + "index_2.html", '<script>createPageHTML(4, 2, "index", "html");</script>',
             ["xwzx/index_1.html", "xwzx/index_3.html"]),
            (BASE + "list_2.shtml", "<script>createPageHTML('page_div', 4, 3, 'list', 'shtml', 60);</script>",
             ["xwzx/list_1.shtml", "xwzx/list_3.shtml"]),
            (BASE + "list_2.shtml", "<script>createPageHTML('page_div', 4, 2, 'list', 'shtml', 60);</script>",
             ["xwzx/list_3.shtml", "xwzx/list_4.shtml"]),
            (BASE, "<script>var currentPage = 0; var countPage = 3; document.write('<a href=\"index_'+nextPage+'.html\">');</script>",
             ["xwzx/index_1.html", "xwzx/index_2.html"]),
            (BASE, "<script>new Pager({prefix:'index', suffix:'html', current:0, total:3});</script>",
             ["xwzx/index_1.html", "xwzx/index_2.html"]),
            (BASE[:-1] + ".htm", '<div><a href="xwzx/3.htm">下页</a> <a href="xwzx/1.htm">尾页</a></div>',
             ["xwzx/3.htm", "xwzx/2.htm", "xwzx/1.htm"]),
            ("http://www.muyun.example/list.jsp?id=3", '<a href="list.jsp?id=3&amp;page=2">下一页</a><a href="list.jsp?id=3&amp;page=4">末页</a>',
             ["list.jsp?id=3&page=2", "list.jsp?id=3&page=3", "list.jsp?id=3&page=4"]),
            ("http://www.muyun.example/list.asp?id=3", '<form action="list.asp"><input type="hidden" name="id" value="3"><select '
             'name="page"><option value="1">1</option><option value="2">2</option></select></form>', ["list.asp?id=3&page=1", "list.asp?id=3&page=2"]),
        ],
    )  # fmt: skip
    def test_every_form_names_the_pages_that_remain(self, read, url, pager, expected):
        page = read(section(ROWS, pager), url)

        assert names(page) == expected

    def test_five_hundred_pages_are_the_most(self, read):
        page = read(section(ROWS, '<script>createPageHTML(9000, 0, "index", "html");</script>'))

        assert len(page.next_urls) == 500

    def test_a_list_drawn_from_an_interface_names_it(self, read):
        script = (
            '<script>window._CONFIG = {"COLUMN": 2503, "API": "/gkmlpt/api", "SID": "429901"};'
            'var c = window._CONFIG; fetch(c.API + "/all/" + c.COLUMN + "?page=" + n + "&sid=" + c.SID);'
            'document.getElementById("rows").innerHTML = "";</script>'
        )
        body = section("").replace(
            '<ul class="list"></ul>', '<div class="data"><ul id="rows"></ul></div>' + script
        )

        page = read(body, "http://www.muyun.example/gkmlpt/mulu/2503.html")

        assert names(page) == ["gkmlpt/api/all/2503?page=1&sid=429901"]
        assert page.needs_rendering
