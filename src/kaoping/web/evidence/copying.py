"""
An archived page as harmless markup and as plain text: built anew from a list of what is allowed, so that
nothing of it can run, load, lead away or change its shape when it is parsed again.

Runs in a child process alone (`page_child`): the pages are hostile.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from selectolax.lexbor import LexborHTMLParser


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


KEPT = _names(
    "a abbr address article aside b big blockquote br caption center cite code col colgroup dd del details"
    " dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i ins kbd label legend li"
    " main mark nav ol p pre q s samp section small span strike strong sub summary sup table tbody td tfoot"
    " th thead time tr tt u ul var"
)
VOID = _names("br hr col")
# together with all that is in them
DROPPED = _names(
    "script noscript template iframe frame frameset noframes object embed applet svg math audio video source"
    " track canvas link meta base head portal fencedframe xmp plaintext noembed param dialog map area"
)
BLOCKS = _names(
    "address article aside blockquote body br caption center dd details div dl dt figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table td th tr ul"
)
ATTRIBUTES = _names(
    "class title align valign width height colspan rowspan span bgcolor color size face border cellpadding"
    " cellspacing dir lang nowrap start type"
)
SAID = ("alt", "value", "placeholder")
MOST_NODES = 200_000
MOST_STYLE = 400_000
LONGEST_ATTRIBUTE = 2000
LONGEST_PICTURE = 400_000
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+")
_ESCAPE = re.compile(r"\\(?:[0-9a-fA-F]{1,6}\s?|[\s\S]?)")
_COMMENT = re.compile(r"/\*[\s\S]*?(?:\*/|\Z)")
_LOADS = re.compile(
    r"@(?:import|charset|namespace|font-face|document)[^;{]*[;]?"
    r"|(?:url|image-set|image|src|cross-fade|element|expression|attr|paint|env)\s*\([^)]*\)?"
    r"|(?:https?:)?//[^\s;,)}'\"]*"
    r"|-moz-binding|behaviou?r\s*:",
    re.I,
)


@dataclass(slots=True)
class Copy:
    """`text` in lines; `markup` of the body alone; `style` for a style element. All masked where asked."""

    title: str = ""
    text: str = ""
    markup: str = ""
    style: str = ""
    notes: list[str] = field(default_factory=list)


def copy_of(markup: str, mask: Callable[[str], str]) -> Copy:
    """
    Build both forms of a page.

    Args:
        markup: The page, decoded.
        mask: Hides what is to be hidden in a text, keeping its length.
    """
    parser = LexborHTMLParser(markup)
    pieces = list(_pieces(parser))
    text = mask("".join(piece.text for piece in pieces))
    out, at = [], 0
    for piece in pieces:
        end = at + len(piece.text)
        own = text[at:end]
        out.append(escape(own) if piece.is_shown else mask(piece.markup) if piece.is_said else piece.markup)
        at = end
    title = parser.css_first("title")
    return Copy(
        title=mask(" ".join((title.text() if title else "").split())[:300]),
        text=_lines(text),
        markup="".join(out),
        style=_style(parser),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of the page, or markup of our own; `is_said` where the markup holds words of the page."""

    text: str = ""
    markup: str = ""
    is_shown: bool = False
    is_said: bool = False


def _pieces(parser: LexborHTMLParser) -> Iterator[Piece]:
    """The body in order, without recursion: pages nest as deep as they like."""
    body: Any = parser.body
    stack: list[Any] = [body] if body is not None else []
    seen = 0
    while stack:
        node = stack.pop()
        if isinstance(node, Piece):
            yield node
            continue
        seen += 1
        if seen > MOST_NODES:
            yield Piece(text="\n(页面过长,以下省略)\n", is_shown=True)
            return
        tag = (node.tag or "").lower()
        if tag == "-text":
            yield Piece(text=node.text_content or "", is_shown=True)
        elif tag in DROPPED or tag.startswith(("-", "!", "_")):
            continue
        else:
            yield from _element(node, tag, stack)


def _element(node: Any, tag: str, stack: list[Any]) -> Iterator[Piece]:
    attributes = {str(k).lower(): str(v or "") for k, v in (node.attributes or {}).items()}
    if tag in ("img", "input", "image"):
        yield _picture(tag, attributes)
        return
    if tag == "style":
        return
    if tag in BLOCKS:
        yield Piece(text="\n")
    shown = tag if tag in KEPT else "div" if tag in BLOCKS else "span"
    yield Piece(markup=f"<{shown}{_attributes(tag, attributes)}>", is_said=True)
    if shown in VOID:
        return
    end = Piece(markup=f"</{shown}>")
    stack.append(Piece(text="\n") if tag in BLOCKS else end)
    if tag in BLOCKS:
        stack.append(end)
    children, child = [], node.first_child if hasattr(node, "first_child") else node.child
    while child is not None:
        children.append(child)
        child = child.next
    stack.extend(reversed(children))


def _picture(tag: str, attributes: dict[str, str]) -> Piece:
    source = attributes.get("src", "")
    if tag == "img" and len(source) <= LONGEST_PICTURE and _PICTURE.fullmatch(source):
        return Piece(markup=f'<img src="{escape(source)}" alt="{escape(attributes.get("alt", ""))[:200]}">')
    if attributes.get("type", "").lower() in ("hidden", "password"):
        return Piece()
    words = next((attributes[name] for name in SAID if attributes.get(name)), "")[:200]
    name = "输入框" if tag == "input" else "图片"
    return Piece(markup=f"<span>[{name}{':' if words else ''}{escape(words)}]</span>", is_said=True)


def _attributes(tag: str, given: dict[str, str]) -> str:
    kept = []
    for name, value in given.items():
        if name in ATTRIBUTES and len(value) <= LONGEST_ATTRIBUTE:
            kept.append((name, value))
        elif name == "style" and len(value) <= LONGEST_ATTRIBUTE:
            kept.append((name, safe_style(value)))
    if tag == "a" and given.get("href"):
        kept = [pair for pair in kept if pair[0] != "title"]
        kept.append(("title", f"原链接:{given['href'][:300]}"))
    return "".join(f' {name}="{escape(value)}"' for name, value in kept)


def _style(parser: LexborHTMLParser) -> str:
    whole = "\n".join(node.text() for node in parser.css("style")[:200])
    return safe_style(whole[:MOST_STYLE])


def safe_style(style: str) -> str:
    """The style without anything that loads or runs, and without what could end its element."""
    plain = _ESCAPE.sub("", style).replace("<", "").replace("\0", "")
    while True:
        cleaned = _LOADS.sub("none ", _COMMENT.sub("", plain))
        if cleaned == plain:
            return cleaned
        plain = cleaned


def _lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
