"""Markup made into a flat tree of plain lists: every later reading is one cheap pass over integers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from sys import intern

from selectolax.lexbor import LexborHTMLParser, LexborNode

TEXT_CAP = 2_000_000  # characters of markup that are read
NODE_CAP = 600_000
_TAG_CAP = 65_536  # characters in one tag, and
_ATTRIBUTE_CAP = 1_000  # attributes in one tag: beyond these the parser's time grows with their square
_SHORT = 100_000  # characters below which depth does no harm
_DEPTH_CAP = 5_000
_SUSPECT = 4000  # characters without an end: worth counting
_SUSPECT_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_SUSPECT}}}")
_TAG_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_WHOLE = frozenset({"html", "body"})  # hidden until a script shows them: never meant to stay so
_EMPTY: Mapping[str, str | None] = {}


@dataclass(slots=True)
class Tree:
    """
    The document in document order. Index i is a node; `parents[i]` its parent (-1 at the top), `ends[i]` one
    past its last descendant. Text nodes have the tag ``-text`` and their text in `texts`; of elements,
    `marks` is id and class in lower case, `hidden` says that style or attribute hides it or an ancestor.
    """

    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    attrs: list[Mapping[str, str | None]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    by_tag: dict[str, list[int]] = field(default_factory=dict)  # filled by `named`

    def named(self, *names: str) -> list[int]:
        """The elements of these tags, in document order."""
        if not self.by_tag:
            for node, tag in enumerate(self.tags):
                if tag != "-text":
                    self.by_tag.setdefault(tag, []).append(node)
        found = [nodes for name in names if (nodes := self.by_tag.get(name))]
        return found[0] if len(found) == 1 else sorted(chain.from_iterable(found))

    def attr(self, node: int, name: str) -> str:
        """An attribute's value, ``""`` where it is absent or empty."""
        return self.attrs[node].get(name) or ""

    def words(self, node: int) -> str:
        """All text below a node, unseparated."""
        if self.tags[node] == "-text":
            return self.texts[node]
        return "".join(self.texts[node : self.ends[node]])

    def above(self, node: int, steps: int = 64) -> list[int]:
        """The ancestors, nearest first, at most `steps`."""
        found: list[int] = []
        node = self.parents[node]
        while node >= 0 and len(found) < steps:
            found.append(node)
            node = self.parents[node]
        return found


def tree(markup: str) -> Tree:
    """
    Parse decoded markup. Giant tags lose their attributes first and what lies beyond the caps is left out;
    each is told in `notes` (Chinese).
    """
    notes = []
    if len(markup) > TEXT_CAP:
        markup = markup[:TEXT_CAP]
        notes.append(f"页面超过{TEXT_CAP}字,其余未读")
    markup, cut = _without_giant_tags(markup)
    if cut:
        notes.append(f"{cut}个标签过大,其属性未读")
    end = _too_deep(markup)
    if end:
        markup = markup[:end]
        notes.append("标签嵌套过深,其余未读")
    flat = _flattened(LexborHTMLParser(markup))
    if len(flat.tags) >= NODE_CAP:
        notes.append(f"页面节点超过{NODE_CAP}个,其余未读")
    flat.notes = tuple(notes)
    return flat


def _without_giant_tags(markup: str) -> tuple[str, int]:
    """The markup with giant tags reduced to their names, and how many there were; linear in its length."""
    suspects = [piece for piece in markup.split("<") if len(piece) > _SUSPECT]
    if not any(piece.find(">", 0, _SUSPECT) < 0 for piece in suspects):
        return markup, 0
    pieces: list[str] = []
    cut = kept = position = 0
    while (found := _SUSPECT_TAG.search(markup, position)) is not None:
        start = found.start()
        end = markup.find(">", start)
        end = len(markup) if end < 0 else end
        inside = markup[start:end] if end - start <= _TAG_CAP else ""
        if not inside or _attribute_count(inside) > _ATTRIBUTE_CAP:
            name = _TAG_NAME.match(markup, start + 1)
            pieces += [markup[kept:start], "<", name.group()[:32] if name else "div"]
            kept = end
            cut += 1
        position = end
    pieces.append(markup[kept:])
    return "".join(pieces), cut


def _too_deep(markup: str) -> int:
    """Where boxes lie too deep in each other for the parser, whose time then grows by the square; or 0."""
    if len(markup) < _SHORT:
        return 0
    for name in ("ul", "ol", "div", "table", "dl", "span", "font"):
        if markup.count(f"<{name}") - markup.count(f"</{name}") < _DEPTH_CAP:
            continue
        depth = 0
        for found in re.finditer(rf"<(/?){name}\b", markup):
            depth += -1 if found.group(1) else 1
            if depth > _DEPTH_CAP:
                return found.start()
    return 0


def _attribute_count(tag: str) -> int:
    return max(tag.count("="), len(tag.split()))


def _flattened(parser: LexborHTMLParser) -> Tree:
    # this loop runs for every node of every page: no calls that can be spared
    rows: list[tuple[str, int, Mapping[str, str | None], str, str, bool]] = []
    add = rows.append
    position = 0
    root = parser.root
    waiting: list[tuple[LexborNode, int, bool]] = [(root, -1, False)] if root is not None else []
    while waiting:
        current, parent, is_above = waiting.pop()
        node: LexborNode | None = current
        while node is not None and position < NODE_CAP:
            following = node.next
            if node.is_text_node:
                add(("-text", parent, _EMPTY, node.text_content or "", "", is_above))
                position += 1
            elif (tag := intern(node.tag or "-"))[0] not in "-_!":
                values = node.attributes
                mark, is_own = "", is_above
                if values:
                    if "class" in values or "id" in values:
                        mark = _mark(values)
                    if not is_above and ("style" in values or "hidden" in values) and tag not in _WHOLE:
                        is_own = _hides(values)
                add((tag, parent, values, "", mark, is_own))
                inner = node.child
                if inner is not None:
                    if following is not None:
                        waiting.append((following, parent, is_above))
                    following, parent, is_above = inner, position, is_own
                position += 1
            node = following
    if not rows:
        return Tree()
    tags, parents, attrs, texts, marks, hidden = map(list, zip(*rows, strict=True))
    return Tree(tags, parents, _ends(parents), attrs, texts, marks, hidden)


def _mark(values: Mapping[str, str | None]) -> str:
    name, kinds = values.get("id"), values.get("class")
    if name and kinds:
        return f"{name} {kinds}"[:200].lower()
    return (name or kinds or "")[:200].lower()


def _hides(values: Mapping[str, str | None]) -> bool:
    style = values.get("style")
    return (style is not None and _HIDDEN_STYLE.search(style) is not None) or "hidden" in values


def _ends(parents: list[int]) -> list[int]:
    ends = list(range(1, len(parents) + 1))
    for node in range(len(parents) - 1, 0, -1):
        parent = parents[node]
        if parent >= 0 and ends[parent] < ends[node]:
            ends[parent] = ends[node]
    return ends
