import gzip

import pytest

from kaoping.gather import Capture, read_sitemap

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def read(text: str | bytes, content_type: str = "application/xml", **rest):
    body = text.encode() if isinstance(text, str) else text
    headers = (("Content-Type", content_type),)
    return read_sitemap(
        Capture(url="http://a.cn/sitemap.xml", status=200, headers=headers, body=body, **rest)
    )


def urlset(*urls: str) -> str:
    return f"{HEAD}<urlset {NS}>" + "".join(f"<url><loc>{u}</loc></url>" for u in urls) + "</urlset>"


def test_addresses_come_normalised_and_once():
    sitemap = read(urlset(" http://A.cn/x#1 ", "http://a.cn/x", "http://a.cn/?a=1&amp;b=2", "/y", "mailto:a"))

    assert sitemap.urls == ("http://a.cn/x", "http://a.cn/?a=1&b=2", "http://a.cn/y")


def test_an_index_names_further_files():
    sitemap = read(
        f"{HEAD}<sitemapindex {NS}><sitemap><loc>http://a.cn/s1.xml.gz</loc></sitemap></sitemapindex>"
    )

    assert (sitemap.files, sitemap.urls) == (("http://a.cn/s1.xml.gz",), ())


def test_a_gzipped_file_is_read_and_a_damaged_one_is_not():
    packed = gzip.compress(urlset("http://a.cn/x").encode())

    assert read(packed).urls == ("http://a.cn/x",)
    assert read(packed[:10] + b"xxxx").remark != ""


@pytest.mark.parametrize("declaration", ['<!DOCTYPE l [<!ENTITY a "x">]>', "<!doctype l>", '<!ENTITY a "x">'])
def test_anything_with_a_dtd_is_refused_unread(declaration):
    sitemap = read(HEAD + declaration + urlset("http://a.cn/x"))

    assert (sitemap.urls, sitemap.files) == ((), ())
    assert "DTD" in sitemap.remark


def test_a_list_of_lines_is_read_and_a_web_page_is_not():
    assert read("http://a.cn/x\nhttp://a.cn/y\n", "text/plain").urls == ("http://a.cn/x", "http://a.cn/y")
    assert read("<html><a href='http://a.cn/x'>x</a></html>", "text/html").urls == ()


def test_more_than_fifty_thousand_addresses_are_cut_with_a_remark():
    sitemap = read(urlset(*(f"http://a.cn/{i}" for i in range(50_010))))

    assert len(sitemap.urls) == 50_000
    assert sitemap.remark != ""
