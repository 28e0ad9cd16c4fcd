"""Invented sites as maps see them, and the shortest way to draw a map."""

from datetime import date

from kaoping.pages import ListItem, Section
from kaoping.pages.disclosurewords import disclosure_words
from kaoping.pages.glimpse import Glimpse
from kaoping.pages.mapping import UnitOfMap, disclosure_map
from kaoping.pages.page import Link
from kaoping.pages.places import SiteView, places
from kaoping.pages.townships import platforms

TODAY = date(2026, 9, 15)
SITE = "www.muyun.example"
HOME = f"http://{SITE}/"


def section(name, *, path=(), url="", days=("2026-09-01", "2026-08-01", "2026-07-01"), titles=(), **more):
    url = url or f"{HOME}c/{abs(hash((name, path))) % 10**8}/"
    names = titles or [f"{name}第{n}号" for n in range(len(days))]
    rows = tuple(
        ListItem(title, f"{url}{n}.html", date.fromisoformat(day))
        for n, (title, day) in enumerate(zip(names, days, strict=True))
    )
    newest = max((r.published for r in rows), default=None)
    return Section(site=SITE, name=name, url=url, path=(*path, name), items=rows, item_count=len(rows),
                   newest=newest, has_list=True, **more)  # fmt: skip


def single(name, *, path=(), url="", text_length=300, shape="article", title="", **more):
    url = url or f"{HOME}p/{abs(hash((name, path))) % 10**8}.html"
    trail = (*(Link("", step) for step in path), Link(url, name))
    return Glimpse(
        url=url, shape=shape, title=title or name, breadcrumb=trail, text_length=text_length, **more
    )


def view(*found, names=None, works=None, incomplete="", documents=None):
    return SiteView(
        SITE, HOME,
        tuple(f for f in found if isinstance(f, Section)),
        {f.url: f for f in found if isinstance(f, Glimpse)},
        names or {}, works or (lambda _: None), incomplete, documents or {},
    )  # fmt: skip


def drawn(
    rules, seen, *, unit="沐云县人民政府", unit_kind="县市区", kinds=None, catalogue="statutory", **owner
):
    """The map's items by id. `kinds` says what kind each article of an address is."""
    known = kinds or {}
    made = disclosure_map(
        seen, UnitOfMap(unit, unit_kind, **owner), [rules.catalogue(catalogue)],
        articles=lambda urls: {u: (known[u], None) for u in urls if u in known},
        today=TODAY, words=disclosure_words(rules),
    )  # fmt: skip
    return {item.id: item for item in made.items}


def township_platforms(rules, seen, *listed):
    return platforms(
        places(seen), listed, rules.catalogue("township"), site=SITE, unit="沐云县人民政府",
        unit_kind="县市区", home_url=HOME, incomplete=seen.incomplete, articles=lambda _: {}, today=TODAY,
        words=disclosure_words(rules),
    )  # fmt: skip
