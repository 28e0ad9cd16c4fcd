"""The records of the invented city: sites, sections, articles and what was done to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

UnitKind = Literal["市级门户", "县市区", "市直单位", "乡镇街道"]
PageKind = Literal["home", "section", "article"]
Form = Literal["rows", "pinned", "frame", "page", "empty", "building"]


@dataclass(frozen=True, slots=True)
class ToySite:
    """One site of the city. `base_url` ends without a slash; before serving it names no real host."""

    number: int
    unit: str
    unit_kind: UnitKind
    name: str
    code: str
    skin: str
    encoding: str
    domain: str
    base_url: str
    townships: tuple[str, ...] = ()

    @property
    def home_url(self) -> str:
        return f"{self.base_url}/"


@dataclass(frozen=True, slots=True)
class Section:
    """
    A section and the rule by which its articles come about.

    `path` has no slash at its ends. Article 0 is the newest, `newest_age` days before today; one
    more follows every `step` days. `form` says how the rows are shown.
    """

    number: int
    key: str
    title: str
    path: str
    group: str
    kind: str
    column_type: str
    count: int
    newest_age: int
    step: float
    form: Form = "rows"


@dataclass(frozen=True, slots=True)
class Article:
    """One article; `id` stands in its address and holds section and index."""

    section: Section
    index: int
    id: int
    title: str
    date: date
    minute: int
    source: str

    @property
    def stamp(self) -> str:
        """The time of publication, as tags and info lines write it."""
        return f"{self.date.isoformat()} {self.minute // 60:02d}:{self.minute % 60:02d}"


@dataclass(frozen=True, slots=True)
class Edit:
    """
    What a fault or a decoy puts on one page.

    `where` is `title` (whole title, in the list too), `title_tag` (added to the title element),
    `paragraph` (a paragraph of HTML in the body), `after_html`, or `printed` (how many days before its
    own day the article is printed). `{outer}` stands for the address of the foreign hosts' server,
    `{day-9}` for the day nine days before the article's own.
    """

    where: Literal["title", "title_tag", "paragraph", "after_html", "printed"]
    text: str


@dataclass(frozen=True, slots=True)
class Mask:
    """
    What visitors of one kind are given: a redirect to `location`, the page with `title` added to its title
    and `words` to its end, or a refusal (`status` 403).
    """

    visitor: Literal["spider", "referred", "phone"]
    title: str = ""
    words: str = ""
    location: str = ""
    status: int = 200


@dataclass(slots=True)
class SitePlan:
    """How one site departs from a flawless one; faults fill it while the city is built, then it stays."""

    number: int
    sections: dict[str, Section]
    edits: dict[tuple[str, int], list[Edit]] = field(default_factory=dict)
    dates: dict[tuple[str, int], date] = field(default_factory=dict)
    tags: dict[tuple[PageKind, str], Literal["absent", "empty"]] = field(default_factory=dict)
    footer_gaps: set[str] = field(default_factory=set)
    traits: set[str] = field(default_factory=set)
    # what others than ordinary readers are given: of the home page (None) or an article
    cloaks: dict[tuple[str, int] | None, Mask] = field(default_factory=dict)
    # articles that answer with nothing but this status: deleted, or shut to all
    answers: dict[tuple[str, int], int] = field(default_factory=dict)
    status: Literal["up", "down", "refusing", "slow"] = "up"
    # interaction and service: days on which letters came, letters without an answer, guide parts left out,
    # and what a site lacks as a whole (`statistics`)
    asked: dict[int, date] = field(default_factory=dict)
    unanswered: set[int] = field(default_factory=set)
    guide_gaps: dict[int, frozenset[str]] = field(default_factory=dict)
    # marks that one document lacks (`number`, `signed`, `validity`); sections copied from others, by key
    file_gaps: dict[tuple[str, int], str] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    gaps: set[str] = field(default_factory=set)
    # interpretations: the form of each by its document's index, and how document and interpretation are tied
    readings: dict[int, str] = field(default_factory=dict)
    ties: dict[tuple[str, int], str] = field(default_factory=dict)
    claims: set[str] = field(default_factory=set)
    # how fittings are made where not in the usual way (`search`, `find_errors`, `sponsor`), and site codes
    # that depart from the registered one by the place that bears them (`footer`, `tag`, `entrance`)
    forms: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
