"""Copies of hostile pages: built anew, harmless by their own shape before any policy is asked."""

import re

import pytest

from kaoping.pages.personal import masked
from kaoping.web.evidence.copying import copy_of, safe_style

HOSTILE = (
    "<script>window.__pwn=1</script>",
    "<img src=x onerror='window.__pwn=1'>",
    "<svg onload='window.__pwn=1'><script>window.__pwn=1</script></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=window.__pwn=1>",
    "<iframe srcdoc='<script>parent.__pwn=1</script>'></iframe>",
    "<form action=javascript:alert(1)><button formaction=javascript:1>x</button></form>",
    "<object data='data:text/html,<script>1</script>'></object><embed src=//evil.example>",
    "<noscript><p title='</noscript><img src=x onerror=window.__pwn=1>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=window.__pwn=1>'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example>",
    "<link rel=prefetch href=//evil.example><link rel=dns-prefetch href=//evil.example>",
    "<style>@import url(//evil.example);b{background:u\\72l(//evil.example)}</style>",
    "<p style='background:url(//evil.example)' onclick='window.__pwn=1'>x</p>",
    "<video src=//evil.example poster=//evil.example></video><audio src=//evil.example autoplay>",
    "<a href='//evil.example' ping='//evil.example'>x</a><img srcset='//evil.example 2x'>",
    "<table background=//evil.example><td background=//evil.example>x</table>",
    "<input type=image src=//evil.example><textarea><script>window.__pwn=1</script></textarea>",
    "<plaintext><script>window.__pwn=1</script>",
    "<template><img src=x onerror=window.__pwn=1></template><xmp><script>1</script></xmp>",
    "<img src='data:image/svg+xml,<svg onload=window.__pwn=1>'>",
)
_OPENED = re.compile(r"<([a-z0-9]+)((?: [a-z]+=\"[^\"<>]*\")*)>")


class TestCopies:
    @pytest.mark.parametrize("page", HOSTILE)
    def test_nothing_is_left_that_runs_loads_or_leads_away(self, page):
        copy = copy_of(f"<body><p>前</p>{page}", str)

        left = re.sub(r"</[a-z0-9]+>", "", _OPENED.sub("", copy.markup))
        named = {
            name for _, given in _OPENED.findall(copy.markup) for name in re.findall(r" ([a-z]+)=", given)
        }
        assert "<" not in left
        assert named <= {"class", "title", "style", "alt"}
        assert "url(" not in copy.markup + copy.style
        assert "@import" not in copy.style

    def test_a_page_of_a_hundred_thousand_layers_is_read(self):
        copy = copy_of("<div>" * 3000 + "底" + "</div>" * 3000, str)

        assert "底" in copy.text

    def test_numbers_are_hidden_where_markup_cuts_them_and_in_attributes(self):
        page = "<p>1380<b>013</b>8000</p><a href='tel:13800138000'>拨打</a><img alt='13800138000'>"

        copy = copy_of(page, masked)

        assert "13800138000" not in re.sub("<[^>]*>", "", copy.markup)
        assert "13800138000" not in copy.markup
        assert "13800138000" not in copy.text

    def test_the_looks_of_a_page_are_kept(self):
        table = "<table><tr><td colspan=2>y</td></tr></table>"
        page = f"<style>p{{color:red}}</style><p class=a style='margin:1px'>x</p>{table}"

        copy = copy_of(page, str)

        assert "color:red" in copy.style
        assert '<p class="a" style="margin:1px">x</p>' in copy.markup
        assert '<td colspan="2">y</td>' in copy.markup

    @pytest.mark.parametrize(
        "style",
        [
            "a{b:url(x)}", "a{b:URL( 'x' )}", "a{b:u/**/rl(x)}", "a{b:\\75rl(x)}", "@import 'x';",
            "@\\69mport url(x);",
            "a{b:image-set('x' 1x)}", "a{b:-webkit-image-set(url(x))}", "</style><script>",
            "a{b:expression(1)}",
            "uurl(xrl(x)", "ururl(1)l(x)", "@im@import;port 'x'",
        ],
    )  # fmt: skip
    def test_a_style_loads_nothing(self, style):
        left = safe_style(style).lower()

        for word in ("url(", "@import", "image-set(", "<", "expression("):
            assert word not in left
