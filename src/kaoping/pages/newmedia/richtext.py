"""Markup of a post's body as text in paragraphs, with its pictures; scripts and what is hidden left out."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST_PICTURES = 200
_BLOCKS = frozenset(
    (
        "p", "div", "section", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol",
        "table", "article", "header", "footer", "hr", "pre",
    )
)  # fmt: skip
_DROPPED = frozenset(("script", "style", "noscript", "template", "iframe", "svg"))
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


def text_of_markup(markup: str) -> tuple[str, tuple[str, ...]]:
    """The words of a fragment, a line a paragraph, and the addresses of its pictures in order."""
    if "<" not in markup:
        return markup.strip(), ()
    root = LexborHTMLParser(markup).body
    return text_of_node(root) if root is not None else ("", ())


def text_of_node(root: LexborNode) -> tuple[str, tuple[str, ...]]:
    """As `text_of_markup`, of a node already parsed."""
    words: list[str] = []
    pictures: dict[str, None] = {}
    stack: list[LexborNode | str] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            words.append(node)
            continue
        tag = node.tag
        if tag == "-text":
            words.append(node.text_content or "")
            continue
        if tag in _DROPPED:
            continue
        if tag == "img":
            address = (node.attributes.get("data-src") or node.attributes.get("src") or "").strip()
            if address and len(pictures) < MOST_PICTURES and not address.startswith("data:"):
                pictures[address] = None
            continue
        if tag in _BLOCKS:
            words.append("\n")
            stack.append("\n")
        children = [*node.iter(include_text=True)]
        stack.extend(reversed(children))
    text = _LINES.sub("\n", _BLANKS.sub(" ", "".join(words).replace("\u200b", ""))).strip()
    return text, tuple(pictures)
