"""The invented city read page by page, without a run: rows, dates, pagers, pairs, and what a page costs."""

import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from statistics import median

from figures import NONE, row, share
from peers import median_ms, read_by_peers

from kaoping.gather import Capture
from kaoping.pages import Page, Reader, Shells, found, policy_pairs
from kaoping.rulebook import Rulebook
from kaoping_toytown import build_city

TODAY = date(2026, 9, 15)
AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
MOST_PAGES = 900
TRAPS = ("calendar", "visit")  # endless by design
LISTED = ("rows", "pinned", "frame")


class WalkedSite:
    """One site, walked from its home page by what pages lead to, and read."""

    def __init__(self, city: object, number: int, reader: Reader) -> None:
        self.site = city.sites[number]  # type: ignore[attr-defined]
        self.book, self.skin = city.book(number), city.pages(number).skin  # type: ignore[attr-defined]
        self._answer, self._number = city.respond, number  # type: ignore[attr-defined]
        self.pages: dict[str, Page] = {}
        self.bodies: dict[str, bytes] = {}
        self._walk(reader)

    def _walk(self, reader: Reader) -> None:
        waiting, shells = [f"{self.site.base_url}/"], Shells()
        known = set(waiting)
        while waiting and len(self.pages) < MOST_PAGES:
            url = waiting.pop()
            answer = self._answer(self._number, url[len(self.site.base_url) :])
            if answer.location:
                waiting.append(self.site.base_url + answer.location)
            if answer.location or answer.status != 200:
                continue
            head = (("Content-Type", answer.content_type),)
            capture = Capture(url=url, status=200, headers=head, body=answer.body, fetched_at=AT)
            page = reader.read(capture)
            self.pages[url], self.bodies[url] = page, answer.body
            for lead in (*found(page), *shells.add(page)):
                is_own = lead.target in {"page", "frame", "data"} and lead.url.startswith(
                    f"{self.site.base_url}/"
                )
                if is_own and lead.url not in known and not any(trap in lead.url for trap in TRAPS):
                    known.add(lead.url)
                    waiting.append(lead.url)

    def address(self, article: object) -> str:
        """Where an article stands."""
        return self.site.base_url + self.skin.article_path(self.book, article)

    def lists(self) -> Iterator[tuple[object, dict[str, date]]]:
        """Each section that shows rows, with the address and day of each of its articles."""
        for section in self.book.by_number.values():
            if section.form in LISTED and section.count:
                articles = [self.book.article(section, n) for n in range(section.count)]
                yield section, {self.address(a): a.date for a in articles}

    def rows(self) -> dict[str, date | None]:
        """Every row that a list page or a data answer showed, with its day."""
        shown: dict[str, date | None] = {}
        for page in self.pages.values():
            if page.shape in {"section", "data", "other"} and page.has_list:
                shown.update({i.url: i.published for i in page.items})
        return shown

    def pairs(self) -> set[tuple[str, str]]:
        """The addresses of each document and its interpretation."""
        documents, readings = self.book.section("normative"), self.book.section("interpretation")
        return {
            (self.address(self.book.article(documents, n)), self.address(self.book.article(readings, n)))
            for n in range(min(documents.count, readings.count))
        }


def walked_sites(reader: Reader, seeds: list[int]) -> list[WalkedSite]:
    """The sites of flawless cities, one a skin and seed."""
    sites = []
    for seed in seeds:
        city = build_city(seed=seed, today=TODAY, sites=7, pages=120, faults=False)
        sites += [WalkedSite(city, number, reader) for number in range(7)]
    return sites


def list_rows(sites: list[WalkedSite]) -> Iterator[str]:
    """Rows by skin: articles listed, dates right, sections walked to their last page."""
    yield "| 皮肤 | 条目 | 读到 | 日期对 | 栏目 | 翻到最后一页 |"
    yield "|---|---|---|---|---|---|"
    by_skin = defaultdict(list)
    for site in sites:
        by_skin[site.site.skin].append(site)
    for skin, group in sorted(by_skin.items()):
        items = seen = dated = sections = walked = 0
        for site in group:
            rows = site.rows()
            for _, truth in site.lists():
                present = [url for url in truth if url in rows]
                items, seen, sections = items + len(truth), seen + len(present), sections + 1
                dated += sum(rows[url] == truth[url] for url in present)
                walked += len(present) == len(truth)
        cells = (skin, items, share(seen, items), share(dated, seen), sections, share(walked, sections))
        yield "| " + " | ".join(map(str, cells)) + " |"


def pair_rows(sites: list[WalkedSite], rules: Rulebook) -> Iterator[str]:
    """Precision and recall of pairs over whole sites."""
    truth: set[tuple[str, str]] = set()
    told: set[tuple[str, str]] = set()
    for number, site in enumerate(sites):
        truth |= {(f"{number} {a}", f"{number} {b}") for a, b in site.pairs()}
        told |= {
            (f"{number} {p.policy.url}", f"{number} {p.interpretation.url}")
            for p in policy_pairs(site.pages.values(), rules)
        }
    yield row("整站配对:配出的是对的", (pair in truth for pair in told), NONE)
    yield row("整站配对:应配的配出了", (pair in told for pair in truth), NONE)


def cost_rows(reader: Reader, pages: dict[str, bytes], what: str) -> Iterator[str]:
    """The median CPU time of understanding one page, beside other libraries on the same bytes."""
    spent = []
    for is_warm in (True, False):
        for name, body in list(pages.items())[: 5 if is_warm else None]:
            capture = Capture(site="x", url=f"http://www.muyun.example/a/b/{name}", status=200, body=body,
                              headers=(("Content-Type", "text/html"),), fetched_at=AT)  # fmt: skip
            start = time.process_time()
            reader.read(capture)
            if not is_warm:
                spent.append((time.process_time() - start) * 1000)
    size = median(len(body) for body in pages.values()) / 1024
    peers = read_by_peers(pages)
    cells = [
        f"{median(spent):.1f}",
        *(median_ms(peers, name) for name in ("trafilatura", "resiliparse", "readability")),
    ]
    yield f"| {what} | {len(pages)} | {size:.0f} | " + " | ".join(cells) + " |"


def heavy_pages() -> dict[str, bytes]:
    """Pages of 60 KB, of every skin."""
    city = build_city(seed=9, today=TODAY, sites=7, pages=60, page_bytes=60_000, faults=False)
    pages = {}
    for number, site in enumerate(city.sites):
        book, skin = city.book(number), city.pages(number).skin
        for key in ("news", "notice", "normative"):
            section = book.plan.sections.get(key)
            for index in range(min(section.count, 6) if section else 0):
                path = skin.article_path(book, book.article(section, index))
                answer = city.respond(number, path)
                if answer.status == 200:
                    pages[f"{site.skin}-{key}-{index}.html"] = answer.body
    return pages
