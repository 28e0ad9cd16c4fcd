# ruff: noqa: E501  (markup is easier to read unbroken)
"""Where a saved page stood, by what the page itself tells."""

import pytest

from kaoping.pages.saved import saved

OWN = "http://www.muyun.example/xwzx/202609/7.html"
ARCHIVE = (
    "From: <Saved>\r\nSnapshot-Content-Location: {own}\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="b1"\r\n\r\n\r\n--b1\r\n'
    "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: {own}\r\n\r\n"
    '<html><head><meta charset=3D"utf-8"></head><body>=E5=85=AC=E5=BC=80</body></html>\r\n--b1--\r\n'
)


class TestAddress:
    @pytest.mark.parametrize(
        "head",
        [
            f"<!-- saved from url=(0043){OWN} -->",
            f'<meta name="Url" content="{OWN}">',
            f'<META content="{OWN}" name="url"/>',
            f'<meta property="og:url" content="{OWN}">',
            f"<link rel=canonical href={OWN}>",
        ],
    )
    def test_it_is_what_the_page_tells_of_itself(self, head):
        assert saved(f"<html><head>{head}</head><body>正文</body></html>".encode()).url == OWN

    @pytest.mark.parametrize(
        "head",
        [
            '<meta property="og:url" content="http://www.muyun.example/">',
            '<meta name="Url" content="/xwzx/202609/7.html">',
            '<link rel="canonical" href="javascript:void(0)">',
            '<link rel="stylesheet" href="http://www.muyun.example/a/b.css">',
        ],
    )
    def test_what_any_page_of_the_site_could_tell_is_not_believed(self, head):
        assert saved(f"<html><head>{head}</head><body>正文</body></html>".encode()).url == ""

    def test_wide_characters_hide_no_address(self):
        body = f'<html><head><meta name="Url" content="{OWN}"></head></html>'.encode("utf-16")

        assert saved(body).url == OWN


class TestArchive:
    def test_the_page_inside_is_unpacked_with_its_address(self):
        copy = saved(ARCHIVE.format(own=OWN).encode())

        assert copy.url == OWN
        assert "公开" in copy.body.decode()

    def test_one_without_a_page_gives_nothing(self):
        broken = ARCHIVE.format(own=OWN).replace("text/html\r\nContent-T", "text/css\r\nContent-T")

        assert saved(broken.encode()).body == b""
