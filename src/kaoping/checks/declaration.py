"""How a check is declared: the decorator `check` and the record it makes."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any, get_args

from kaoping.pages.attachments import Attachment, CitedAttachment
from kaoping.pages.disclosure import CatalogueItem, DisclosureMap
from kaoping.pages.documents import Interpretation, PolicyDocument, UnitInterpretations
from kaoping.pages.interaction import InteractionReading
from kaoping.pages.newmedia.account import AccountSeen, RepostDuty
from kaoping.pages.newmedia.posts import Post
from kaoping.pages.page import Page
from kaoping.pages.subjects import LinkTarget, PolicyPair, Section, Site
from kaoping.pages.suspicion import ForeignLoad, ForeignPage, OuterPage, Timeline, Views
from kaoping.pages.townships import Platform
from kaoping.roster.openitems import OwedFinding, ReportDuty, UnitTask

from .observation import Lane, Observation, Severity

Mapped = CatalogueItem | DisclosureMap | Platform | InteractionReading
Suspected = ForeignLoad | ForeignPage | OuterPage | Timeline | Views
Told = PolicyDocument | Interpretation | UnitInterpretations
Owed = OwedFinding | ReportDuty | UnitTask
Cited = LinkTarget | CitedAttachment
OfAccounts = AccountSeen | RepostDuty | Post
Subject = (
    Page | Section | PolicyPair | Cited | Site | Attachment | Mapped | Told | Suspected | Owed | OfAccounts
)
CheckFunction = Callable[..., Iterator[Observation]]

ROOM = __package__
# parameters that the engine fills in itself; every other keyword-only one is an option of the rulebook
INJECTED = frozenset({"today", "secret"})


@dataclass(frozen=True, slots=True)
class Check:
    """
    One declared check. `id` is its module's path below `checks/`. `same_fact` names the facts (or fields
    of the observation) that make two observations on different pages one and the same.
    """

    id: str = ""
    title: str = ""
    reads: type[Subject] | tuple[type[Subject], ...] = Page
    message: str = ""
    lane: Lane = "person"
    basis: str = ""
    remedy: str = ""
    severity: Severity = "一般"
    same_fact: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    wants_today: bool = False
    wants_secret: bool = False
    doc: str = ""
    function: CheckFunction = field(default=lambda *_: iter(()), repr=False)
    file: Path = Path()

    @property
    def group(self) -> str:
        """The folder it lies in, e.g. ``upkeep``."""
        return self.id.partition(".")[0]

    @property
    def subjects(self) -> tuple[type[Subject], ...]:
        """The kinds of record it is called with: mostly one."""
        return self.reads if isinstance(self.reads, tuple) else (self.reads,)

    @property
    def looks_back(self) -> bool:
        """Whether it judges what units owe from an earlier round, and nothing that lies on a site."""
        return all(subject in get_args(Owed) for subject in self.subjects)

    @property
    def is_of_accounts(self) -> bool:
        """Whether it judges new-media accounts, and nothing that lies on a site."""
        return all(subject in get_args(OfAccounts) for subject in self.subjects)


def check(
    *,
    title: str,
    reads: type[Subject] | tuple[type[Subject], ...],
    message: str,
    basis: str,
    lane: Lane = "person",
    remedy: str = "",
    severity: Severity = "一般",
    same_fact: tuple[str, ...] = (),
) -> Callable[[CheckFunction], Check]:
    """
    Declare a generator as a check.

    Args:
        title: Chinese name, as an office would call the problem.
        reads: The record it is called with, once per subject; or several kinds, where pages and files are
            judged alike.
        message: One Chinese sentence; ``{name}`` is filled from the facts of a problem.
        basis: Document number and article that the demand rests on.
        lane: Where a new observation starts.
        remedy: What the unit should do, one Chinese sentence.
        severity: For observations that name none.
        same_fact: Names of facts or observation fields; observations that agree in all are folded into one.
    """

    def declare(function: CheckFunction) -> Check:
        keywords = [
            p.name
            for p in inspect.signature(function).parameters.values()
            if p.kind is inspect.Parameter.KEYWORD_ONLY
        ]
        return Check(
            id=function.__module__.removeprefix(f"{ROOM}."),
            title=title,
            reads=reads,
            message=message,
            lane=lane,
            basis=basis,
            remedy=remedy,
            severity=severity,
            same_fact=same_fact,
            options=tuple(k for k in keywords if k not in INJECTED),
            wants_today="today" in keywords,
            wants_secret="secret" in keywords,
            doc=inspect.cleandoc(inspect.getmodule(function).__doc__ or ""),
            function=function,
            file=Path(inspect.getfile(function)),
        )

    return declare


@cache
def load_checks() -> Mapping[str, Check]:
    """
    Every check of the product by its id, in order of id. The package is walked: nothing is registered. A
    package within a folder of checks holds none: it is loaded by the check that needs it, when it does.
    """
    room = importlib.import_module(ROOM)
    found: dict[str, Check] = {}
    for name in _modules_in(room, is_package=True):
        for inner in _modules_in(importlib.import_module(name), is_package=False):
            for one in _declared_in(importlib.import_module(inner)):
                found[one.id] = one
    return MappingProxyType(dict(sorted(found.items())))


def _modules_in(package: ModuleType, *, is_package: bool) -> list[str]:
    modules = pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    return [info.name for info in modules if info.ispkg is is_package]


def _declared_in(module: ModuleType) -> Iterator[Check]:
    own = module.__name__.removeprefix(f"{ROOM}.")
    for value in vars(module).values():
        if isinstance(value, Check) and value.id == own:
            yield value


def subject_address(subject: Any) -> str:
    """The address by which people call the subject: a pair's policy, a dead target's first citing page."""
    match subject:
        case PolicyPair():
            return subject.policy.url
        case LinkTarget() | CitedAttachment() | ForeignLoad() | ForeignPage() | OuterPage():
            return subject.cited_by[0] if subject.cited_by else str(getattr(subject, "url", ""))
        case PolicyDocument() | Interpretation():
            return subject.page.url
        case UnitInterpretations():
            return subject.section_url or subject.home_url
        case Site():
            return subject.home_url or (subject.home.url if subject.home else "")
        case CatalogueItem():
            return subject.found.url or subject.home_url
        case Platform():
            return subject.township.url or subject.home_url
        case DisclosureMap() | InteractionReading() | Timeline():
            return subject.home_url
        case Post():
            return subject.address
        case Page() | Section() | Attachment() | Views() | OwedFinding() | ReportDuty() | UnitTask():
            return subject.url
        case AccountSeen() | RepostDuty():
            return subject.url or subject.site
    raise TypeError(f"no check reads a {type(subject).__name__}")


def subject_site(subject: Any) -> str:
    """The site the subject belongs to: host, or host:port."""
    match subject:
        case PolicyPair():
            return subject.policy.site
        case PolicyDocument() | Interpretation():
            return subject.page.site
    return str(subject.site)
