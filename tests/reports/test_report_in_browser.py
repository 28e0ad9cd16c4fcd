import shutil

import pytest
from wangchuan import dead_link, hostile, run, section, site, typo

from kaoping.reports import write_report_html

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as starter:
        browser = starter.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, tmp_path):
    def open_report(*sites, width=1366, **options):
        path = tmp_path / "report.html"
        write_report_html(run(*sites), path)
        page = browser.new_page(viewport={"width": width, "height": 768}, **options)
        page.asked, page.complaints = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.goto(path.as_uri())
        return page

    return open_report


def test_hostile_text_neither_runs_nor_asks_for_anything(opened):
    page = opened(hostile())

    assert page.evaluate("typeof window.__pwn") == "undefined"
    assert len(page.asked) == 1
    assert page.complaints == []


@pytest.mark.parametrize("sites", [(site(),), (site(), hostile())], ids=["one site", "several"])
def test_a_phone_never_scrolls_the_page_sideways(opened, sites):
    page = opened(*sites, width=360)

    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_filter_leaves_only_what_fits(opened):
    page = opened(site(observations=(typo(), dead_link())))

    page.fill("#f-text", "截至目前")

    playwright.expect(page.locator("#f-count")).to_have_text("符合 1 条")
    assert page.locator(".check:visible").count() == 1


def test_without_scripts_everything_can_still_be_read(opened):
    page = opened(site(sections=(section(),)), java_script_enabled=False)

    assert not page.locator("#filter").is_visible()
    assert page.locator(".ob").first.is_visible()
    assert page.locator(".chart").is_visible()
