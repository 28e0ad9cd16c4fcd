"""One command over saved pages of real governments: it understands them all and accuses none falsely."""

import pyarrow.parquet as pq
import pytest
from real_pages import saved_pages
from runs import check, observations, problems, rows
from small_sites import Answer, page, site

PAGES = saved_pages()
TRUE_TYPO = "分辩率"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PAGES, reason="the saved pages are not on this machine (set KAOPING_SHARED)"),
]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("corpus") / "out"
    links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in PAGES)
    index = page("汇编", f"<ul>{links}</ul>")

    def respond(served, path):
        if path == "/":
            return Answer(body=index)
        return Answer(body=PAGES[path]) if path in PAGES else None

    with site(respond) as served:
        done = check(served.home, out=out)
        return done, out, served.base


def test_it_ends_with_every_address_settled(run):
    done, out, _ = run

    assert done.returncode in (0, 1), done.stderr
    assert done.stderr == ""
    assert rows(out, "SELECT url FROM urls WHERE state NOT IN (3,4,5)") == []


def test_every_page_is_understood(run):
    _, out, base = run

    table = pq.read_table(out / "pages.parquet").to_pylist()
    understood = {row["url"].removeprefix(base): row for row in table}

    assert [path for path in PAGES if path not in understood] == []
    assert [path for path in PAGES if not understood[path]["title"]] == []
    articles = [path for path in PAGES if path.startswith("/articles/")]
    assert [path for path in articles if understood[path]["text_length"] < 40] == []
    assert rows(out, "SELECT url, unreadable FROM pages WHERE unreadable<>''") == []


def test_no_page_is_said_to_be_tampered_with(run):
    _, out, _ = run

    assert [(o["url"], o["quote"]) for o in problems(out) if o["check"] == "integrity.tampered"] == []


def test_the_one_true_typo_is_the_only_one(run):
    _, out, _ = run

    typos = [
        o["quote"] for o in observations(out) if (o["check"], o["answer"]) == ("wording.typo", "problem")
    ]

    assert [quote for quote in typos if TRUE_TYPO not in quote] == []
    assert len(typos) == 1
