"""How well real pages are read; skipped where the corpus is absent. Floors are what is truly reached."""

import csv
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaoping.gather.capture import Capture

SHARED = Path(os.environ.get("KAOPING_SHARED", Path(__file__).parents[3] / "shared"))
ARTICLES, LISTS = SHARED / "corpus" / "articles", SHARED / "corpus" / "lists"
pytestmark = pytest.mark.skipif(not (ARTICLES / "labels.csv").exists(), reason="没有共享语料(KAOPING_SHARED)")
SEEN_AT = datetime(2026, 11, 23, tzinfo=UTC)


def squeeze(text):
    return re.sub(r"\s+", "", text or "")


def capture(path, url=""):
    body = path.read_bytes()
    tag = re.search(rb'<meta[^>]*name="(?i:url)"[^>]*content="(http[^"]+)"', body)
    address = url or (tag.group(1).decode() if tag else f"http://www.muyun.example/a/b/{path.name}")
    return Capture(
        site="x",
        url=address,
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=body,
        fetched_at=SEEN_AT,
    )


@pytest.fixture(scope="module")
def read_pages(reader):
    with (ARTICLES / "labels.csv").open(encoding="utf-8-sig") as file:
        labels = list(csv.DictReader(file))
    return [(label, reader.read(capture(ARTICLES / label["file"]))) for label in labels]


def share(results):
    results = list(results)
    return sum(map(bool, results)) / len(results)


class TestCorpus:
    def test_every_article_is_known_as_one(self, read_pages):
        assert [label["file"] for label, page in read_pages if page.shape != "article"] == []

    def test_titles_are_exact(self, read_pages):
        assert share(squeeze(page.title) == squeeze(label["title"]) for label, page in read_pages) >= 0.97

    def test_printed_dates_are_exact_and_none_is_invented(self, read_pages):
        right = [
            (page.printed.isoformat() if page.printed else "") == label["date_printed"]
            for label, page in read_pages
        ]

        assert share(right) >= 0.98

    def test_the_text_has_both_ends_right(self, read_pages):
        told = [(label, squeeze(page.text)) for label, page in read_pages if label["main_first15"]]

        assert (
            share(t.startswith(b["main_first15"]) and t.endswith(b["main_last15"]) for b, t in told) >= 0.95
        )

    @pytest.mark.parametrize(
        ("column", "part"),
        [
            ("footer_site_code", "site_code"),
            ("footer_icp", "icp"),
            ("footer_police", "police"),
            ("footer_host", "sponsor"),
        ],
    )
    def test_footer_parts_are_exact(self, read_pages, column, part):
        told = [(label[column], getattr(page.footer, part)) for label, page in read_pages if label[column]]

        assert share(a == b for a, b in told) >= (0.95 if part == "sponsor" else 0.97)

    def test_documents_bear_their_numbers(self, read_pages):
        numbers = {label["file"]: page.document_number for label, page in read_pages}

        assert numbers["z13.html"] == "穗建规字〔2024〕5号"
        assert numbers["z36b.html"] == "穗府办规〔2025〕8号"
        assert all(not numbers[label["file"]] for label, _ in read_pages if label["is_policy"] == "0")

    def test_list_pages_give_their_rows(self, reader):
        egb = reader.read(capture(LISTS / "egb_ordos_xxgknb.html", "http://www.muyun.example/xxgk/xxgknb/"))
        zcgg = reader.read(capture(LISTS / "gz_rsj_zcgg.html", "https://www.muyun.example/zcgg/"))
        search = reader.read(
            capture(LISTS / "jiujiang_search.html", "https://www.muyun.example/irs-c-web/search.shtml")
        )

        assert (egb.shape, len(egb.items), egb.items[0].published.isoformat()) == (
            "section",
            10,
            "2020-09-03",
        )
        assert (zcgg.shape, len(zcgg.items)) == ("section", 15)
        assert max(i.published for i in zcgg.items).isoformat() == "2026-08-20"
        assert search.shape == "search"
