"""What checks look at besides single pages. Every field has a silent default, for cases name few."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from .page import FindErrors, Footer, ListItem, Page

_NO_PAGE, _NO_FOOTER, _NO_ENTRANCE = Page(), Footer(), FindErrors()

SectionKind = Literal[
    "news",
    "notice",
    "policy",
    "interpretation",
    "plan",
    "personnel",
    "finance",
    "statistics",
    "overview",
    "leaders",
    "disclosure",
    "annual_report",
    "interaction",
    "service",
    "topic",
    "other",
]


@dataclass(frozen=True, slots=True)
class Section:
    """A section (栏目): all list pages of one column, joined."""

    site: str = ""
    name: str = ""
    url: str = ""  # its first page
    kind: SectionKind = "other"
    path: tuple[str, ...] = ()  # names from the home page down, without the home page
    items: tuple[ListItem, ...] = ()  # newest 50 by date, undated last
    item_count: int = 0
    newest: date | None = None  # newest valid date not after today
    undated_count: int = 0
    page_count: int = 0
    is_archive: bool = False  # a topic or archive that need not be kept up
    has_list: bool = False  # its first page holds a list, be it an empty one
    is_data_answered: bool = False  # the data were read, and hold no row
    is_from_data: bool = False  # rows came from script data, an interface or an inner frame
    empty_words: str = ""
    needs_rendering: str = ""
    unseen: str = ""  # why the rows could not be seen, or ""
    unwalked: str = ""  # why further pages of the list could not be asked for, or ""
    parent: str = ""  # address of the section that it lies in, or ""
    dates: tuple[date, ...] = ()  # of its rows up to today, newest first, at most 2000
    unit: str = ""
    period_days: int | None = None  # within how many days something new is due; null where nothing is

    def count_since(self, first: date) -> int:
        """How many rows are dated `first` or later, up to today."""
        return sum(1 for day in self.dates if day >= first)


@dataclass(frozen=True, slots=True)
class PolicyPair:
    """A policy document and one interpretation of it."""

    policy: Page = _NO_PAGE
    interpretation: Page = _NO_PAGE
    reasons: tuple[str, ...] = ()  # how they were matched
    is_reposted: bool = False  # a higher level's document that the site only passes on
    copies: tuple[Page, ...] = ()  # other pages of the unit with the same document
    companions: tuple[Page, ...] = ()  # other interpretations of it


@dataclass(frozen=True, slots=True)
class Sight:
    """One attempt to reach an address."""

    status: int | None = None
    failure: str = ""  # `gather.Failure` value or ""
    at: str = ""  # ISO instant, UTC


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """One distinct address with all pages that cite it. `sights` are in time order, two or more when dead."""

    site: str = ""
    url: str = ""
    target: Literal["page", "image", "attachment", "frame", "data", "media"] = "page"
    is_outer: bool = False
    cited_by: tuple[str, ...] = ()  # home page first, then by address; at most 1,000
    cited_count: int = 0
    text: str = ""  # link text on the first citing page
    sights: tuple[Sight, ...] = ()
    soft_not_found: str = ""  # why a 200 answer counts as "not found", or ""


@dataclass(frozen=True, slots=True)
class Site:
    """A whole site."""

    site: str = ""
    unit: str = ""
    unit_kind: str = ""
    name: str = ""
    registered_code: str = ""
    home: Page | None = None
    home_url: str = ""
    home_unseen: str = ""  # why there is no home page: blocked, unreachable, needs rendering …
    probes: tuple[Sight, ...] = ()
    is_blocked: bool = False  # refused to us (403, verification page, firewall), not down
    is_home_entrance: bool = False  # the home page is a mere entrance: judge the second level
    home_newest: date | None = None  # newest date on the home page
    second_newest: date | None = None  # newest date on pages one step below
    footer: Footer = _NO_FOOTER
    footer_by_script: bool = False  # the footer may come by script and no browser looked
    has_static_footer: bool = False  # most of its parts stand in the markup: scripts draw no footer
    pages_seen: int = 0
    find_errors: FindErrors = _NO_ENTRANCE  # 我为政府网站找错, of the home page or its footer's script
    has_search: bool = True  # on the home page, or on most sections' pages
