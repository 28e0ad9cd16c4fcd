"""A page as understood: the records that readings make and checks read. Every field has a silent default."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .attachments.attachment import Part
from .interaction import InteractionSeen

_NO_INTERACTION = InteractionSeen()
DateKind = Literal[
    "published", "signed", "printed", "in_force", "meta", "address", "list", "last_modified", "first_seen"
]
# what a page is by its shape
Shape = Literal["home", "section", "article", "entrance", "search", "shell", "frameset", "data", "other"]
# what a document is by its content; "" where it is none
Kind = Literal[
    "policy", "interpretation", "news", "notice", "personnel", "reply", "guide", "report", "other", ""
]
# where on the page a link stands
Place = Literal["head", "navigation", "breadcrumb", "list", "pager", "body", "footer", "other"]
# what a link leads to, as far as its markup tells
Target = Literal["page", "image", "attachment", "frame", "data", "media"]


@dataclass(frozen=True, slots=True)
class DateSeen:
    """One date met on a page: what it is, the words it was read from, and where they stood."""

    value: date | None = None
    what: DateKind = "published"
    where: str = ""  # e.g. "meta PubDate", "信息栏 发布时间", "落款", "地址 t20220825_"
    raw: str = ""
    confidence: float = 0.0  # 0 … 1


@dataclass(frozen=True, slots=True)
class Link:
    """An address on a page, absolute and normalised."""

    url: str = ""
    text: str = ""
    place: Place = "other"
    target: Target = "page"
    hidden: str = (
        ""  # by what it is hidden from a reader (its own or an ancestor's style, tag or size), or ""
    )


@dataclass(frozen=True, slots=True)
class ListItem:
    """A row of a list."""

    title: str = ""
    url: str = ""
    published: date | None = None
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Footer:
    """What the foot of the page prints; ``""`` where a part is absent. `sitemap` is the link's address."""

    sponsor: str = ""
    contact: str = ""
    site_code: str = ""
    icp: str = ""
    police: str = ""
    sitemap: str = ""


@dataclass(frozen=True, slots=True)
class FindErrors:
    """The entrance 我为政府网站找错 as a page offers it: ``""`` and False where there is no sign of it."""

    told: str = ""  # its address or words
    code: str = ""  # the site code that it is linked with
    is_by_script: bool = False  # an empty box named for it
    is_near: bool = False  # only a link that is called something like it


@dataclass(frozen=True, slots=True)
class Page:
    """
    One capture, understood. Addresses are absolute and normalised. `text` (main text, paragraphs joined by
    newlines) and `visible_text` exist while page checks run and are dropped from what is stored, but for the
    texts of documents and interpretations, at most 30,000 characters of each.
    """

    url: str = ""
    site: str = ""
    status: int = 200
    shape: Shape = "other"
    kind: Kind = ""
    kind_reasons: tuple[str, ...] = ()
    title: str = ""  # the document's title as a reader sees it
    head_titles: tuple[str, ...] = ()  # every <title>, in order
    published: date | None = None  # certain, or null: the printed date, else an uncontradicted PubDate tag
    printed: date | None = None  # the publication date that the page prints, certain, or null
    dates: tuple[DateSeen, ...] = ()
    conflicts: tuple[str, ...] = ()  # Chinese clauses
    source: str = ""
    document_number: str = ""
    issuer: str = ""
    index_number: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)  # meta name as written -> content
    breadcrumb: tuple[Link, ...] = ()
    section: str = ""  # name of the section (栏目) that it says it stands in
    section_url: str = ""
    links: tuple[Link, ...] = ()  # each distinct address once
    text_links: tuple[Link, ...] = ()  # links inside the main text and the relation blocks
    related: tuple[Link, ...] = ()  # relation blocks (相关文件, 相关解读)
    mentions: tuple[str, ...] = ()  # document numbers and 《titles》 named in the text
    items: tuple[ListItem, ...] = ()
    has_list: bool = False  # a list was recognised, even an empty one
    empty_words: str = ""  # "暂无内容", "建设中" … as printed
    pager: str = ""  # name of the pager form that was recognised
    next_urls: tuple[str, ...] = ()  # list pages and data addresses that follow from it
    lists: tuple[str, ...] = ()  # data addresses of other sections' lists that the page declares
    unwalked: str = ""  # Chinese reason why the pages that follow cannot be asked for by address, or ""
    parts: tuple[Part, ...] = ()  # tables and texts of a page with long numbers; dropped from what is stored
    images: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()
    attachments: tuple[Link, ...] = ()
    footer: Footer = Footer()
    text: str = ""
    text_length: int = 0
    visible_text: str = ""
    visible_length: int = 0
    text_after_end: str = ""  # visible words behind </html>
    script_text: str = ""  # inline scripts joined, at most 64 KiB; dropped from what is stored
    foreign_hosts: tuple[str, ...] = ()  # hosts of links, scripts and frames that are not the page's own
    scripts: tuple[str, ...] = ()  # addresses of script files
    refresh: str = ""  # where <meta http-equiv=refresh> leads
    base: str = ""  # where <base href> leads
    forms: tuple[str, ...] = ()  # where its forms send what is entered, other hosts alone
    sends_to: tuple[str, ...] = ()  # whole addresses to which inline scripts send the visitor
    told_dates: tuple[date, ...] = ()  # days that the text speaks of as past, at most 20
    has_scripted_footer: bool = (
        False  # an empty box or a script file named as the footer: scripts may draw it
    )
    has_scripted_relations: bool = False  # a place for related documents with no links: scripts may fill it
    has_search: bool = False  # a search box or an entrance to one
    find_errors: FindErrors = FindErrors()  # of home pages and of scripts that write a footer
    data_total: int | None = None  # rows that a data answer says there are in all
    calls: tuple[str, ...] = ()  # data addresses that scripts ask for, unknown parts as {name}: see `Shells`
    parameters: Mapping[str, str] = field(default_factory=dict)  # what a shell page hands to its scripts
    needs_rendering: str = ""  # Chinese reason why static markup is not enough, or ""
    says_not_found: str = ""  # the words by which a 200 page says "not found", or ""
    fingerprint: int = 0  # 64-bit simhash of the visible text
    charset: str = ""
    is_rendered: bool = False
    is_frame: bool = False  # found only as a frame of another page: a part of that page, not one of its own
    digest: str = ""
    townships_named: tuple[str, ...] = ()  # by lines that are no links, on pages of township platforms
    interaction: InteractionSeen = _NO_INTERACTION  # messages, replies, figures, forms, guides
    notes: tuple[str, ...] = ()  # what reading had to give up: truncated, giant tag cut, ...
