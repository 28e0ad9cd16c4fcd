"""A look back from end to end: a city is checked, its findings become open items, the later city is seen."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from city_runs import Tally, run_city  # noqa: F401  city_runs puts tools on the path
from runs import kaoping

from kaoping.findings import Finding, Suspect, Witness
from kaoping.ledger import OpenItem, OpenItems, write_open_items
from kaoping.roster import read_sites
from kaoping_toytown import Fate, build_city, serve

TODAY = date(2026, 9, 15)
CLAIMED = datetime(2026, 8, 20, 2, tzinfo=UTC)


def suspect_of(observation: dict) -> Suspect:
    """An observation as a finding of some system: here each check is its own rule."""
    fact = json.dumps([observation[k] for k in ("check", "url", "facts", "quote")], sort_keys=True)
    evidence = observation["evidence"]
    witness = Witness(
        "check", observation["check"], datetime.fromisoformat(observation["seen_at"]),
        digest=evidence["digest"], archive=evidence["archive"], offset=evidence["offset"],
    )  # fmt: skip
    return Suspect(
        id=hashlib.sha256(fact.encode()).hexdigest()[:16],
        unit=observation["unit"],
        system="toytown",
        indicator=observation["check"],
        rule=observation["check"],
        url=observation["url"],
        object=str(observation["facts"].get("target") or observation["facts"].get("item") or ""),
        message=observation["message"],
        pages=tuple(observation["pages"]),
        quote=observation["quote"],
        facts=observation["facts"],
        witnesses=(witness,),
        site=observation["site"],
    )


def item_of(observation: dict, *, claimed: bool = False, closed: bool = False) -> OpenItem:
    status = "verified" if closed else "claimed fixed" if claimed else "handed over"
    return OpenItem(
        Finding(suspect_of(observation), "confirmed"),
        "2026年上半年",
        status,
        date(2026, 9, 1),
        claimed_at=CLAIMED if claimed else None,
        was_closed=closed,
    )


@dataclass(frozen=True)
class LookbackRun:
    first: Path
    out: Path
    fates: dict[str, Fate]  # by the finding's id
    items: tuple[OpenItem, ...]
    looked: list[dict]
    returncode: int
    words: str

    def outcomes(self) -> dict[str, str]:
        return {one["item"]["finding"]["suspect"]["id"]: one["outcome"] for one in self.looked}


def lookback(open_items: Path, out: Path, *more: object):
    fixed = ("--rate", 0, "--allow-private", "--render", "never", "--quiet", "--today", TODAY.isoformat())
    return kaoping("lookback", open_items, "--out", out, *fixed, *more)


def lookback_run(folder: Path, *, seed: int, sites: int, pages: int) -> LookbackRun:
    """Check a city, hand its known faults over, see what became of them."""
    from city_checks import agrees

    recipe = {"seed": seed, "today": TODAY, "sites": sites, "pages": pages}
    first, out, file = folder / "first", folder / "lookback", folder / "open-items.json"
    with serve(build_city(**recipe), second_city=build_city(**recipe, later=True)) as served:
        observations = run_city(served, first, "--render", "never")
        later = served.show_second(build_city(**recipe, later=True))
        fates: dict[str, Fate] = {}
        items: dict[str, OpenItem] = {}
        for fate in later.city.fates:
            told = [o for o in observations if o["answer"] == "problem" and agrees(o, fate.expected)]
            for observation in [o for o in told if o["lane"] != "hint"][:1]:
                item = item_of(observation, claimed=fate.was_claimed, closed=fate.was_closed)
                fates[item.id], items[item.id] = fate, item
        roster = read_sites(first.with_suffix(".csv"))
        write_open_items(OpenItems("2026年上半年", TODAY, tuple(items.values()), roster), file)
        outer = served.outer_url.removeprefix("http://").strip("/")
        done = lookback(file, out, "--allow", outer)
    looked = json.loads((out / "lookback.json").read_text("utf-8"))["looked"] if done.returncode != 2 else []
    return LookbackRun(
        first, out, fates, tuple(items.values()), looked, done.returncode, done.stdout + done.stderr
    )


def as_left(item: OpenItem) -> OpenItem:
    return replace(item, claimed_at=None, was_closed=False, status="handed over")
