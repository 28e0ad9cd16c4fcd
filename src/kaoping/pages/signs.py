"""What a page admits of itself: not found, nothing here yet, drawn by script only."""

import re
from collections.abc import Sequence

from .blocks import Block
from .markup import Tree
from .words import Lexis, squeeze
from .zones import Zones

_MESSAGE_CHARACTERS = 600
_SHELL_CHARACTERS = 200
_SOME_TEXT = 20
_WRITES = re.compile(
    r"document\.write(?:ln)?\s*\(|\.innerHTML\s*=|\.html\(|\.append(?:Child)?\(|\.insertAdjacentHTML|template\(|v-for=|ng-repeat="
)


def says_not_found(
    heads: Sequence[str], page_blocks: Sequence[Block], has_article: bool, lexis: Lexis
) -> str:
    """
    The words by which a page says "not found" as its main message, or ``""``.

    Only a title that says so and nothing else, or a page with few words. An article that mentions a lost
    page is none.
    """
    head = next((h for h in heads if h), "")
    found = lexis.not_found_titles.search(head) if head and len(head) <= 60 and not has_article else None
    if found and (not re.search(r"提示|出错|错误", found.group()) or _message(page_blocks, lexis)):
        return found.group()[:60]
    return "" if has_article else _message(page_blocks, lexis)


def _message(page_blocks: Sequence[Block], lexis: Lexis) -> str:
    shown = [b for b in page_blocks if not b.hidden]
    words = sum(len(b.text) for b in shown if not b.is_linked)
    if words > _MESSAGE_CHARACTERS:
        return ""
    for block in shown:
        if (
            len(block.text) <= 160
            and not block.is_linked
            and (found := lexis.not_found_words.search(block.text))
        ):
            return found.group()[:60]
    return ""


def admits_empty(page_blocks: Sequence[Block], zones: Zones, lexis: Lexis) -> str:
    """The words by which a section says that it has nothing (暂无内容, 建设中), as printed, or ``""``."""
    for block in page_blocks:
        text = block.text
        if block.hidden or len(text) > 40 or block.is_linked:
            continue
        found = lexis.empty_words.search(text)
        is_main = found is not None and len(found.group()) * 2 >= len(squeeze(text)) - 4
        if is_main and zones.of(block.holder) not in {"footer", "navigation", "header"}:
            return text
    return ""


_SUBSTANCE = frozenset({"iframe", "embed", "object", "video", "audio", "textarea", "canvas", "frame"})
_BARE_CHARACTERS = 40
_BARE_LINKS = 2


def is_empty_section(
    tree: Tree, page_blocks: Sequence[Block], zones: Zones, trail: int, menus: Sequence[tuple[int, int]],
    lexis: Lexis,
) -> bool:  # fmt: skip
    """
    Nothing stands where a section's rows would: no words, pictures, frames or forms below the trail but the
    section's own name, menus (`menus` are ranges of nodes that hold one), paging and the footer.
    """
    if trail < 0:
        return False
    start = page_blocks[trail].last
    words = links = 0
    for block in page_blocks[trail + 1 :]:
        if block.hidden or zones.of(block.holder) in {"footer", "navigation", "side", "pager", "header"}:
            continue
        if any(first <= block.first < end for first, end in menus):
            continue
        if _is_foot(block.text, lexis):
            break
        words += len(block.text)
        links += block.is_linked
    if words > _BARE_CHARACTERS or links > _BARE_LINKS:
        return False
    return not any(
        (tag in _SUBSTANCE or tag == "img")
        and node > start
        and zones.of(node) not in {"footer", "navigation", "side", "header"}
        for node, tag in enumerate(tree.tags)
    )


def _is_foot(text: str, lexis: Lexis) -> bool:
    return any(lexis.footer[part].search(text) for part in ("sponsor", "site_code", "icp", "police"))


def needs_rendering(
    tree: Tree, page_blocks: Sequence[Block], script_text: str, has_rows: bool, text_length: int,
    scripts: int, lexis: Lexis,
) -> str:  # fmt: skip
    """Why static markup is not enough (Chinese), or ``""``; whole pages are never suspected."""
    if text_length >= _SHELL_CHARACTERS or has_rows:
        return ""
    visible = sum(len(b.text) for b in page_blocks if not b.hidden)
    mount = _mount_point(tree, page_blocks, lexis)
    if not mount and text_length >= _SOME_TEXT:
        return ""
    if mount and visible < _SHELL_CHARACTERS * 4 and (scripts or script_text):
        return f"页面内容由脚本绘制到#{mount}"
    if visible < _SHELL_CHARACTERS and (
        len(_WRITES.findall(script_text)) >= 1 or _is_scripted(scripts, script_text, visible)
    ):
        return "页面可见文字很少,内容由脚本写出"
    if drawn := _drawn_list(tree, script_text, lexis):
        return f"列表由脚本填入{drawn}"
    if any(lexis.loading_words.search(b.text) for b in page_blocks if len(b.text) < 60) and (
        scripts or script_text
    ):
        return "页面提示正在加载,内容由脚本取得"
    return ""


def _is_scripted(scripts: int, script_text: str, visible: int) -> bool:
    return visible < 40 and (scripts > 0 or len(script_text) > 200)


def _mount_point(tree: Tree, page_blocks: Sequence[Block], lexis: Lexis) -> str:
    for node, tag in enumerate(tree.tags):
        name = tree.attr(node, "id") if tag in {"div", "main", "section"} and tree.marks[node] else ""
        if name and name.lower() in lexis.mount_points:
            inside = sum(len(b.text) for b in page_blocks if node <= b.first < tree.ends[node])
            if inside < _SHELL_CHARACTERS:
                return name
    return ""


def _drawn_list(tree: Tree, script_text: str, lexis: Lexis) -> str:
    """An empty box that is named as a list and that a script of the page fills."""
    if not _WRITES.search(script_text):
        return ""
    for node, tag in enumerate(tree.tags):
        if tag not in {"ul", "ol", "div", "tbody", "table", "dl"} or not tree.marks[node]:
            continue
        if (
            tree.ends[node] - node > 12
            or tree.words(node).strip()
            or not lexis.list_mounts.search(tree.marks[node])
        ):
            continue
        for name in [tree.attr(node, "id"), *tree.attr(node, "class").split()]:
            if len(name) > 2 and re.search(rf"[\"'#.]{re.escape(name)}[\"'\s)]", script_text):
                return f"“{name}”"
    return ""
