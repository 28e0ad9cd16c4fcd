"""By what a link is hidden from a reader, or nothing: inline styles, the page's own rules, tags, scripts."""

import re
from collections.abc import Mapping

from .markup import Tree

_WAYS = {
    "display": (r"display\s*:\s*none", "display:none"),
    "visibility": (r"visibility\s*:\s*hidden", "visibility:hidden"),
    "off": (r"(?:left|top|text-indent)\s*:\s*-\s*\d{3,}", "移出屏幕"),
    "size": (
        r"(?<![\w-])(?:height|width|font-size|max-height)\s*:\s*0(?:\.0+)?(?:px|pt|em|%)?\s*(?:;|$|!)",
        "零尺寸",
    ),
    "opacity": (
        r"opacity\s*:\s*0?(?:\.0\d*|0|(?=;|$))\s*(?:;|$|!)|filter\s*:\s*alpha\(opacity=[0-5]\)",
        "全透明",
    ),
    "clip": (
        r"clip\s*:\s*rect\(\s*(?:0(?:px)?|1px|auto)[\s,]+(?:0(?:px)?|1px)[\s,]|clip-path\s*:\s*inset\(\s*(?:50|100)%"
        r"|transform\s*:\s*scale\(\s*0(?:\.0+)?\s*\)",
        "裁剪不可见",
    ),
}
# a menu folds away by these; whoever hides links from readers uses the others as well
FOLDING_WAYS = ("display:none", "visibility:hidden", "hidden属性")
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([#\w]{3,20})", re.IGNORECASE)
_GROUND = re.compile(r"(?<![\w-])background(?:-color)?\s*:\s*([#\w]{3,20})", re.IGNORECASE)
_NAMED = {"white": "ffffff", "black": "000000"}
_STYLE = re.compile("|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in _WAYS.items()), re.IGNORECASE)
_STYLE_CACHE_SIZE = 64
_BODY = re.compile(r"\{([^{}]{1,600})\}")
_SELECTOR_CHARACTERS = 200  # of a longer list of selectors the last ones
_SELECTOR = re.compile(r"(?:^|,)\s*(?:[a-z]+)?([.#])([\w-]+)\s*(?=,|$)", re.I)
_SCRIPTED = re.compile(
    r"""getElementById\(\s*["']([\w-]+)["']\s*\)\.style(?:\.|\[\s*["'])(?:(?:display|visibility|position|left|top|height|width"""
    r"""|opacity|fontSize)(?:["']\s*\])?\s*=\s*["']?(?:none|hidden|-\d{3,}|0(?![.\d]*[1-9])))"""
)
_JOINT = re.compile(r"""(['"])\s*\+\s*\1""")
_STYLE_CAP = 200_000
_STEPS = 8


class HidingNames:
    """
    ``.class`` and ``#id`` names that a page's own styles or scripts hide, with the way.

    Style sheets repeat from page to page: what they hide is remembered, bounded.
    """

    def __init__(self) -> None:
        self._known: dict[str, Mapping[str, str]] = {}

    def of(self, tree: Tree, script_text: str) -> Mapping[str, str]:
        """The names of one page."""
        found: dict[str, str] = {}
        for node in tree.named("style"):
            found.update(self._of_style(tree.words(node)[:_STYLE_CAP]))
        if "getElementById" in script_text:
            for name in _SCRIPTED.findall(_JOINT.sub("", script_text)):
                found.setdefault("#" + name.lower(), f"脚本隐藏#{name}")
        return found

    def _of_style(self, text: str) -> Mapping[str, str]:
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _STYLE_CACHE_SIZE:
                self._known.clear()
            known = self._known[text] = _names_in(text)
        return known


def _names_in(text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    # from the body backwards: a sheet has few bodies that hide, and trying every selector costs far more
    for body in _BODY.finditer(text):
        way = _way(body.group(1))
        if way:
            head = text[max(0, body.start() - _SELECTOR_CHARACTERS) : body.start()]
            head = head[max(head.rfind("{"), head.rfind("}")) + 1 :]
            for kind, name in _SELECTOR.findall(head.strip()):
                found.setdefault(kind + name.lower(), f"样式{kind}{name} {way}")
    return found


def hidden_by(tree: Tree, node: int, names: Mapping[str, str]) -> str:
    """By what the node or one of its nearest ancestors is hidden, or ``""``."""
    steps = 0
    while node >= 0 and steps <= _STEPS:
        values = tree.attrs[node]
        if values:
            way = _own_way(tree, node, values, names)
            if way:
                return way
        node = tree.parents[node]
        steps += 1
    return ""


def _own_way(tree: Tree, node: int, values: Mapping[str, str | None], names: Mapping[str, str]) -> str:
    style = values.get("style")
    if style:
        way = _way(style)
        if way:
            return way
    if "hidden" in values:
        return "hidden属性"
    if tree.tags[node] == "marquee" and _tiny(values):
        return "marquee零尺寸"
    if names:
        if values.get("id") and (way := names.get("#" + (values["id"] or "").lower(), "")):
            return way
        for kind in (values.get("class") or "").split():
            if way := names.get("." + kind.lower(), ""):
                return way
    return ""


def _way(style: str) -> str:
    found = _STYLE.search(style)
    if found:
        return _WAYS[found.lastgroup or ""][1]
    return "文字与背景同色" if "olor" in style.lower() and _is_one_colour(style) else ""


def _is_one_colour(style: str) -> bool:
    front, ground = _COLOUR.search(style), _GROUND.search(style)
    return front is not None and ground is not None and _colour(front[1]) == _colour(ground[1])


def _colour(word: str) -> str:
    bare = word.lower().lstrip("#")
    bare = _NAMED.get(bare, bare)
    return "".join(c * 2 for c in bare) if len(bare) == 3 else bare


def is_folding(hidden: str) -> bool:
    """Whether a link is hidden in the way in which honest menus fold away."""
    return hidden.endswith(FOLDING_WAYS)


def _tiny(values: Mapping[str, str | None]) -> bool:
    return any((values.get(k) or "9").strip().rstrip("px") in {"0", "1"} for k in ("height", "width"))
