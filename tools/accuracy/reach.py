"""
How much of the invented city is reached without a browser.

    python tools/accuracy/reach.py [--seeds 101] [--told]

Of every site, beside what the city knows: articles fetched, sections recognised at their address, list rows
read with their day. The later version of a family turns its pages otherwise and is counted by itself. Sites
that are down or refuse are left out.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kaoping.gather.addresses import address_hash, normalise
from kaoping.rounds.judging import Judgement, SiteJudge
from kaoping.rounds.run_file import read_run
from kaoping.rounds.store import PageStore, open_state
from kaoping.rulebook import load_rulebook
from kaoping_toytown import City, build_city, serve

LISTED = ("rows", "pinned", "frame")


@dataclass
class Reach:
    """Counts of one skin: (there are, reached)."""

    articles: tuple[int, int] = (0, 0)
    sections: tuple[int, int] = (0, 0)
    rows: tuple[int, int] = (0, 0)

    def add(self, articles: tuple[int, int], sections: tuple[int, int], rows: tuple[int, int]) -> None:
        """Add one site."""
        self.articles = _sum(self.articles, articles)
        self.sections = _sum(self.sections, sections)
        self.rows = _sum(self.rows, rows)


def reach(
    city: City, out: Path, base_urls: list[str], *, is_told: bool = False
) -> dict[tuple[str, bool], Reach]:
    """What the run in `out` reached, by skin and whether it is the later version."""
    connection, rules, plan = open_state(out / "state.sqlite"), load_rulebook(), read_run(out)
    judge = SiteJudge(connection, PageStore(connection), rules, plan.today)
    known = {h for (h,) in connection.execute("SELECT url_hash FROM pages WHERE unreadable=''")}
    by_base = {entry.url.rstrip("/"): entry for entry in plan.sites}
    found: dict[tuple[str, bool], Reach] = defaultdict(Reach)
    for site, base in zip(city.sites, base_urls, strict=True):
        entry = by_base.get(base.rstrip("/"))
        if entry is not None and city.pages(site.number).book.plan.status == "up":
            count = _site(city, site.number, base, judge.judge(entry), known, is_told=is_told)
            found[site.skin, site.number // 7 % 2 == 1].add(*count)
    return dict(found)


def _site(
    city: City, number: int, base: str, judged: Judgement, known: set[int], *, is_told: bool
) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    book, skin = city.book(number), city.pages(number).skin
    read = {s.url: s for s in judged.sections}
    articles, sections, rows = [0, 0], [0, 0], [0, 0]
    for section in book.by_number.values():
        for index in range(section.count):
            path = skin.article_path(book, book.article(section, index))
            if section.form == "page":
                path = skin.list_path(book, section, 0)  # the section is its one text
            url = normalise(base + path) or ""
            is_reached = address_hash(url) in known
            articles = [articles[0] + 1, articles[1] + is_reached]
            if is_told and not is_reached:
                print("未到达", url)
        if section.form not in LISTED or not section.count:
            continue
        seen = read.get(normalise(base + skin.list_path(book, section, 0)) or "")
        sections = [sections[0] + 1, sections[1] + (seen is not None)]
        dated = (seen.item_count - seen.undated_count) if seen else 0
        rows = [rows[0] + section.count, rows[1] + min(dated, section.count)]
        if is_told and dated != section.count:
            print("行数", base + skin.list_path(book, section, 0), section.count, dated)
    return (articles[0], articles[1]), (sections[0], sections[1]), (rows[0], rows[1])


def table(found: dict[tuple[str, bool], Reach]) -> list[str]:
    """Markdown lines."""
    lines = ["| 皮肤 | 文章 | 到达 | 栏目 | 到达 | 列表行 | 有日期读到 |", "|---|---|---|---|---|---|---|"]
    for (skin, is_later), r in sorted(found.items()):
        cells = [f"{there} | {_share(got, there)}" for there, got in (r.articles, r.sections, r.rows)]
        lines.append(f"| {skin}{'(后期写法)' if is_later else ''} | {' | '.join(cells)} |")
    return lines


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "—"


def _sum(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]


def measured(
    run: Callable[..., object], seeds: Iterable[int], pages: int, *, is_told: bool = False
) -> dict[tuple[str, bool], Reach]:
    """What runs over flawless cities of these seeds reach; `run` checks a served city into a folder."""
    whole: dict[tuple[str, bool], Reach] = defaultdict(Reach)
    for seed in seeds:
        city = build_city(seed=seed, today=date(2026, 9, 15), sites=28, pages=pages, faults=False)
        with tempfile.TemporaryDirectory() as folder, serve(city) as served:
            out = Path(folder) / "out"
            run(served, out, "--render", "never", "--max-pages", str(pages * 4))
            bases = [served.base_url(site) for site in city.sites]
            for key, got in reach(served.city, out, bases, is_told=is_told).items():
                whole[key].add(got.articles, got.sections, got.rows)
    return dict(whole)


def main() -> None:
    """Run the seeds and print the table."""
    from city_checks import run_city

    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, nargs="+", default=[101])
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--told", action="store_true", help="name what was not reached")
    options = parser.parse_args()
    print("\n".join(table(measured(run_city, options.seeds, options.pages, is_told=options.told))))


if __name__ == "__main__":
    main()
