"""Where a page says it stands (您现在的位置：首页 > …)."""

from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Block
from .links import Linked
from .markup import Tree
from .page import Link
from .words import Lexis, squeeze
from .zones import Zones

_LAST = frozenset(
    {"正文", "详情", "详情页", "内容", "文章", "正文内容", "列表", "文章正文", "信息详情", "内容页", "查看"}
)
_STEP_CAP = 8


@dataclass(frozen=True, slots=True)
class Breadcrumb:
    """Steps from the home page down, without it; the last may lack an address; `first`, `last` are blocks."""

    steps: tuple[Link, ...] = ()
    home: str = ""
    first: int = -1
    last: int = -1


def breadcrumb(
    tree: Tree, page_blocks: Sequence[Block], linked: Linked, zones: Zones, lexis: Lexis
) -> Breadcrumb:
    """The trail, found by its opening words or its container's name; empty where there is none."""
    by_node = {node: (url, words) for node, url, words in linked.anchors}
    for index, block in enumerate(page_blocks[:400]):
        text = block.text
        if len(text) > 200 or block.hidden:
            continue
        opens = lexis.breadcrumb_words.match(text)
        if not opens and not (_starts_home(text, lexis) and zones.of(block.first) == "breadcrumb"):
            continue
        last = _last_block(page_blocks, index)
        found = _trail(tree, page_blocks, index, last, by_node, lexis, opens.end() if opens else 0)
        if found.steps or found.home:
            return found
    return Breadcrumb()


def _starts_home(text: str, lexis: Lexis) -> bool:
    return any(text.startswith(w) for w in lexis.home_words)


def _last_block(page_blocks: Sequence[Block], index: int) -> int:
    """The trail may lie in table cells: it goes on while blocks open with a separator or are bare links."""
    last = index
    while last + 1 < len(page_blocks) and last - index < 2 * _STEP_CAP:
        text = page_blocks[last + 1].text
        before = page_blocks[last].text
        is_joint = text[0] in ">＞›»/" or before[-1] in ">＞›»:：/"
        if len(text) > 40 or not is_joint:
            break
        last += 1
    return last


def _trail(
    tree: Tree, page_blocks: Sequence[Block], first: int, last: int,
    by_node: dict[int, tuple[str, str]], lexis: Lexis, skip: int,
) -> Breadcrumb:  # fmt: skip
    start, end = page_blocks[first].first, page_blocks[last].last
    steps: list[Link] = []
    home = ""
    for node in range(max(0, start - 6), end + 1):
        if tree.tags[node] == "a" and tree.ends[node] > start:
            url, words = by_node.get(node, ("", ""))
            words = words or "".join(tree.words(node).split())
            if squeeze(words) in lexis.home_words or (
                not steps and not home and squeeze(words).endswith("首页")
            ):
                home = home or url
            elif words and squeeze(words) not in _LAST and len(words) <= 60:
                steps.append(Link(url, squeeze(words), "breadcrumb", "page"))
    text = " ".join(b.text for b in page_blocks[first : last + 1])[skip:]
    rest = [
        p.strip()
        for p in text.replace("＞", ">").replace("›", ">").replace("»", ">").replace("/", ">").split(">")
    ]
    tail = squeeze(rest[-1]) if rest else ""
    known = {squeeze(s.text) for s in steps}
    if (
        tail
        and tail not in known
        and tail not in lexis.home_words
        and tail not in _LAST
        and len(tail) <= 30
        and len(rest) > 1
    ):
        steps.append(Link("", tail, "breadcrumb", "page"))
    steps = _with_unlinked(steps, [squeeze(part) for part in rest], lexis)
    return Breadcrumb(tuple(steps[:_STEP_CAP]), home, first, last)


def _with_unlinked(steps: list[Link], parts: Sequence[str], lexis: Lexis) -> list[Link]:
    """The steps with those that bear no link in between, where the printed way agrees with the links."""
    linked = {squeeze(step.text): step for step in steps}
    if not steps or any(name not in parts for name in linked):
        return steps
    found: list[Link] = []
    for part in dict.fromkeys(parts):
        step = linked.get(part)
        if step is None and 2 <= len(part) <= 20 and part not in lexis.home_words and part not in _LAST:
            step = Link("", part, "breadcrumb", "page")
        if step is not None and not (step.text.endswith("首页") and not step.url):
            found.append(step)
    return found
