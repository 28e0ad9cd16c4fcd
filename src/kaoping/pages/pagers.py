"""The next pages of a list, by the pager's form: script calls, data stores, forms, or links."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from .datarows import record_total
from .markup import Tree
from .words import Lexis

MOST = 500
Join = Callable[[str], str | None]
_CREATE = re.compile(
    r"""createPageHTML\w*\(\s*(?:(?P<box>["'][^"']*["'])\s*,\s*)?["']?(?P<count>\d+)["']?\s*,\s*["']?(?P<at>\d+)["']?\s*,"""
    r"""\s*["'](?P<stem>[\w./-]+)["']\s*,\s*["']\.?(?P<ext>\w+)["']"""
)
_COUNT_PAGE = re.compile(r"(?:var\s+)?(?:countPage|pageCount|totalPage|page_count)\s*=\s*[\"']?(\d+)")
_CURRENT_PAGE = re.compile(r"(?:var\s+)?(?:currentPage|curPage|current_page)\s*=\s*[\"']?(\d+)")
_WRITTEN_STEM = re.compile(
    r"""["'](?:<a\s+href=\\?["'])?([\w./-]*?)_?["']\s*\+\s*(?:["']_["']\s*\+\s*)?\w*[pP]age"""
)
_STEM_IN_HREF = re.compile(r"""href=\\?["']?\s*([\w-]+)["']?\s*\+?\s*["']?_""")
_WRITTEN_EXT = re.compile(r"""["']?\.["']?\s*\+?\s*["']?(s?html?)\b""")
_PAGER = re.compile(r"Pager\(\s*\{(?P<inside>[^{}]{10,800})\}")
_OPTION = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|(\d+))""")
_NEXT_GROUP = re.compile(r"<nextgroup>.*?href=[\"']([^\"']+)[\"']", re.DOTALL | re.IGNORECASE)
_PROXY = re.compile(r"""["']([^"'\s]{0,200}dataproxy\.jsp[^"'\s]{0,400})["']""")
_SCRIPT_NUMBER = r"""["']?{}["']?\s*[=:]\s*["']?(\d+)"""
_PER_CALL = 45  # rows that a data proxy is asked for at once, three pages of fifteen as its own script asks
_LAST = re.compile(r"^\W*(?:尾页|末页|最后一?页)\W*$")
_INDEX = re.compile(r"^(?P<stem>.*?)(?:_(?P<n>\d+))?(?P<ext>\.\w+)$")


@dataclass(frozen=True, slots=True)
class Pager:
    """`name` of the form, the list pages that follow from here, and the node where it stands (-1 unknown)."""

    name: str = ""
    urls: tuple[str, ...] = ()
    node: int = -1


def pager(
    tree: Tree, anchors: Sequence[tuple[int, str, str]], script_tags: Sequence[int], url: str, join: Join,
    lexis: Lexis,
) -> Pager:  # fmt: skip
    """
    The page's pager, or an empty one. Where the count of pages is known all that remain are named (at most
    500), otherwise the next one.
    """
    for node in script_tags:
        text = tree.words(node)
        if len(text) < 12:
            continue
        for form in (_by_create, _by_object, _by_count):
            found = form(text, url, join)
            if found:
                name, urls = found
                return Pager(name, _bounded(urls, url), node)
    stores = [n for n in script_tags if "datastore" in (t := tree.words(n)) or "dataproxy.jsp" in t]
    # rows lie in one script and how many there are in all often in another
    if stores and (found := _by_store("\n".join(map(tree.words, stores)), url, join)):
        return Pager(found[0], _bounded(found[1], url), stores[0])
    return _by_links(anchors, url, lexis, tree) or _by_form(tree, url, join) or Pager()


def _bounded(urls: Sequence[str | None], url: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(u for u in urls[: MOST + 1] if u and u != url))[:MOST]


def _suffix(url: str, stem: str) -> int | None:
    """The number in this page's own name (``list_3.shtml`` is 3), null where it has none."""
    name = url.partition("?")[0].rpartition("/")[2]
    found = re.fullmatch(rf"{re.escape(stem.rpartition('/')[2])}_(\d+)\.\w+", name)
    return int(found.group(1)) if found else None


def _by_create(text: str, url: str, join: Join) -> tuple[str, list[str | None]] | None:
    """
    TRS: ``createPageHTML(count, current, stem, extension)``, pages ``stem_1`` … ``stem_(count-1)``.

    A variant counts `current` from one, and some of those name the second page ``stem_2``: this page's own
    name tells which; on a first page that leaves it open the doubtful ends wait for the second page.
    """
    found = _CREATE.search(text)
    if found is None:
        return None
    count, at, stem, ext = int(found["count"]), int(found["at"]), found["stem"], found["ext"]
    own = _suffix(url, stem)
    if at == 0 or (own is not None and own != at) or count <= 2:
        numbers = list(range(1, count))
    elif own is None:
        numbers = list(range(2, count))
    else:
        numbers = list(range(1, count)) if not found["box"] else [*range(2, count + 1)]
    urls = [join(f"{stem}_{n}.{ext}") for n in numbers if n != own]
    return "createPageHTML", urls


def _by_count(text: str, url: str, join: Join) -> tuple[str, list[str | None]] | None:
    """开普 and kin: ``countPage``, ``currentPage`` (from nought), addresses put together in the script."""
    count, current = _COUNT_PAGE.search(text), _CURRENT_PAGE.search(text)
    if count is None or current is None:
        return None
    name = _INDEX.match(url.partition("?")[0].rpartition("/")[2])
    own_stem, own_ext = (name["stem"], name["ext"].lstrip(".")) if name else ("index", "html")
    written = _STEM_IN_HREF.search(text)
    stem = written.group(1) if written else own_stem
    ext = _WRITTEN_EXT.search(text)
    extension = ext.group(1) if ext else own_ext
    own = _suffix(url, stem) or 0
    return "countPage", [join(f"{stem}_{n}.{extension}") for n in range(1, int(count.group(1))) if n != own]


def _by_object(text: str, url: str, join: Join) -> tuple[str, list[str | None]] | None:
    """``new Pager({prefix, suffix, current, total})``: ``prefix_2.suffix`` and on, or from nought."""
    found = _PAGER.search(text)
    if found is None:
        return None
    options = {k.lower(): d or s or n for k, d, s, n in _OPTION.findall(found["inside"])}
    total = next(
        (
            int(options[k])
            for k in ("total", "pagecount", "count", "pages", "totalpage")
            if options.get(k, "").isdecimal()
        ),
        0,
    )
    prefix = options.get("prefix", "index").rstrip("_")
    suffix = options.get("suffix", "html").lstrip(".")
    if not total:
        return "Pager", []
    current = int(options.get("current", "0")) if options.get("current", "").isdecimal() else 0
    own = _suffix(url, prefix)
    starts_at_one = (own is None and current == 1) or (own is not None and own == current)
    numbers = range(2, total + 1) if starts_at_one and (own or current) else range(1, total)
    return "Pager", [join(f"{prefix}_{n}.{suffix}") for n in numbers if n != own]


def _by_store(text: str, url: str, join: Join) -> tuple[str, list[str | None]] | None:
    """大汉: rows lie in a ``<datastore>``; further ones come from a data proxy by record numbers."""
    if "dataproxy.jsp" not in text and "<datastore" not in text:
        return None
    group = _next_group(text)
    total = record_total(text) or _number(text, "totalRecord") or 0
    shown = text.count("<record>")
    proxy = _PROXY.search(text)
    address = (group.group(1).replace("&amp;", "&") if group else "") or (proxy.group(1) if proxy else "")
    if not address:
        return None if not shown else ("datastore", [])
    if not group:
        names = (
            "columnid",
            "unitid",
            "webid",
            "appid",
            "webname",
            "path",
            "permissiontype",
            "sourceContentType",
        )
        asked = {n: v for n in names if (v := _number(text, n)) is not None}
        address += ("&" if "?" in address else "?") + urlencode(asked) if asked else ""
    size = _number(text, "perPage") or _number(text, "perpage") or 15
    return "datastore", store_addresses(address, shown, total, size, join)


def _next_group(text: str) -> re.Match[str] | None:
    start = text.find("<nextgroup>")
    return _NEXT_GROUP.search(text[start : start + 2000]) if start >= 0 else None


def store_addresses(address: str, shown: int, total: int, size: int, join: Join) -> list[str | None]:
    """Addresses of the rows after the first `shown` of `total`; without a total the next group alone."""
    if not total:
        return [join(address)]
    base = re.sub(r"[?&](?:page|startrecord|endrecord|perpage)=[^&]*", "", address)
    if "?" not in base:
        base = base.replace("&", "?", 1)
    joint = "&" if "?" in base else "?"
    step = max(size, _PER_CALL // size * size)
    return [
        join(f"{base}{joint}startrecord={start}&endrecord={min(start + step - 1, total)}&perpage={size}")
        for start in range(shown + 1, total + 1, step)
    ][:MOST]


def _number(text: str, name: str) -> int | None:
    found = re.search(_SCRIPT_NUMBER.format(name), text)
    return int(found.group(1)) if found else None


def _by_links(anchors: Sequence[tuple[int, str, str]], url: str, lexis: Lexis, tree: Tree) -> Pager | None:
    """Numbered links and 下一页: all pages up to the last where their addresses differ in one number."""
    nexts = [
        (n, u)
        for n, u, w in anchors
        if lexis.says_next[w] and u != url and not w.strip().startswith(("<", "‹", "«"))
    ]
    strict = [(n, u) for n, u in nexts if re.search(r"页|next", tree.words(n), re.I)]
    lasts = [u for _, u, w in anchors if "页" in w and _LAST.match(w)]
    numbered = [(n, u, int(w)) for n, u, w in anchors if w.isdecimal() and len(w) < 5]
    chosen = strict or (nexts if numbered else [])
    if not chosen:
        return _by_numbers(numbered, url)
    node, following = chosen[-1]
    goal = lasts[-1] if lasts else max(numbered, key=lambda nu: nu[2], default=(0, following, 0))[1]
    series = _series(following, goal)
    extra = [u for _, u, _ in numbered if _series(u, following) is not None]
    return Pager("links", _bounded([*(series or [following]), *extra], url), node)


def _by_numbers(numbered: list[tuple[int, str, int]], url: str) -> Pager | None:
    """Numbers alone, at least two that differ in nothing but a number."""
    alike = [(n, u, k) for n, u, k in numbered if u != url]
    if len(alike) < 2 or not all(_series(alike[0][1], u) is not None for _, u, _ in alike[1:]):
        return None
    series = _series(alike[0][1], alike[-1][1])
    return Pager("links", _bounded(series or [u for _, u, _ in alike], url), alike[0][0])


def _series(first: str, last: str) -> list[str | None] | None:
    """All addresses from one to another that differ in one number, rising or falling; null for others."""
    if first == last:
        return [first]
    ours, theirs = re.split(r"(\d+)", first), re.split(r"(\d+)", last)
    if len(ours) != len(theirs):
        return None
    differing = [i for i, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    if (
        len(differing) != 1
        or differing[0] % 2 == 0
        or max(len(ours[differing[0]]), len(theirs[differing[0]])) > 5
    ):
        return None
    place = differing[0]
    start, end = int(ours[place]), int(theirs[place])
    if abs(end - start) > 5000:
        return None
    step = 1 if end > start else -1
    numbers = list(range(start, end + step, step))[: MOST + 1]
    return ["".join([*ours[:place], str(n), *ours[place + 1 :]]) for n in numbers]


def _by_form(tree: Tree, url: str, join: Join) -> Pager | None:
    """A <select> of page numbers that sends its form (ASP, JSP)."""
    for node in tree.named("select"):
        if not re.fullmatch(
            r"(?:page|pageno|page_no|pageindex|curpage|topage|p)", tree.attr(node, "name").lower()
        ):
            continue
        form = next((up for up in tree.above(node, 12) if tree.tags[up] == "form"), -1)
        if form < 0 or tree.attr(form, "method").lower() == "post":
            continue
        fixed = [
            (tree.attr(i, "name"), tree.attr(i, "value"))
            for i in range(form, tree.ends[form])
            if tree.tags[i] == "input" and tree.attr(i, "type").lower() == "hidden" and tree.attr(i, "name")
        ]
        numbers = [tree.attr(i, "value") for i in range(node, tree.ends[node]) if tree.tags[i] == "option"]
        action = (tree.attr(form, "action") or url).partition("?")[0]
        urls = [
            join(f"{action}?{urlencode([*fixed, (tree.attr(node, 'name'), n)])}")
            for n in numbers
            if n.isdecimal()
        ]
        if len(urls) > 1:
            return Pager("form", _bounded(urls, url), node)
    return None


def data_pages(
    url: str, page: int | None, pages: int | None, total: int | None, size: int | None, rows: int,
    names: frozenset[str],
) -> tuple[str, ...]:  # fmt: skip
    """
    The further pages of a data answer, by the page number in its address; () where it bears none.

    Args:
        page, pages, total, size: What the answer says of itself, null where it says nothing.
        rows: How many rows it brought.
        names: Parameter names (lower case) that number pages.
    """
    found = next(
        (
            m
            for m in re.finditer(r"(?<=[?&])([\w.-]+)=(\d{1,6})(?=&|$)", url)
            if m.group(1).lower().replace("_", "") in names
        ),
        None,
    )
    if found is None or not rows:
        return ()
    current = int(found.group(2))
    in_address = re.search(r"[?&](?:pageSize|page_size|size|limit|perpage|pagesize)=(\d+)", url, re.I)
    step = size or (int(in_address.group(1)) if in_address else rows)
    last = _last_page(current, page, pages, total, max(step, 1), rows)
    numbers = range(current + 1, min(last, current + MOST) + 1)
    return tuple(f"{url[: found.start(2)]}{n}{url[found.end(2) :]}" for n in numbers)


def _last_page(
    current: int, page: int | None, pages: int | None, total: int | None, step: int, rows: int
) -> int:
    offset = 1 if current == 0 else 0
    if total is not None:
        by_total = -(-total // step)
        return by_total - offset
    if pages is not None:
        return pages - offset
    return current + 1 if rows >= step and rows >= 5 else current
