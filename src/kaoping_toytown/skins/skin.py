"""What a family of publishing systems decides: addresses, lists, pagers, navigation, article pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from kaoping_toytown.blocks import Block
from kaoping_toytown.book import SiteBook
from kaoping_toytown.content import Links, blocks
from kaoping_toytown.records import Article, PageKind, Section

Query = Mapping[str, str]
FAMILIES = 7


@dataclass(frozen=True, slots=True)
class Target:
    """What an address means: the home page, a page of a section's list (0 is the first), or an article."""

    kind: PageKind
    section: Section | None = None
    page: int = 0
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class Data:
    """An answer that is not a page: a list's further rows, an interface, a script."""

    content_type: str
    text: str


class Skin:
    """
    The plainest form of each part, as templates; a family overrides what it does otherwise.

    Addresses are site-absolute paths. `up` leads from a page to the site's root: `/`, or `../` as
    often as the page lies deep where a family links relatively.
    """

    name: ClassVar[str]
    doctype: ClassVar[str] = "<!DOCTYPE html>"
    files: ClassVar[str] = "/upload/files/"
    home_paths: ClassVar[tuple[str, ...]] = ("/", "/index.html")
    inner_home: ClassVar[str] = "/home/index.html"
    map_path: ClassVar[str] = "/map.html"
    is_relative: ClassVar[bool] = False
    is_drawn_by_script: ClassVar[bool] = False

    nav: ClassVar[tuple[str, str, str, str, str]]  # open, group, item, group's end, close
    crumbs: ClassVar[tuple[str, str]]  # around the way, between its steps
    rows_around: ClassVar[tuple[str, str]]
    row: ClassVar[str]
    date_format: ClassVar[str] = "%Y-%m-%d"
    home_block: ClassVar[str]
    paragraph: ClassVar[Mapping[str, str]]
    article_page: ClassVar[str]
    footer_around: ClassVar[tuple[str, str, str]]  # open, between parts, close

    def is_second(self, book: SiteBook) -> bool:
        """Whether the site turns its pages as a later version of its family: every second round of sites."""
        return book.site.number // FAMILIES % 2 == 1

    def list_path(self, book: SiteBook, section: Section, page: int) -> str:
        raise NotImplementedError

    def article_path(self, book: SiteBook, article: Article) -> str:
        raise NotImplementedError

    def find(self, book: SiteBook, path: str, query: Query) -> Target | None:
        """What stands at this address; addresses with another date or page than ours are unknown."""
        raise NotImplementedError

    def data(self, book: SiteBook, path: str, query: Query) -> Data | None:
        """Answers of the family's own interfaces."""
        return None

    def pager(self, book: SiteBook, section: Section, page: int, pages: int) -> str:
        raise NotImplementedError

    def links(self, book: SiteBook) -> Links:
        return Links(lambda article: self.article_path(book, article), self.files)

    def row_html(self, book: SiteBook, section: Section, article: Article, is_pinned: bool = False) -> str:
        return self.row.format(
            href=self.row_href(book, section, article),
            title=article.title,
            pin="【置顶】" if is_pinned else "",
            date=article.date.strftime(self.date_format),
            id=article.id,
        )

    def row_href(self, book: SiteBook, section: Section, article: Article) -> str:
        return self.article_path(book, article)

    def rows(self, book: SiteBook, section: Section, page: int) -> str:
        """The rows of a page of the list, with what stands around them."""
        pinned = book.pinned(section) if page == 0 else 0
        shown = book.rows(section, page)
        html = "".join(self.row_html(book, section, a, n < pinned) for n, a in enumerate(shown))
        return f"{self.rows_around[0]}{html}{self.rows_around[1]}"

    def list_main(self, book: SiteBook, section: Section, page: int) -> str:
        pages = book.page_count(section)
        return self.rows(book, section, page) + self.pager(book, section, page, pages)

    def home_main(self, book: SiteBook, shown: list[tuple[Section, list[Article]]]) -> str:
        """The home page's blocks, each with a section's newest rows."""
        out = []
        for section, articles in shown:
            rows = "".join(self.home_row(book, article) for article in articles)
            more = self.list_path(book, section, 0)
            out.append(self.home_block.format(title=section.title, more=more, rows=rows))
        return "".join(out)

    def home_row(self, book: SiteBook, article: Article, *, is_framed: bool = False) -> str:
        is_short = not is_framed and book.plan.forms.get("home_dates") == "short"
        return self.row.format(
            href=self.article_path(book, article),
            title=article.title,
            pin="",
            date=article.date.strftime("%m-%d" if is_short else self.date_format),
            id=article.id,
        )

    def body(self, book: SiteBook, article: Article) -> str:
        """The article's paragraphs in the family's dress."""
        return "\n".join(self.dressed(block) for block in blocks(book, article, self.links(book)))

    def dressed(self, block: Block) -> str:
        return self.paragraph.get(block.kind, self.paragraph["text"]).format(block.html)

    def article_main(self, book: SiteBook, article: Article) -> str:
        return self.article_page.format(
            title=article.title,
            stamp=article.stamp,
            date=article.date.isoformat(),
            source=article.source,
            id=article.id,
            body=self.body(book, article),
        )

    def footer(self, parts: Mapping[str, str]) -> str:
        start, between, end = self.footer_around
        return f"{start}{between.join(parts.values())}{end}"

    def foot_scripts(self, book: SiteBook) -> str:
        """What stands before the end of body on every page."""
        return ""


def whole(text: str) -> int:
    """A non-negative number in an address, or -1."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1


def numbered(path: str, stem: str, extension: str) -> tuple[str, int] | None:
    """`/a/b/index_3.html` as (`a/b`, 3); `/a/b/` and `/a/b/index.html` as (`a/b`, 0)."""
    folder, _, name = path.strip("/").rpartition("/") if not path.endswith("/") else (path.strip("/"), "", "")
    if not name or name == f"{stem}.{extension}":
        return folder, 0
    number = whole(name.removeprefix(f"{stem}_").removesuffix(f".{extension}"))
    return (folder, number) if number > 0 and name == f"{stem}_{number}.{extension}" else None
