"""An article: its title, head, dates, text and ties, read from a page that may turn out to be none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .blocks import Block
from .body import Body, body
from .breadcrumb import Breadcrumb
from .dates import told_as_past
from .fields import Field, clean_source, fields, value_of
from .kinds import kind_of
from .links import Linked
from .markup import Tree
from .numbers import document_number
from .page import Link, Page
from .publication import Publication, publication
from .relations import links_between, mentions, related
from .titles import Title, over_text, title_of
from .words import Lexis
from .zones import Zones

_TABLE_BLOCKS = 48
_HEAD_BLOCKS = 40
_FOOT_BLOCKS = 8


@dataclass(frozen=True, slots=True)
class Article:
    """What `article` read; `told` puts it into the page once that is known to be an article."""

    title: Title
    body: Body
    found: tuple[Field, ...]
    dating: Publication
    tagged: str
    is_tagged: bool
    has_info: bool
    prose_length: int
    source: str
    related: tuple[Link, ...]
    text_links: tuple[Link, ...]
    images: tuple[str, ...]
    videos: tuple[str, ...]
    text_urls: frozenset[str]

    def told(self, page: Page, lexis: Lexis) -> Page:
        """The page with all that only articles have."""
        number = document_number(self.found, self.body.text, self.title.text, lexis)
        words = (self.title.text, self.body.text, page.section, self.source, number)
        kind, reasons = kind_of(*words, lexis.kinds, least=lexis.kind_least, order=lexis.kind_order)
        return replace(
            page,
            kind=kind,
            kind_reasons=reasons,
            published=self.dating.published,
            printed=self.dating.printed,
            dates=self.dating.dates,
            told_dates=told_as_past(self.body.text, lexis.told_words),
            conflicts=self.dating.conflicts
            + (() if self.title.has_agreed else ("页面所印标题与ArticleTitle标签不一致",)),
            source=self.source,
            document_number=number,
            issuer=value_of(self.found, lexis.issuer_labels),
            index_number=value_of(self.found, lexis.index_labels),
            text=self.body.text,
            text_length=len(self.body.text),
            text_links=self.text_links,
            related=self.related,
            mentions=mentions(self.body.text),
            images=self.images,
            videos=self.videos,
            attachments=tuple(
                x
                for x in page.links
                if x.target == "attachment" and x.place not in {"navigation", "footer", "head"}
            ),
        )


def article(
    tree: Tree, page_blocks: Sequence[Block], tags: Mapping[str, str], heads: Sequence[str],
    crumbs: Breadcrumb,
    linked: Linked, zones: Zones, url: str, modified: str, script_text: str, seen_on: date, lexis: Lexis,
) -> Article:  # fmt: skip
    """Read a page as if it were an article."""
    lowered = {k.lower(): v for k, v in tags.items()}
    tagged = lowered.get("articletitle", "")
    names = [lowered.get("sitename", ""), lowered.get("columnname", ""), *(s.text for s in crumbs.steps)]
    if tagged:
        names = [n for n in names if n != tagged]
    title = title_of(tree, page_blocks, tagged, heads, names, zones, lexis)
    text = body(tree, page_blocks, title, zones, lexis)
    if text.lines:
        title = over_text(page_blocks, title, text.lines[0], names, zones, lexis)
    start, end = _head_range(page_blocks, title, text)
    head = tuple(fields(page_blocks, range(start, end), lexis))
    table = tuple(
        fields(
            page_blocks,
            range(max(crumbs.last + 1, title.block - _TABLE_BLOCKS, 0), max(title.block, 0)),
            lexis,
        )
    )
    after = text.lines[-1] + 1 if text.lines else end
    foot = (
        tuple(fields(page_blocks, range(after, min(after + _FOOT_BLOCKS, len(page_blocks))), lexis))
        if text.lines
        else ()
    )
    dating = publication(
        head, table, foot, page_blocks[start:end], [page_blocks[i].text for i in text.lines], tags, url,
        modified,
        script_text, seen_on, lexis,
    )  # fmt: skip
    found = (*head, *table)
    source = clean_source(value_of(found, lexis.source_labels)) or lowered.get("contentsource", "")
    ties = related(tree, page_blocks, linked, text, zones, lexis)
    inside = links_between(linked, text.first, text.end, lexis) if text.lines else ()
    images, videos = _media(tree, linked, text)
    return Article(
        title=title,
        body=text,
        found=found,
        dating=dating,
        tagged=tagged,
        is_tagged=bool(tagged),
        has_info=_has_info(head, table, dating, title, lexis),
        prose_length=_prose(page_blocks, text),
        source=source,
        related=ties,
        text_links=tuple({x.url: x for x in (*inside, *ties)}.values()),
        images=images,
        videos=videos,
        text_urls=frozenset(x.url for x in (*inside, *ties)),
    )


def _head_range(page_blocks: Sequence[Block], title: Title, text: Body) -> tuple[int, int]:
    """The blocks between title and text."""
    start = title.end if title.block >= 0 else max((text.lines[0] if text.lines else 0) - 6, 0)
    end = text.lines[0] if text.lines else min(start + 12, len(page_blocks))
    return start, max(start, min(end, start + _HEAD_BLOCKS))


def _has_info(
    head: Sequence[Field], table: Sequence[Field], dating: Publication, title: Title, lexis: Lexis
) -> bool:
    """Date or source stand between title and text, or number, index or issuer in a table beside the title."""
    if title.block < 0 and not title.is_tagged:
        return False
    if any(d.what == "published" and d.where.startswith(("信息栏", "信息表")) for d in dating.dates):
        return True
    if any(f.value and lexis.table_labels.match(f.label + ":") for f in (*head, *table)):
        return True
    return any(lexis.source_labels.match(f.label + ":") for f in head)


def _prose(page_blocks: Sequence[Block], text: Body) -> int:
    """Characters of the text that are not links."""
    return sum(len(page_blocks[i].text) - page_blocks[i].linked for i in text.lines)


def _media(tree: Tree, linked: Linked, text: Body) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Pictures and videos inside the text's container."""
    if text.node < 0:
        return (), ()
    wanted = {"img", "video", "source", "embed", "iframe"}
    sources: set[str] = set()
    for node in range(text.node, tree.ends[text.node]):
        if tree.tags[node] in wanted:
            sources.update(
                v
                for v in (
                    tree.attr(node, "src"),
                    tree.attr(node, "data-src"),
                    tree.attr(node, "data-original"),
                )
                if v
            )
    names = {s.rpartition("/")[2] for s in sources}
    inside = [
        x
        for x in linked.links
        if x.target in {"image", "media", "frame"} and x.url.rpartition("/")[2] in names
    ]
    images = tuple(x.url for x in inside if x.target == "image")
    return images, tuple(x.url for x in inside if x.target != "image")
