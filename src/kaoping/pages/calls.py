"""Which data a script asks for: addresses put together from literals, and what fills their gaps."""

import re
from collections.abc import Mapping

from .callqueries import query_of

_PART = r"""(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'|[\w$][\w$.\[\]'"]{0,60}(?:\(\))?)"""
_JOINED = re.compile(rf"""(?P<lead>[\w$.]{{0,40}}\s*[(=:,]\s*)(?P<sum>{_PART}(?:\s*\+\s*{_PART}){{0,24}})""")
_PIECE = re.compile(_PART)
_TEMPLATE = re.compile(r"`([^`\n]{4,300})`")
_GAP = re.compile(r"\$\{\s*([^}]{1,60})\s*\}")
_ASSIGNED = re.compile(
    r"""(?:^|[\s,;{(])["']?([A-Za-z_$][\w$]{0,40})["']?\s*[=:]\s*(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|(\d{1,12})(?![\w.]))"""
)
_CONCAT_PART = re.compile(r"""(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'|[\w$][\w$.\[\]]{0,60}(?:\(\))?)""")
_CONCAT = re.compile(
    rf"""\.concat\(\s*({_CONCAT_PART.pattern}(?:\s*,\s*{_CONCAT_PART.pattern}){{0,8}})\s*\)"""
)
_DATA_PATH = re.compile(
    r"/(?:api|data|json|rest|service|interface|gateway|cms|common|portal|front|ajax|postmeta|openapi|gkmlpt|search\w*|govsearch)(?:[/.]|$)"
    r"|(?:list|query|page|getPage\w*|find\w*|column\w*|menu|blocks|articles?|channels?|news\w*)(?:\.(?:json|do|action|jsp|aspx|ashx|php))?(?:[?{]|$)"
    r"|\.json(?:[?{]|$)|[?&](?:page(?:No|Num|Index)?|pageSize|pn|currentPage)=",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:fetch|axios|get|post|getJSON|ajax|request|url|href|load|http|\$http|send|open|api)\w*\s*[(:=,]\s*$|^\W*$",
    re.I,
)
_NOT_DATA = re.compile(
    r"\.(?:js|css|png|jpe?g|gif|svg|html?|shtml|ico|woff2?|mp4|pdf)(?:[?#{]|$)|login|logout|captcha|upload|visit"
    r"|count\b|track|stat(?:s|istic)|hm\.baidu|hits|log(?:ger)?[/.]|submit|save|delete",
    re.IGNORECASE,
)
PAGE_NAMES = frozenset(
    {
        "page",
        "pageno",
        "pagenum",
        "pageindex",
        "curpage",
        "currentpage",
        "current",
        "pn",
        "pagenumber",
        "p",
        "currpage",
        "nowpage",
        "pagenow",
        "curr",
        "pno",
        "cpage",
        "topage",
        "gopage",
    }
)
SIZE_NAMES = frozenset({"pagesize", "size", "limit", "rows", "perpage", "ps", "pagelimit", "num", "count"})
_BASES = frozenset(
    {"api", "data", "json", "rest", "service", "gateway", "cms", "common", "portal", "front", "openapi"}
)
_CAP = 40
_TEXT_CAP = 1_000_000


def calls(script: str) -> tuple[str, ...]:
    """
    Addresses of data that a script asks for, as written, with ``{name}`` for each part that it takes from
    elsewhere and that is not assigned a literal in the same script. At most 40, in order.
    """
    script = _added(script[:_TEXT_CAP])
    known = assigned(script)
    found: dict[str, None] = {}
    for match in _JOINED.finditer(script):
        if '"' not in match["sum"] and "'" not in match["sum"]:
            continue
        template = joined(match["sum"], known)
        if _is_data(template, match["lead"]):
            found.setdefault(_with_query(template, script[match.end() : match.end() + 500], known))
    for match in _TEMPLATE.finditer(script):
        template = _GAP.sub(lambda g: _filled(g.group(1), known), match.group(1))
        if _is_data(template, ""):
            found.setdefault(template)
    return tuple(list(found)[:_CAP])


def _with_query(template: str, after: str, known: Mapping[str, str]) -> str:
    """The template with the parameters that stand beside it in the call."""
    query = query_of(after) if "?" not in template else ""
    if not query:
        return template
    return f"{template}?" + re.sub(r"\{(\w+)\}", lambda m: _filled(m.group(1), known), query)


def _added(script: str) -> str:
    """``"a".concat(b, "c")`` as compilers write it, made ``"a" + b + "c"``."""
    if ".concat(" not in script:
        return script
    return _CONCAT.sub(lambda m: "".join(f" + {part}" for part in _CONCAT_PART.findall(m.group(1))), script)


def assigned(script: str) -> Mapping[str, str]:
    """Names that a script gives a literal string or number, the first value of each."""
    found: dict[str, str] = {}
    for name, double, single, number in _ASSIGNED.findall(script[:200_000]):
        found.setdefault(name, double or single or number)
    return found


def joined(written: str, known: Mapping[str, str]) -> str:
    """Literals and names joined by ``+``, as a template."""
    pieces = []
    for piece in _PIECE.findall(written):
        pieces.append(piece[1:-1] if piece[0] in "\"'" else _filled(piece, known))
    return "".join(pieces)


def _filled(name: str, known: Mapping[str, str]) -> str:
    """A name's literal value, except a page number's, which changes; or the name itself as a gap."""
    last = re.split(r"[.\[]", name.strip("()"))[-1].strip("'\"]) ")
    if last.lower() in PAGE_NAMES or last in {"n", "i"} or last not in known:
        return "{" + last + "}"
    return known[last]


def _is_data(template: str, lead: str) -> bool:
    path = template.strip()
    if not (
        path.startswith(("/", "./", "../", "http://", "https://", "//", "{"))
        or re.match(r"[\w-]+/[\w./-]+", path)
    ):
        return False
    if not 5 <= len(path) <= 400 or any(c in path for c in " <>\\;,'\"") or path in {"/", "//"}:
        return False
    if path.startswith("{") and "/" not in path:
        return False
    if path.rstrip("/").rpartition("/")[2] in _BASES:
        return False
    return (
        bool(_DATA_PATH.search(path))
        and not _NOT_DATA.search(path)
        and bool(_ASKS.search(lead) or "?" in path)
    )


def filled(template: str, parameters: Mapping[str, str]) -> str | None:
    """
    A template with its gaps closed: page 1, 15 rows, the rest from `parameters`; null where one stays open.

    A gap is matched by its own name or by the name of the query parameter that it is the value of.
    """
    lowered = {_plain(k): v for k, v in parameters.items()}

    def value(found: re.Match[str]) -> str:
        name = _plain(found.group(2))
        asked = re.search(r"[?&]([\w.-]+)=$", found.group(1) or "")
        names = [_plain(asked.group(1))] if asked else []
        for candidate in [*names, name]:
            if candidate in PAGE_NAMES or (candidate in {"n", "i"} and not asked):
                return (found.group(1) or "") + "1"
            if candidate in SIZE_NAMES:
                return (found.group(1) or "") + "15"
        for candidate in [name, *names]:
            if candidate in lowered:
                return (found.group(1) or "") + lowered[candidate]
        return found.group()

    result = re.sub(r"([?&][\w.-]+=)?\{(\w*)\}", value, template)
    if result.endswith(("=", "/")) and "{" not in result and template.count("{") == 0:
        return result
    return None if "{" in result else result


def is_particular(template: str) -> bool:
    """Whether a template asks for something of one page alone: a gap other than page number and size."""
    for asked, name in re.findall(r"(?:[?&]([\w.-]+)=)?\{(\w*)\}", template):
        names = {_plain(asked), _plain(name)}
        if names.isdisjoint(PAGE_NAMES | SIZE_NAMES) and name not in {"n", "i"}:
            return True
    return False


def is_paged(template: str) -> bool:
    """Whether a template has a gap for the number of a page."""
    return any(
        not {_plain(asked), _plain(name)}.isdisjoint(PAGE_NAMES)
        for asked, name in re.findall(r"(?:[?&]([\w.-]+)=)?\{(\w*)\}", template)
    )


def _plain(name: str) -> str:
    """Names of one thing made one: columnId, column_id, data-column, COLUMN."""
    name = re.sub(r"[_\-.]", "", name.lower()).removeprefix("data")
    return name.removesuffix("id") if name.endswith("id") and len(name) > 3 else name
