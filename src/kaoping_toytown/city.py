"""The city: who has a site, how each is dressed, what is wrong with it, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit

from kaoping_toytown import names, outer
from kaoping_toytown.book import SiteBook
from kaoping_toytown.chance import Dice
from kaoping_toytown.faults import Plot, plant_all
from kaoping_toytown.faults.plot import DOWN, REFUSING, SLOW
from kaoping_toytown.later import Fate, fate_of, turn_of_events
from kaoping_toytown.pages import SitePages
from kaoping_toytown.records import SitePlan, ToySite, UnitKind
from kaoping_toytown.response import Response
from kaoping_toytown.sections import sections
from kaoping_toytown.skins import SKINS
from kaoping_toytown.truth import Decoy, Expected, Planted, PlantedDecoy, Spot

_SKIN_NAMES = tuple(SKINS)
_OUTER = "http://outer.invalid"

# what the first eight sites are known for; further sites draw theirs
_TRAITS: Mapping[int, frozenset[str]] = {
    0: frozenset({"sitemap"}),
    1: frozenset({"script_footer"}),
    2: frozenset({"lower_case_tags", "sitemap"}),
    3: frozenset({"older_tags"}),
    4: frozenset({"traps", "sitemap"}),
    5: frozenset({"soft_404", "mislabelled"}),
    6: frozenset(),
    7: frozenset({"splash"}),
}
_ENCODINGS = {2: "gb2312", 5: "gb2312"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """The arguments that make a city; equal recipes make equal cities."""

    seed: int
    today: date
    sites: int
    pages: int
    page_bytes: int | None
    faults: bool
    later: bool = False


class City:
    """An invented city. Its sites answer through `respond`; `served` gives them ports of their own."""

    def __init__(self, recipe: Recipe, sites: Sequence[ToySite], plot: Plot, outer_url: str) -> None:
        self.recipe = recipe
        self.sites = tuple(sites)
        self.outer_url = outer_url
        self._plot = plot
        self._pages: dict[int, SitePages] = {}

    def at(self, base_urls: Sequence[str], outer_url: str) -> City:
        """The same city under these addresses, one for each site, none with a slash at its end."""
        sites = [replace(site, base_url=url) for site, url in zip(self.sites, base_urls, strict=True)]
        return City(self.recipe, sites, self._plot, outer_url)

    def respond(self, number: int, target: str) -> Response:
        """Answer a GET of `target` (path and query) on the site with this number."""
        path, query = split_target(target)
        return self.pages(number).respond(path, query)

    def respond_outer(self, target: str) -> Response:
        return outer.respond(split_target(target)[0])

    def pages(self, number: int) -> SitePages:
        found = self._pages.get(number)
        if found is None:
            found = SitePages(self.book(number), self.outer_url, self._friends(number))
            self._pages[number] = found
        return found

    def book(self, number: int) -> SiteBook:
        recipe = self.recipe
        return SiteBook(
            self.sites[number],
            self._at_home(self._plot.plans[number]),
            seed=recipe.seed,
            today=recipe.today,
            per_page=6 if recipe.pages <= 300 else 15,
            page_bytes=recipe.page_bytes,
        )

    def _at_home(self, plan: SitePlan) -> SitePlan:
        """The plan with the foreign hosts' true address in what faults put on pages."""
        edits = {
            place: [replace(edit, text=edit.text.replace("{outer}", self.outer_url)) for edit in put]
            for place, put in plan.edits.items()
        }
        return replace(plan, edits=edits)

    def _friends(self, number: int) -> list[tuple[str, str]]:
        """The sites that a site's foot links to: the portal, and from there the first others in order."""
        if number:
            return [(self.sites[0].name, self.sites[0].base_url)]
        return [
            (site.name, site.base_url)
            for site in self.sites[1:13]
            if self._plot.plans[site.number].status == "up"
        ]

    # -- what is known ------------------------------------------------------------------------------

    @property
    def truth(self) -> tuple[Expected, ...]:
        """Every fault that must be found, by site, check and address."""
        found = [self._expected(planted) for planted in self._plot.expected]
        return tuple(sorted(found, key=lambda e: (e.site, e.check, e.url, sorted(e.facts.items(), key=str))))

    @property
    def fates(self) -> tuple[Fate, ...]:
        """Of a later city: what became of every fault of the first one, in the order of `truth`."""
        found = [fate_of(self._expected(planted), turn) for planted, turn in self._plot.turns]  # type: ignore[arg-type]
        return tuple(sorted(found, key=lambda f: (f.expected.site, f.expected.check, f.expected.url)))

    @property
    def decoys(self) -> tuple[Decoy, ...]:
        """Every place that only looks wrong, by site, check and address."""
        found = [self._decoy(planted) for planted in self._plot.decoys]
        return tuple(sorted(found, key=lambda d: (d.site, d.check, d.url, d.why)))

    def _expected(self, planted: Planted) -> Expected:
        base = self.sites[planted.spot.site].base_url
        facts: dict[str, str | int] = {}
        for name, value in planted.facts.items():
            if isinstance(value, Spot):
                value = self.address(value)
            elif isinstance(value, str):
                value = value.replace("{site}", base).replace("{outer}", self.outer_url)
            facts[name] = value
        return Expected(
            planted.check, self._host(planted.spot), self.address(planted.spot), facts, planted.why
        )

    def _decoy(self, planted: PlantedDecoy) -> Decoy:
        why = planted.why.replace("{outer}", self.outer_url)
        return Decoy(planted.check, self._host(planted.spot), self.address(planted.spot), why)

    def _host(self, spot: Spot) -> str:
        return urlsplit(self.sites[spot.site].base_url).netloc

    def address(self, spot: Spot) -> str:
        """The absolute address of a home page, a section's list or an article."""
        site, pages = self.sites[spot.site], self.pages(spot.site)
        if spot.section is None:
            return site.home_url
        section = pages.book.section(spot.section)
        if spot.index is None:
            return site.base_url + pages.skin.list_path(pages.book, section, 0)
        return site.base_url + pages.skin.article_path(pages.book, pages.book.article(section, spot.index))


def split_target(target: str) -> tuple[str, dict[str, str]]:
    """The decoded path of a request and its query."""
    path, _, query = target.partition("?")
    if "%" in path:
        path = unquote(path)
    return path, dict(parse_qsl(query, keep_blank_values=True)) if query else {}


def build_city(
    *,
    seed: int = 1,
    today: date = date(2026, 9, 15),
    sites: int = 8,
    pages: int = 120,
    page_bytes: int | None = None,
    faults: bool = True,
    later: bool = False,
) -> City:
    """
    Make the invented city; equal arguments make equal pages, byte for byte.

    Args:
        seed: Chooses words, dates and where faults stand.
        today: The day on which the city is looked at; all dates lie at or before it.
        sites: The portal, six counties, then departments and further units, in that order. From 13
            sites on, three are down, refusing and slow.
        pages: About how many lists and articles a site has, from 60 to some 60,000.
        page_bytes: Fills each page to about this size, with some 190 links; None leaves pages light.
        faults: Whether there are faults at all; look-alikes always stay.
        later: The same city some weeks on: of its faults some are mended, some came back, some are only
            reported as mended; `fates` tells which.
    """
    if sites < 1 or pages < 1:
        raise ValueError("a city needs a site, and a site needs a page")
    recipe = Recipe(seed, today, sites, pages, page_bytes, faults, later)
    made = [_site(number) for number in range(sites)]
    plans = [
        SitePlan(
            site.number,
            sections(site, seed=seed, today=today, pages=pages),
            traits=set(_traits(site.number, seed)),
        )
        for site in made
    ]
    plot = Plot(made, plans, seed, today)
    originals = {plan.number: dict(plan.sections) for plan in plans}
    plant_all(plot, with_faults=faults)
    if later:
        turn_of_events(plot, originals)
    return City(recipe, made, plot, _OUTER)


def _traits(number: int, seed: int) -> frozenset[str]:
    known = _TRAITS.get(number)
    if known is not None:
        return known
    dice = Dice(seed, number, 21)
    drawn = dice.pick(
        (frozenset(), frozenset({"script_footer"}), frozenset({"soft_404"}), frozenset({"sitemap"}))
    )
    return frozenset() if number in (DOWN, REFUSING, SLOW) else drawn


def _site(number: int) -> ToySite:
    unit, kind, latin, townships = _unit(number)
    name = f"{unit}门户网站" if kind in ("市级门户", "县市区") else f"{unit}网站"
    domain = f"{latin}.{names.DOMAIN}"
    skin = _SKIN_NAMES[number % len(_SKIN_NAMES)]
    encoding = _ENCODINGS.get(number, "utf-8")
    base_url = f"http://{latin}.toytown.invalid"
    return ToySite(
        number, unit, kind, name, names.site_code(number), skin, encoding, domain, base_url, townships
    )


def _unit(number: int) -> tuple[str, UnitKind, str, tuple[str, ...]]:
    if number == 0:
        return f"{names.CITY}人民政府", "市级门户", "www", ()
    if number <= len(names.COUNTIES):
        county, latin, townships = names.COUNTIES[number - 1]
        return f"{county}人民政府", "县市区", latin, townships
    number -= len(names.COUNTIES) + 1
    if number < len(names.DEPARTMENTS):
        department, latin = names.DEPARTMENTS[number]
    else:
        department, latin = names.further_unit(number - len(names.DEPARTMENTS))
    return f"{names.CITY}{department}", "市直单位", latin, ()


def recipe_dict(recipe: Recipe) -> dict[str, object]:
    """The recipe as plain values, `today` in ISO form."""
    return {**asdict(recipe), "today": recipe.today.isoformat()}
