"""The ground on which faults are planted: it hands out free places and writes down what was put there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar
from zlib import crc32

from kaoping_toytown.book import SiteBook
from kaoping_toytown.chance import Dice
from kaoping_toytown.records import Edit, Form, Section, SitePlan, ToySite
from kaoping_toytown.truth import Planted, PlantedDecoy, Spot

T = TypeVar("T")

# sites of a larger city that are down, refuse robots or are slow; nothing else is wrong with them
DOWN, REFUSING, SLOW = 9, 10, 11
_LARGER_CITY = 13

_RECENT_DOCUMENTS = 6
_RECENT = 12  # edited articles stand among a section's newest, so that a short walk meets them


class Plot:
    """Sites and plans of a city being built. Two plantings never share an article, section or template."""

    def __init__(self, sites: Sequence[ToySite], plans: Sequence[SitePlan], seed: int, today: date) -> None:
        self.sites = sites
        self.plans = plans
        self.seed = seed
        self.today = today
        self.expected: list[Planted] = []
        self.decoys: list[PlantedDecoy] = []
        self.turns: list[tuple[Planted, str]] = []  # of a later city: what became of each fault
        self._shared: dict[int, Spot] = {}

    @property
    def is_larger(self) -> bool:
        """Whether there are enough sites for some to be out of order as a whole."""
        return len(self.sites) >= _LARGER_CITY

    @property
    def rounds(self) -> int:
        """How often the faults of a file are planted: once for every eight sites, twelve times at most."""
        return min(12, max(1, len(self.sites) // 8))

    def turned(self, use: str, forms: Sequence[T], each_round: int) -> list[T]:
        """So many forms for each round, one after the other, beginning where the dice say."""
        start = self.dice(use).below(len(forms))
        return [forms[(start + n) % len(forms)] for n in range(each_round * self.rounds)]

    def dice(self, use: str) -> Dice:
        return Dice(self.seed, crc32(use.encode()))

    def ordinary(self) -> list[int]:
        """Sites that answer as sites should."""
        special = (DOWN, REFUSING, SLOW) if self.is_larger else ()
        return [site.number for site in self.sites if site.number not in special]

    def free_site(self, use: str, fits: Callable[[ToySite, SitePlan], bool] | None = None) -> int | None:
        """
        A site on which `use` is not yet claimed, chosen by dice and then claimed; none if none fits.

        The part of `use` before a colon is what is claimed, the rest only stirs the dice.
        """
        claim = use.partition(":")[0]
        choices = [
            n for n in self.ordinary()
            if claim not in self.plans[n].claims and (fits is None or fits(self.sites[n], self.plans[n]))
        ]  # fmt: skip
        if not choices:
            return None
        chosen = self.dice(use).pick(choices)
        self.plans[chosen].claims.add(claim)
        return chosen

    def free_section(
        self, keys: Sequence[str], use: str, fits: Callable[[ToySite, SitePlan], bool] | None = None
    ) -> Spot | None:
        """A section with one of these keys that nothing was done to; claims as `free_site` does."""

        def is_free(site: ToySite, plan: SitePlan) -> bool:
            return (fits is None or fits(site, plan)) and any(self._is_untouched(plan, key) for key in keys)

        number = self.free_site(use, is_free)
        if number is None:
            return None
        plan = self.plans[number]
        key = self.dice(use).pick([key for key in keys if self._is_untouched(plan, key)])
        plan.claims.add(f"section/{key}")
        return Spot(number, key)

    def _is_untouched(self, plan: SitePlan, key: str) -> bool:
        section = plan.sections.get(key)
        return section is not None and section.form == "rows" and f"section/{key}" not in plan.claims

    def free_article(
        self,
        use: str,
        keys: Sequence[str] = ("news", "notice"),
        fits: Callable[[ToySite, SitePlan], bool] | None = None,
    ) -> Spot | None:
        """A recent article that nothing was done to, claimed; the sites take their turns."""
        dice = self.dice(use)
        ordinary = [n for n in self.ordinary() if fits is None or fits(self.sites[n], self.plans[n])]
        if not ordinary:
            return None
        ordinary.sort(key=lambda n: (len(self.plans[n].edits), dice.below(1000)))
        for number in ordinary:
            plan = self.plans[number]
            free = [
                (key, index)
                for key in keys
                if plan.sections[key].form == "rows"
                for index in range(min(_RECENT, plan.sections[key].count))
                if (key, index) not in plan.edits
            ]
            if free:
                key, index = dice.pick(free)
                return Spot(number, key, index)
        return None

    def shared_article(self, use: str) -> Spot | None:
        """One of three articles on which look-alikes of several checks may stand together."""
        place = self.dice(use).below(3)
        if place not in self._shared:
            spot = self.free_article(f"shared/{place}")
            if spot is None:
                return None
            self.edit(spot)  # claimed before anything is put there
            self._shared[place] = spot
        return self._shared[place]

    def free_document(
        self, use: str, fits: Callable[[ToySite, SitePlan, int], bool] | None = None
    ) -> tuple[int, int] | None:
        """
        A site and the index of a recent normative document that nothing was done to, nor to its
        interpretation, claimed; the sites take their turns.
        """
        dice = self.dice(use)
        order = sorted(self.ordinary(), key=lambda n: (len(self._claimed(n)), dice.below(1000)))
        for number in order:
            site, plan = self.sites[number], self.plans[number]
            free = [
                index
                for index in range(min(_RECENT_DOCUMENTS, plan.sections["normative"].count))
                if index not in self._claimed(number) and (fits is None or fits(site, plan, index))
            ]
            if free:
                index = dice.pick(free)
                self.claim_document(number, index)
                return number, index
        return None

    def claim_document(self, number: int, index: int) -> None:
        """Nothing else may be done to this document and its interpretation."""
        self.plans[number].claims.add(f"document/{index}")

    def _claimed(self, number: int) -> set[int]:
        claims = self.plans[number].claims
        return {int(claim.removeprefix("document/")) for claim in claims if claim.startswith("document/")}

    def is_claimed(self, number: int, index: int) -> bool:
        return index in self._claimed(number)

    def spot(self, number: int, section: str, index: int | None = None) -> Spot:
        """A place of a site."""
        return Spot(number, section, index)

    def platform(self, number: int, township: int) -> Spot:
        """Where a township's platform begins: its section with the lowest address, as the site shows them."""
        prefix = f"township_{township}_"
        keys = [key for key in self.plans[number].sections if key.startswith(prefix)]
        return Spot(number, min(keys, key=lambda key: self.plans[number].sections[key].path))

    def spoil_platform(self, number: int, township: int) -> None:
        """Note that something was done to a township's platform."""
        self.plans[number].claims.add(f"platform/{township}")

    def sound_platforms(self) -> list[Spot]:
        """Platforms of counties to which nothing was done."""
        return [
            self.platform(number, township)
            for number in self.ordinary()
            if has_townships(self.sites[number], self.plans[number])
            for township in range(1, len(self.sites[number].townships) + 1)
            if f"platform/{township}" not in self.plans[number].claims
        ]

    def edit(self, spot: Spot, *edits: Edit) -> None:
        assert spot.section is not None
        assert spot.index is not None
        self.plans[spot.site].edits.setdefault((spot.section, spot.index), []).extend(edits)

    def section(self, spot: Spot) -> Section:
        assert spot.section is not None
        return self.plans[spot.site].sections[spot.section]

    def reshape(
        self,
        spot: Spot,
        *,
        newest_age: int | None = None,
        form: Form | None = None,
        count: int | None = None,
        kind: str | None = None,
    ) -> None:
        """Give a section another age, form, length, or content of another kind."""
        section = self.section(spot)
        self.plans[spot.site].sections[section.key] = replace(
            section,
            newest_age=section.newest_age if newest_age is None else newest_age,
            form=form or section.form,
            count=section.count if count is None else count,
            kind=kind or section.kind,
        )

    def remove(self, spot: Spot) -> None:
        """Take a section away, with all that leads to it; not one that the home page shows."""
        del self.plans[spot.site].sections[self.section(spot).key]

    def book(self, number: int) -> SiteBook:
        """The site as planned so far, to ask it for dates and titles."""
        return SiteBook(
            self.sites[number],
            self.plans[number],
            seed=self.seed,
            today=self.today,
            per_page=15,
            page_bytes=None,
        )

    def expect(self, check: str, spot: Spot, why: str, **facts: str | int | Spot) -> None:
        self.expected.append(Planted(check, spot, why, dict(facts)))

    def decoy(self, check: str, spot: Spot, why: str) -> None:
        self.decoys.append(PlantedDecoy(check, spot, why))


def is_static(site: ToySite, plan: SitePlan) -> bool:
    """Whether the site's lists can be read without running scripts."""
    return site.skin != "vue"


def has_townships(site: ToySite, plan: SitePlan) -> bool:
    """Whether it is a county's site whose townships can be read without running scripts."""
    return is_static(site, plan) and len(site.townships) >= 3 and "stale_home" not in plan.claims
