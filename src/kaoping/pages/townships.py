"""Township platforms inside a county's site: which there are, and what each of them holds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kaoping.rulebook import Catalogue, CatalogueNode

from .disclosure import ItemState, PlaceSeen
from .disclosurewords import DisclosureWords
from .likeness import Compared, Lengths, Likeness
from .matching import Matcher
from .page import ListItem
from .places import Below, Place
from .placestates import Articles, PlaceJudge, best_of

PlatformState = Literal["present", "missing", "linked_out", "unsure"]


@dataclass(frozen=True, slots=True)
class TownshipSection:
    """
    A required section of one township, as its platform has it. A conditional one is owed according to local
    conditions: `peers_with` of the county's `peers` other townships that are no streets have it.
    """

    id: str = ""
    name: str = ""
    state: ItemState = "missing"
    url: str = ""
    count: int = 0
    newest: date | None = None
    titles: tuple[str, ...] = ()
    why: str = ""
    is_conditional: bool = False
    mark: str = "recalled"
    peers_with: int = 0
    peers: int = 0


@dataclass(frozen=True, slots=True)
class Township:
    """
    One township or street. `count` are all rows of its sections; `titles` the newest, for comparing
    townships with each other. `has_listed_name` says that the roster names it. `doubt` says why not all
    rows could be seen.
    """

    name: str = ""
    url: str = ""
    state: PlatformState = "missing"
    why: str = ""
    sections: tuple[TownshipSection, ...] = ()
    section_count: int = 0
    count: int = 0
    newest: date | None = None
    titles: tuple[str, ...] = ()
    has_listed_name: bool = False
    is_street: bool = False
    doubt: str = ""

    def addresses(self, but: str) -> tuple[str, ...]:
        """Where its sections stand, each once, without the address `but`."""
        return tuple(sorted({s.url for s in self.sections if s.url} - {but}))


_NO_TOWNSHIP = Township()


@dataclass(frozen=True, slots=True)
class Platform:
    """What a check reads: one county unit and one of its townships, with how like another it is."""

    site: str = ""
    unit: str = ""
    unit_kind: str = ""
    home_url: str = ""
    township: Township = _NO_TOWNSHIP
    alike: str = ""  # the township that shares most of its items
    alike_share: float = 0.0  # share of its own items that stand there, its name put aside
    alike_back: float = 0.0  # share of that one's items that stand here
    alike_titles: tuple[str, ...] = ()
    is_later: bool = False  # it stands after that one in the county's order
    most_elsewhere: int = 0  # rows of the fullest other township: whether the site's lists can be read


def platforms(
    known: Sequence[Place], listed: Sequence[str], catalogue: Catalogue, *, site: str, unit: str,
    unit_kind: str, home_url: str, incomplete: str, articles: Articles, today: date, words: DisclosureWords,
    local: Sequence[CatalogueNode] = (), named: Sequence[str] = (), lengths: Lengths = lambda _: {},
    frame_length: int = 0,
) -> tuple[Platform, ...]:  # fmt: skip
    """
    The townships of a county's site, in the roster's order, else by name.

    Args:
        known: All places of the site.
        listed: The townships as the roster names them; empty where it does not, then those that navigation
            and trails name are taken, if there are several. One that is listed and not found is missing.
        incomplete: Why parts of the site are not known: then one that is not found is unsure.
        local: Nodes that townships owe according to local conditions (条例第二十一条).
        named: Townships that the site's own pages name without leading to them.
        lengths: Characters of the articles among these addresses that were read.
    """
    names = list(listed) or _named(known, words)
    names += [name for name in named if names and name not in names] if not listed else []
    trees = _trees(known, names, words)
    nodes = (*catalogue.nodes, *(replace(node, conditional=node.kinds) for node in local))
    made = [_township(name, trees[name], nodes, articles, today, words, frame_length) for name in names]
    found = []
    for name, (township, _) in zip(names, made, strict=True):
        if not trees[name]:
            township = replace(township, state="unsure" if incomplete else "missing", why=incomplete)
        found.append(replace(township, has_listed_name=name in listed))
    compared = Compared({t.name: rows for t, rows in made}, lengths, words)
    whole = [_with_peers(township, found) for township in found]
    return tuple(
        _platform(Platform(site, unit, unit_kind, home_url, t), whole, compared.of(t.name)) for t in whole
    )


def _platform(platform: Platform, townships: Sequence[Township], likeness: Likeness) -> Platform:
    names = [t.name for t in townships]
    own = platform.township.name
    return replace(
        platform,
        alike=likeness.name,
        alike_share=likeness.share,
        alike_back=likeness.back,
        alike_titles=likeness.titles,
        is_later=bool(likeness.name) and names.index(own) > names.index(likeness.name),
        most_elsewhere=max((t.count for t in townships if t.name != own), default=0),
    )


def _with_peers(township: Township, townships: Sequence[Township]) -> Township:
    """What the county's other townships have of each section: its own measure of what is owed there."""
    peers = [t for t in townships if t.name != township.name and not t.is_street and t.state == "present"]
    having: dict[str, int] = defaultdict(int)
    for section in (section for peer in peers for section in peer.sections):
        having[section.id] += section.state != "missing"
    return replace(
        township,
        sections=tuple(replace(s, peers_with=having[s.id], peers=len(peers)) for s in township.sections),
    )


def _named(known: Iterable[Place], words: DisclosureWords) -> list[str]:
    """Names of townships by the words of navigation and trails; a single one is no platform of many."""
    found: dict[str, int] = defaultdict(int)
    for place in known:
        for depth, step in enumerate(place.path):
            name = bare_name(step, words)
            under = any(words.township_roots.search(above) for above in place.path[:depth])
            is_way = place.form in ("outer", "unseen") or depth < len(place.path) - 1 or under
            if name and (is_way or place.form != "section"):
                found[name] += 1
    return sorted(found) if len(found) >= words.least_named else []


def bare_name(step: str, words: DisclosureWords) -> str:
    """The township that a step of a trail names (``鹿回坡镇人民政府`` is 鹿回坡镇), or ``""``."""
    plain = words.plain(step)
    shorter = words.township_tails.sub("", plain)
    while shorter != plain:
        plain, shorter = shorter, words.township_tails.sub("", shorter)
    is_name = words.township_names.match(plain) and not words.not_townships.match(plain)
    return plain if is_name else ""


def _trees(
    known: Sequence[Place], names: Sequence[str], words: DisclosureWords
) -> dict[str, list[tuple[Place, bool]]]:
    """For each township its places, and whether each is the platform's own head rather than a section."""
    trees: dict[str, dict[str, tuple[Place, bool]]] = {name: {} for name in names}
    below = Below(known)
    short = {name: bare_name(name, words) or words.plain(name) for name in names}
    for place in known:
        called = words.plain(place.name)
        steps = {called, *(words.plain(step) for step in place.path)}
        for name, plain in short.items():
            if any(step.startswith(plain) for step in steps):
                rest = words.township_tails.sub("", called.removeprefix(plain))
                trees[name].setdefault(place.url + place.name, (place, not rest))
    for tree in trees.values():
        for place, is_head in list(tree.values()):
            if is_head:
                for one in below.of(place):
                    tree.setdefault(one.url + one.name, (one, False))
    return {name: sorted(tree.values(), key=lambda p: (p[0].url, p[0].name)) for name, tree in trees.items()}


def _township(
    name: str, tree: Sequence[tuple[Place, bool]], demanded: Sequence[CatalogueNode], articles: Articles,
    today: date, words: DisclosureWords, frame_length: int,
) -> tuple[Township, tuple[ListItem, ...]]:  # fmt: skip
    """The township, and its newest rows."""
    is_street = words.plain(name).endswith(("街道", "办事处"))
    heads = [place for place, is_head in tree if is_head]
    own = [_renamed(place, name, words) for place, is_head in tree if not is_head]
    outer = [place for place in heads if place.form == "outer"]
    if not own and outer:
        why = "平台在其他地址" if outer[0].works is not False else "平台地址打不开"
        return Township(name, outer[0].url, "linked_out", why, is_street=is_street), ()
    if not own and heads and all(place.form == "unseen" for place in heads):
        return Township(name, heads[0].url, "unsure", heads[0].why, is_street=is_street), ()
    judge = PlaceJudge(own, articles, today, words, frame_length)
    nodes = [node for node in demanded if node.on_streets or not is_street]
    matcher = Matcher(own, nodes, words)
    rows = {row.url or row.title: row for p in own if p.section for row in p.section.items}
    days = [row.published for row in rows.values() if row.published and row.published <= today]
    newest_first = sorted(rows.values(), key=lambda r: (-(r.published or date.min).toordinal(), r.url))
    shown = newest_first[: words.township_titles]
    township = Township(
        name=name,
        url=(heads or own or [Place()])[0].url,
        state="present" if tree else "missing",
        sections=tuple(_section(node, matcher, judge, words, name) for node in nodes),
        section_count=sum(1 for p in own if p.form in ("section", "page")),
        count=sum(p.section.item_count for p in own if p.section),
        newest=max(days, default=None),
        titles=tuple(row.title for row in shown),
        is_street=is_street,
        doubt=next(filter(None, (_unseen(place) for place in own)), ""),
    )
    return township, tuple(shown)


def _unseen(place: Place) -> str:
    """Why rows of a place may stand where nobody looked, or ``""``."""
    section = place.section
    if place.form == "unseen":
        return place.why
    if section is None or section.item_count:
        return section.unwalked if section else ""
    unread = (
        "信息应来自脚本数据或接口,但没有读到" if section.is_from_data and not section.is_data_answered else ""
    )
    return section.unseen or section.needs_rendering or unread


def _renamed(place: Place, township: str, words: DisclosureWords) -> Place:
    """The place without the township's name before its own."""
    plain = words.plain(place.name)
    rest = plain.removeprefix(words.plain(township))
    return replace(place, name=rest) if len(rest) >= 2 else place


def _section(
    node: CatalogueNode, matcher: Matcher, judge: PlaceJudge, words: DisclosureWords, township: str
) -> TownshipSection:
    matches = matcher.matches(node)
    best = matches[0].candidate.score if matches else 0.0
    blank = TownshipSection(node.id, node.name, is_conditional=bool(node.conditional), mark=node.mark)
    if best < words.ask:
        return blank
    if best < words.accept:
        near = matches[0].candidate
        return replace(blank, state="ask", url=near.url, why=f"相似栏目“{near.name}”")
    taken = [m for m in matches if m.candidate.score >= max(words.accept, best - words.tier)]
    seen: list[PlaceSeen] = [judge.seen(match.place, node) for match in taken]
    one = best_of(seen)
    titles = tuple(item.title for item in one.items)
    return replace(
        blank, state=one.state, url=one.url, count=sum(s.count for s in seen), newest=one.newest,
        titles=titles, why=one.why,
    )  # fmt: skip
