"""An HTML answer read into a page: each part by its own reading, joined here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from .addresses import Joiner, folder_of, host_of, target_of
from .article import Article, article
from .blocks import Block, blocks
from .breadcrumb import Breadcrumb, breadcrumb
from .calls import assigned, calls, filled, is_paged
from .charset import Decoded
from .drawn import drawn_article, drawn_rows, with_stored_rows
from .fingerprint import fingerprint
from .footer import footer
from .interactionpage import with_interaction
from .links import Linked, link_of, linked
from .lists import Group, groups, is_only_subsections, items_of, with_pager
from .markup import Tree, tree
from .memory import Memory
from .namedtownships import townships_named
from .page import FindErrors, Link, ListItem, Page, Place
from .pageparts import page_parts
from .pagers import Pager, pager
from .platforms import catalogue_jumps, declared_catalogue, declared_units
from .scriptedrelations import with_scripted_relations
from .shapes import Evidence, heaviest, shape_of
from .shells import parameters_of
from .siblings import sibling_menus
from .signs import admits_empty, is_empty_section, needs_rendering, says_not_found
from .titles import head_titles
from .tools import find_errors, has_scripted_footer, has_search
from .words import Lexis, collapse, squeeze
from .writtenscripts import sends_to
from .zones import Zones

SCRIPT_CAP = 65_536
_END = re.compile(r"</html\s*>", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|$)|<(script|style)\b.*?(?:</\1\s*>|$)|<[^>]{0,2000}>", re.DOTALL | re.IGNORECASE
)
_MORE_ROWS = re.compile(
    r"(?:加载|查看|点击|显示|下拉|上拉).{0,4}更多|更多.{0,2}加载|load\s?more", re.IGNORECASE
)
_AFTER_CAP = 4000
_HOME_ITEMS = 400


def html_page(blank: Page, decoded: Decoded, modified: str, seen_on: date, memory: Memory) -> Page:
    """Read a decoded HTML answer."""
    text, lexis = with_stored_rows(decoded.text), memory.lexis
    seen = _look(text, blank.url, memory)
    own = article(seen.tree, seen.blocks, seen.tags, seen.heads, seen.crumbs, seen.linked, seen.zones,
                  blank.url, modified, seen.script_text, seen_on, lexis)  # fmt: skip
    if len(own.body.text) < 40 and not seen.group and (drawn := drawn_article(seen.script_text)):
        seen = _look(_with_drawn(text, drawn), blank.url, memory)
        own = article(seen.tree, seen.blocks, seen.tags, seen.heads, seen.crumbs, seen.linked, seen.zones,
                      blank.url, modified, seen.script_text, seen_on, lexis)  # fmt: skip
    page = _assembled(blank, decoded, seen, own, lexis, memory.joiner)
    page = with_scripted_relations(page, seen.tree, seen.blocks, own.body, lexis)
    return with_interaction(page, seen.tree, seen.linked, lexis.interaction)


def _with_drawn(text: str, drawn: str) -> str:
    end = text.lower().rfind("</body")
    return text[:end] + drawn + text[end:] if end >= 0 else text + drawn


@dataclass(slots=True)
class _Seen:
    """What every page has, whatever its shape."""

    tree: Tree
    blocks: list[Block]
    zones: Zones
    linked: Linked
    crumbs: Breadcrumb
    tags: dict[str, str]
    heads: tuple[str, ...]
    script_text: str
    pager: Pager
    groups: list[Group]
    group: Group | None

    def has_rows(self, menus: Sequence[tuple[int, int]]) -> bool:
        """Some list stands on the page outside menus, be it of links to other sections."""
        return any(
            not g.is_side and not any(start <= g.holder < end for start, end in menus) for g in self.groups
        )


def _look(text: str, url: str, memory: Memory) -> _Seen:
    lexis, joiner = memory.lexis, memory.joiner
    flat = tree(text)
    page_blocks = blocks(flat)
    zones = Zones(flat, lexis, memory.marks)
    script_text = _scripts(flat)
    found = linked(flat, url, zones, script_text, memory)
    crumbs = breadcrumb(flat, page_blocks, found, zones, lexis)
    base = found.base or url
    folder = folder_of(base)
    turn = pager(flat, found.anchors, found.script_tags, url, lambda h: joiner.join(base, folder, h), lexis)
    trail = {step.url for step in crumbs.steps if step.url} | {crumbs.home}
    lists = with_pager(groups(flat, found.anchors, zones, lexis, trail), turn.node)
    group = heaviest(lists)
    if group is not None and is_only_subsections(group, lexis):
        group = None
    return _Seen(
        flat,
        page_blocks,
        zones,
        found,
        crumbs,
        _tags(flat),
        head_titles(flat),
        script_text,
        turn,
        lists,
        group,
    )


def _scripts(flat: Tree) -> str:
    pieces: list[str] = []
    size = 0
    for node in flat.named("script"):
        if flat.ends[node] > node + 1:
            text = flat.words(node)
            if not text.isspace():
                pieces.append(text)
                size += len(text)
                if size > SCRIPT_CAP * 16:
                    break
    return "\n".join(pieces)


def _tags(flat: Tree) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in flat.named("meta"):
        values = flat.attrs[node]
        name = values.get("name") or values.get("property")
        if name and len(found) < 200:
            found.setdefault(name.strip()[:100], collapse(values.get("content") or "")[:2000])
    return found


def _assembled(
    blank: Page, decoded: Decoded, seen: _Seen, own: Article, lexis: Lexis, joiner: Joiner
) -> Page:
    items, from_data = _rows(blank.url, seen, own, lexis, joiner)
    empty = "" if items else admits_empty(seen.blocks, seen.zones, lexis)
    shown = [b for b in seen.blocks if not b.hidden]
    visible_text = "\n".join(b.text for b in shown)
    missing = "" if empty else _missing(seen, own, bool(items), lexis)
    evidence = _evidence(blank.url, seen, own, empty, missing, len(visible_text), lexis)
    shape = shape_of(evidence, lexis)
    if from_data and shape in {"shell", "other"}:
        shape = "section"
    is_bare = shape == "section" and not items and not missing and _is_bare(blank.url, seen, lexis)
    if shape in {"home", "other", "entrance"} and not from_data:
        items = _all_rows(seen, lexis)
    elif shape == "article":
        items = ()
    links = _placed(seen, items, own)
    if from_data:
        links += _drawn_links(items, links, lexis)
    links += _jumps(blank.url, seen.script_text, links, joiner, lexis)
    page = replace(
        _with_machinery(blank, decoded, seen, lexis),
        shape=shape,
        title=own.title.text if shape == "article" else _page_title(seen, own),
        head_titles=seen.heads,
        tags=seen.tags,
        breadcrumb=seen.crumbs.steps,
        section=_section(seen, shape),
        section_url=blank.section_url or _section_url(blank.url, seen, shape),
        links=links,
        items=items,
        has_list=shape != "article" and (bool(items) or bool(empty) or bool(seen.pager.name) or is_bare),
        empty_words=empty if shape != "article" else "",
        pager=seen.pager.name if shape != "article" else "",
        next_urls=_next_urls(blank.url, seen, shape, joiner),
        lists=tuple(declared_catalogue(seen.script_text, blank.url)),
        unwalked=seen.pager.unwalked if shape != "article" else "",
        footer=footer(_lower_part(seen, own), links, lexis),
        visible_text=visible_text,
        visible_length=len(visible_text),
        find_errors=find_errors(seen.tree, links, seen.linked.scripts, seen.script_text, lexis)
        if shape != "article" and lexis.fittings.may_hold_entrance(decoded.text)
        else FindErrors(),
        needs_rendering=missing if shape != "article" else "",
        says_not_found=says_not_found(
            seen.heads, seen.blocks, len(own.body.text) > 200 or bool(items), lexis
        ),
        fingerprint=fingerprint(visible_text),
        charset=decoded.name,
        parameters=parameters_of(seen.tree, blank.url, assigned(seen.script_text)) if missing else {},
        townships_named=townships_named(shown, seen.crumbs.steps, seen.heads, lexis)
        if shape != "article"
        else (),
        notes=(
            *blank.notes,
            *decoded.notes,
            *seen.tree.notes,
            *(("链接过多,其余未读",) if seen.linked.is_cut else ()),
        ),
    )
    return own.told(page, lexis) if shape == "article" else page


def _missing(seen: _Seen, own: Article, has_items: bool, lexis: Lexis) -> str:
    """Why the page must be rendered before it can be read, or ""."""
    is_told = own.has_info or own.body.is_named
    text_length = max(len(own.body.text), 200) if is_told and own.body.text else len(own.body.text)
    return needs_rendering(
        seen.tree, seen.blocks, seen.script_text, has_items, text_length, len(seen.linked.scripts), lexis
    )


def _with_machinery(blank: Page, decoded: Decoded, seen: _Seen, lexis: Lexis) -> Page:
    """The page with what works behind its words: scripts, forms, search, what lies after its end."""
    scripts = seen.script_text[:SCRIPT_CAP]
    return replace(
        blank,
        text_after_end=_after_end(decoded.text),
        parts=page_parts(seen.tree, seen.blocks, decoded.text),
        script_text=scripts,
        foreign_hosts=_foreign(blank.url, seen),
        scripts=tuple(dict.fromkeys(seen.linked.scripts)),
        refresh=seen.linked.refresh,
        base=seen.linked.base,
        forms=tuple(dict.fromkeys(seen.linked.forms)),
        sends_to=sends_to(scripts),
        has_scripted_footer=has_scripted_footer(seen.tree, seen.linked.scripts, lexis),
        has_search=has_search(seen.tree, seen.linked.anchors, seen.linked.scripts, scripts, lexis),
    )


def _is_bare(url: str, seen: _Seen, lexis: Lexis) -> bool:
    """Whether nothing but menus stands where a section's rows would."""
    menus = sibling_menus(seen.tree, seen.linked.anchors, seen.groups, url)
    return not seen.has_rows(menus) and is_empty_section(
        seen.tree, seen.blocks, seen.zones, seen.crumbs.last, menus, lexis
    )


def _rows(
    url: str, seen: _Seen, own: Article, lexis: Lexis, joiner: Joiner
) -> tuple[tuple[ListItem, ...], bool]:
    """The page list's rows, and whether they lay in script data."""
    if seen.group is not None:
        return items_of(seen.group, seen.tree), seen.pager.name == "datastore"
    if own.body.text and own.is_tagged:
        return (), False
    folder = folder_of(seen.linked.base or url)
    rows = drawn_rows(seen.script_text, lambda h: joiner.join(seen.linked.base or url, folder, h), lexis)
    return rows, bool(rows)


def _all_rows(seen: _Seen, lexis: Lexis) -> tuple[ListItem, ...]:
    """Rows of all lists of a page that shows several (home pages), each address once, side lists too."""
    found: dict[str, ListItem] = {}
    for group in seen.groups:
        if group.dated or not group.is_side:
            for item in items_of(group, seen.tree):
                known = found.get(item.url)
                if known is None or (known.published is None and item.published):
                    found[item.url] = item
        if len(found) >= _HOME_ITEMS:
            break
    return tuple(found.values())


def _evidence(
    url: str, seen: _Seen, own: Article, empty: str, missing: str, visible: int, lexis: Lexis
) -> Evidence:
    group = seen.group
    more = sum(1 for _, _, words in seen.linked.anchors if len(words) < 10 and lexis.says_more[words])
    inside = (
        group is not None
        and own.body.node >= 0
        and own.body.first <= group.holder
        and group.end < own.body.end
    )
    return Evidence(
        url=url,
        has_frameset="frameset" in seen.tree.tags,
        tagged=own.tagged,
        column=next((v for k, v in seen.tags.items() if k.lower() == "columnname"), ""),
        has_info=own.has_info,
        text_length=own.prose_length,
        is_named_text=own.body.is_named,
        title_strength=own.title.strength,
        group=group,
        list_length=sum(len(row.title) for row in group.rows) if group else 0,
        dated_groups=sum(1 for g in seen.groups if g.dated >= 2 and not g.is_side),
        more_links=more,
        list_in_text=inside and own.has_info,
        pager=seen.pager.name if seen.pager.urls or seen.pager.name not in {"links", ""} else "",
        has_trail=bool(seen.crumbs.steps),
        page_links=sum(1 for x in seen.linked.links if x.target == "page"),
        visible=visible,
        needs_rendering=missing,
        refresh=seen.linked.refresh,
        entrance_words=any(
            lexis.entrance_words.search(w) for _, _, w in seen.linked.anchors[:40] if len(w) < 20
        ),
        empty_words=empty,
    )


def _page_title(seen: _Seen, own: Article) -> str:
    return own.title.text or next((h for h in seen.heads if h), "")


def _column(seen: _Seen) -> str:
    return next((v for k, v in seen.tags.items() if k.lower() == "columnname" and v), "")


def _section(seen: _Seen, shape: str) -> str:
    steps = [s for s in seen.crumbs.steps if s.text]
    if shape == "article":
        named = [s for s in steps if s.url]
        return (named[-1].text if named else "") or _column(seen)
    column = _column(seen)
    if steps and (not column or squeeze(steps[-1].text) != squeeze(column)):
        return column if column and any(squeeze(s.text) == squeeze(column) for s in steps) else steps[-1].text
    return column or (steps[-1].text if steps else "")


def _section_url(url: str, seen: _Seen, shape: str) -> str:
    named = [s.url for s in seen.crumbs.steps if s.url]
    return (named[-1] if named else "") if shape == "article" else url


def _placed(seen: _Seen, items: tuple[ListItem, ...], own: Article) -> tuple[Link, ...]:
    """The links with the places that only the readings of lists and text can tell."""
    rows = {item.url for item in items}
    inside = own.text_urls
    found = []
    for link in seen.linked.links:
        if (link.place == "other" or link.place == "head") and (link.url in rows or link.url in inside):
            place: Place = "list" if link.url in rows else "body"
            link = link_of(link.url, link.text, place, link.target, link.hidden)
        found.append(link)
    return tuple(found)


def _drawn_links(items: tuple[ListItem, ...], links: tuple[Link, ...], lexis: Lexis) -> tuple[Link, ...]:
    """The links of rows that a script draws from data in the page."""
    known = {link.url for link in links}
    rows = {i.url: i for i in items if i.url and i.url not in known}
    return tuple(link_of(url, row.title, "list", target_of(url, lexis), "") for url, row in rows.items())


def _jumps(
    url: str, script_text: str, links: tuple[Link, ...], joiner: Joiner, lexis: Lexis
) -> tuple[Link, ...]:
    """Where entries of a catalogue lead that have no list of their own."""
    known = {link.url for link in links}
    jumps = {joiner.join(url, folder_of(url), to): name for to, name in catalogue_jumps(script_text, url)}
    return tuple(
        link_of(to, name, "navigation", target_of(to, lexis), "")
        for to, name in jumps.items()
        if to and to not in known
    )


def _next_urls(url: str, seen: _Seen, shape: str, joiner: Joiner) -> tuple[str, ...]:
    """Further list pages, and data that inline scripts ask for where the page draws its list by them."""
    if shape == "article":
        return ()
    found = dict.fromkeys(seen.pager.urls)
    base = seen.linked.base or url
    for address in declared_units(seen.tree):
        declared = joiner.join(base, folder_of(base), address)
        if declared and declared != url:
            found.setdefault(declared)
    is_drawn = seen.group is None and seen.pager.name in {"", "links"}
    if seen.script_text and (is_drawn or (not seen.pager.name and _says_more(seen))):
        known = assigned(seen.script_text)
        parameters = parameters_of(seen.tree, url, known)
        for template in calls(seen.script_text[: SCRIPT_CAP * 4]):
            if not is_drawn and not is_paged(template):
                continue  # the rows are there: only what brings more of them is asked for
            asked = filled(template, parameters)
            joined = joiner.join(base, folder_of(base), asked) if asked else None
            if joined and joined != url:
                found.setdefault(joined)
    return tuple(found)


def _says_more(seen: _Seen) -> bool:
    """A button that fetches more rows stands on the page."""
    return any(len(b.text) < 30 and _MORE_ROWS.search(b.text) for b in seen.blocks)


def _lower_part(seen: _Seen, own: Article) -> str:
    """The words after the main text, or of the whole page where there is none; what style hides too."""
    start = own.body.lines[-1] + 1 if own.body.lines else 0
    shown = [b.text for b in seen.blocks[start:] if not b.hidden]
    hidden = [b.text for b in seen.blocks[start:] if b.hidden]
    return "\n".join([*shown, *hidden])[-60_000:]


def _after_end(markup: str) -> str:
    """The words behind the last </html>."""
    last = markup.rfind("</html")  # other letter cases may follow, and it may be no tag at all
    start = last if last >= 0 and _END.match(markup, last) else 0
    ends = [m.end() for m in _END.finditer(markup, start)]
    if not ends or ends[-1] >= len(markup):
        return ""
    end = ends[-1]
    rest = markup[end : end + 200_000]
    if not rest.strip():
        return ""
    return collapse(_UNSEEN.sub(" ", rest))[:_AFTER_CAP]


def _foreign(url: str, seen: _Seen) -> tuple[str, ...]:
    own = host_of(url)
    origins = (f"http://{own}/", f"https://{own}/")
    others = [link.url for link in seen.linked.links if link.target in {"page", "frame"}]
    others += seen.linked.scripts + ([seen.linked.refresh] if seen.linked.refresh else [])
    return tuple(sorted({h for u in others if not u.startswith(origins) and (h := host_of(u)) != own}))[:200]
