"""Pagers that a script call or a few variables write: TRS, 开普, objects with prefix and suffix."""

import re
from collections.abc import Callable, Mapping

Join = Callable[[str], str | None]
Known = Callable[[], Mapping[str, str]]
Found = tuple[str, list[str | None]]

_CALL = re.compile(r"[pP][aA][gG]\w{0,40}\s*\((?P<inside>[^(){}]{8,300})\)")
_ARGUMENT = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w$.]+))\s*(?:,|$)""")
_EXTENSION = re.compile(r"\.?(?:s?html?|jhtml|xhtml|jspx?|aspx?|php)$", re.IGNORECASE)
_STEM = re.compile(r"[\w./-]{1,80}$")
_COUNT_PAGE = re.compile(r"(?:var\s+)?(?:countPage|pageCount|totalPage|page_count)\s*=\s*[\"']?(\d+)")
_CURRENT_PAGE = re.compile(r"(?:var\s+)?(?:currentPage|curPage|current_page)\s*=\s*[\"']?(\d+)")
_STEM_IN_HREF = re.compile(r"""href=\\?["']?\s*([\w-]+)["']?\s*\+?\s*["']?_""")
_WRITTEN_EXT = re.compile(r"""["']?\.["']?\s*\+?\s*["']?(s?html?)\b""")
_OBJECT = re.compile(r"[pP]ag\w*(?:\.\w{1,30})?\s*\(\s*(?:[\"'][^\"']{0,60}[\"']\s*,\s*)?\{")
_OPTION = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|(\d+))""")
_OBJECT_CAP = 1200
_INDEX = re.compile(r"^(?P<stem>.*?)(?:_(?P<n>\d+))?(?P<ext>\.\w+)$")
_TOTALS = ("total", "pagecount", "count", "pages", "totalpage", "totalpages")


def by_create(text: str, url: str, join: Join, known: Known) -> Found | None:
    """
    TRS: ``createPageHTML(count, current, stem, extension)``, pages ``stem_1`` … ``stem_(count-1)``.

    A box's name may come first, more arguments after, the function be called otherwise. A variant counts
    `current` from one, and some of those name the second page ``stem_2``: this page's own name tells which;
    on a first page that leaves it open the doubtful ends wait for the second page, where there is one.
    """
    if "ag" not in text:
        return None
    for call in _CALL.finditer(text):
        found = _call(call["inside"], known)
        if found:
            count, at, stem, extension, has_box = found
            own = _suffix(url, stem)
            numbers = _numbers(count, at, own, has_box)
            return "createPageHTML", [join(f"{stem}_{n}.{extension}") for n in numbers if n != own]
    return None


def _call(inside: str, known: Known) -> tuple[int, int, str, str, bool] | None:
    """Count, current page, stem, extension, and whether a box is named first; null for another call."""
    parts = _ARGUMENT.findall(inside)
    values = [double or single or bare for double, single, bare in parts[:8]]
    has_box = bool(parts) and not parts[0][2] and not values[0].isdecimal()
    values = values[1:] if has_box else values
    if len(values) < 4 or not _EXTENSION.match(values[3]) or not _STEM.match(values[2]):
        return None
    if not all(v.isdecimal() for v in values[:2]):
        values = [v if v.isdecimal() else known().get(v, "") for v in values[:2]] + values[2:]
    if not all(v.isdecimal() and len(v) < 7 for v in values[:2]):
        return None
    return int(values[0]), int(values[1]), values[2], values[3].lstrip("."), has_box


def _numbers(count: int, at: int, own: int | None, has_box: bool) -> list[int]:
    """Which numbers the other pages bear, as far as this page tells."""
    if at == 0 or (own is not None and own != at):
        return list(range(1, count))
    if own is not None:
        return list(range(2, count + 1)) if has_box else list(range(1, count))
    if has_box and count > 2:
        return list(range(2, count))  # the second page tells what its first and last numbers are
    return [*range(2, count + 1), 1] if count > 1 else []


def _suffix(url: str, stem: str) -> int | None:
    """The number in this page's own name (``list_3.shtml`` is 3), null where it has none."""
    name = url.partition("?")[0].rpartition("/")[2]
    found = re.fullmatch(rf"{re.escape(stem.rpartition('/')[2])}_(\d+)\.\w+", name)
    return int(found.group(1)) if found else None


def by_count(text: str, url: str, join: Join, known: Known) -> Found | None:
    """开普 and kin: ``countPage``, ``currentPage`` (from nought), addresses put together in the script."""
    count, current = _COUNT_PAGE.search(text), _CURRENT_PAGE.search(text)
    if count is None or current is None:
        return None
    name = _INDEX.match(url.partition("?")[0].rpartition("/")[2])
    own_stem, own_ext = (name["stem"], name["ext"].lstrip(".")) if name else ("index", "html")
    written = _STEM_IN_HREF.search(text)
    ext = _WRITTEN_EXT.search(text)
    if written is None and ext is None:
        return None  # no addresses are written here: a function turns the pages
    stem = written.group(1) if written else own_stem
    extension = ext.group(1) if ext else own_ext
    own = _suffix(url, stem) or 0
    # a first page that calls itself the first counts from one, and its second page is the second
    starts = 2 if own == 0 and current.group(1) == "1" else 1
    numbers = range(starts, int(count.group(1)) + starts - 1)
    return "countPage", [join(f"{stem}_{n}.{extension}") for n in numbers if n != own]


def by_object(text: str, url: str, join: Join, known: Known) -> Found | None:
    """An object with the parts of the address and the count: ``prefix_2.suffix`` and on, or from nought."""
    found = _OBJECT.search(text) if "ag" in text else None
    if found is None:
        return None
    inside = text[found.end() : found.end() + _OBJECT_CAP]
    options = {k.lower(): d or s or n for k, d, s, n in reversed(_OPTION.findall(inside))}
    stem = options.get("prefix") or options.get("hrefformer")
    suffix = options.get("suffix") or options.get("hreflatter")
    total = next((int(options[k]) for k in _TOTALS if options.get(k, "").isdecimal()), 0)
    if not stem and not suffix:
        return ("Pager", []) if "Pager" in found.group() and total == 0 and options else None
    prefix, extension = (stem or "index").rstrip("_"), (suffix or "html").lstrip(".")
    if not total:
        return "Pager", []
    at = next((int(options[k]) for k in ("current", "pno", "curr") if options.get(k, "").isdecimal()), 0)
    own = _suffix(url, prefix)
    starts_at_one = (own is None and at == 1) or (own is not None and own == at)
    numbers = range(2, total + 1) if starts_at_one and (own or at) else range(1, total)
    return "Pager", [join(f"{prefix}_{n}.{extension}") for n in numbers if n != own]
