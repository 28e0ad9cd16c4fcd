"""The notice as a page for the office's own website, with the tags that norms of such sites ask for."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kaoping.roster.visible import shown

from .blocks import Block, body_blocks, imprint_blocks
from .docx_file import write_bytes
from .facts import Website
from .notice import Notice
from .wording import iso_day

TEMPLATES = Path(__file__).parent.parent / "templates"
Tags = tuple[tuple[str, str], ...]


def write_notice_html(notice: Notice, site: Website, path: Path) -> None:
    """
    Write the page: one file that loads nothing from elsewhere. Tags whose content is not known are left out.

    Raises:
        OutputError: It cannot be written.
    """
    write_bytes(notice_html(notice, site).encode(), path)


def notice_html(notice: Notice, site: Website) -> str:
    """The page. Whatever stands in the notice is text: nothing in it is markup or code."""
    return (
        _environment()
        .get_template("notice.html.j2")
        .render(
            title=shown(notice.title),
            office=shown(notice.office),
            number=shown(notice.number),
            published=published(notice, site),
            tags=tags_of(notice, site),
            blocks=tuple(_page_blocks(notice)),
            annexes=notice.annexes,
            imprint=tuple(Block(b.kind, shown(b.text), shown(b.label)) for b in imprint_blocks(notice)),
        )
    )


def published(notice: Notice, site: Website) -> str:
    """When the page is published, YYYY-MM-DD HH:mm; midnight of the notice's day where nobody said."""
    day = iso_day(notice.date)
    return site.published or (f"{day} 00:00" if day else "")


def tags_of(notice: Notice, site: Website) -> Tags:
    """The page's tags by name: those of the site, of the section, of the article."""
    known = (
        ("SiteName", site.name),
        ("SiteDomain", site.domain),
        ("SiteIDCode", site.code),
        ("ColumnName", site.section),
        ("ColumnType", "通知公告" if site.section else ""),
        ("ArticleTitle", shown(notice.title)),
        ("PubDate", published(notice, site)),
        ("ContentSource", shown(notice.office)),
        ("Keywords", "政务公开,政府网站,政务新媒体,考评,通报"),
        ("Description", shown(notice.opening.text)[:200]),
        ("Url", site.url),
    )
    return tuple((name, content) for name, content in known if content)


def missing_tags(site: Website) -> tuple[str, ...]:
    """Tags that must stand in such a page and cannot be filled."""
    needed = (
        ("SiteName", site.name),
        ("SiteDomain", site.domain),
        ("SiteIDCode", site.code),
        ("ColumnName", site.section),
    )
    return tuple(name for name, content in needed if not content)


def _page_blocks(notice: Notice) -> Iterator[Block]:
    has_annexes = False
    for block in body_blocks(notice):
        if block.kind == "annex":
            if not has_annexes:
                yield Block("annexes", "")
            has_annexes = True
        elif block.kind != "title":
            yield Block(block.kind, shown(block.text), place=block.place)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
