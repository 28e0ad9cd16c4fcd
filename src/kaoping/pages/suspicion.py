"""What checks of tampering look at besides single pages. Every field has a silent default."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .page import Page

# who seems to ask: an ordinary reader, the same again, a spider, a reader from a search page, a telephone
Identity = Literal["plain", "again", "screen", "spider", "referred", "phone"]
Way = Literal["script", "frame", "refresh", "base", "form", "sends"]


@dataclass(frozen=True, slots=True)
class ForeignLoad:
    """One foreign host from which pages of a site take what runs in them, or to which they hand visitors."""

    site: str = ""
    host: str = ""  # host, or host:port
    address: str = ""  # one address on it
    ways: tuple[Way, ...] = ()
    cited_by: tuple[str, ...] = ()  # shortest address first; at most 1,000
    cited_count: int = 0
    pages_seen: int = 0  # of the whole site
    sites_using: int = 1  # of the run
    is_trusted: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """One answer to one identity. `hosts` are strangers to the site, `words` planted ones that were found."""

    identity: Identity = "plain"
    status: int | None = None
    failure: str = ""
    location: str = ""  # where it redirects
    title: str = ""
    hosts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    sends_to: tuple[str, ...] = ()  # where scripts or a refresh send the visitor: addresses on strange hosts
    quote: str = ""
    is_refused: bool = False  # an error, or a page that asks who we are


@dataclass(frozen=True, slots=True)
class Views:
    """One page as different identities saw it; `plain` is the run's own first sight of it."""

    site: str = ""
    url: str = ""
    plain: View = View()
    others: tuple[View, ...] = ()  # in the order in which they were asked for

    def of(self, identity: Identity) -> tuple[View, ...]:
        """The views of one identity."""
        return tuple(view for view in self.others if view.identity == identity)


@dataclass(frozen=True, slots=True)
class OuterPage:
    """A page on a foreign host to which a site links: the head of it, read."""

    site: str = ""
    url: str = ""
    lands_on: str = ""  # where its redirects end, or `url`
    cited_by: tuple[str, ...] = ()  # at most 1,000
    cited_count: int = 0
    link_text: str = ""
    title: str = ""
    text: str = ""  # at most 6,000 characters
    is_trusted: bool = False


@dataclass(frozen=True, slots=True)
class ArticleTimes:
    """Every date that one article bears."""

    url: str = ""
    title: str = ""
    printed: date | None = None
    address: date | None = None
    listed: date | None = None
    modified: date | None = None
    told: date | None = None  # the latest day of which its text speaks as past
    number: date | None = None  # nothing of this number can be older: the first of the year in its number
    serial: int | None = None
    family: str = ""  # addresses that number alike: host and shape of the path


@dataclass(frozen=True, slots=True)
class Timeline:
    """The articles of a site with their dates, in order of address."""

    site: str = ""
    home_url: str = ""
    articles: tuple[ArticleTimes, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignPage:
    """A page that may be a counterfeit: an outer one that a site cites, or a run's own on a strange host."""

    site: str = ""
    url: str = ""
    host: str = ""
    cited_by: tuple[str, ...] = ()  # the page itself where the run is over its own host
    title: str = ""
    text: str = ""
    is_official: bool = False  # its host is official or known
    copies: str = ""  # address of the site's page whose text it bears
    unit: str = ""


def own_page_abroad(page: Page) -> ForeignPage:
    """A run's own page as a possible counterfeit: the site itself lies on a host that is not official."""
    return ForeignPage(
        site=page.site,
        url=page.url,
        host=page.site,
        cited_by=(page.url,),
        title=page.title,
        text=page.text or page.visible_text,
    )
