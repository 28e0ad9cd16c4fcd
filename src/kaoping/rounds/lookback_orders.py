"""From earlier findings to what a look back asks for: which pages, which targets, which sites as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from kaoping.checks import Check
from kaoping.gather import host_of, normalise
from kaoping.gather.found import Target
from kaoping.ledger import OpenItem
from kaoping.pages import Attachment, LinkTarget, Page, PolicyPair, Section
from kaoping.pages.addresses import target_of
from kaoping.pages.attachments import CitedAttachment
from kaoping.pages.suspicion import ForeignLoad, OuterPage, Views
from kaoping.pages.words import Lexis, lexis
from kaoping.roster import SiteEntry
from kaoping.rulebook import Rulebook

from .narrow import Narrow
from .unit_pairs import unit_key

# what these checks read can be judged on the finding's own pages; for all others the site is gathered
BY_PAGE = frozenset(
    {Page, Attachment, LinkTarget, CitedAttachment, ForeignLoad, OuterPage, Views, Section, PolicyPair}
)


def is_by_page(check: Check) -> bool:
    """Whether the finding's own pages are enough to judge it again."""
    return BY_PAGE.issuperset(check.subjects)


def sites_of(
    items: Iterable[OpenItem], known: Sequence[SiteEntry], checks: Mapping[str, Check]
) -> tuple[SiteEntry, ...]:
    """
    The sites to go to: those that findings lie on and, where a finding is about all that a unit has, the
    unit's other sites. One that the roster does not know is called by its host.
    """
    by_key = {host_of(url): entry for entry in known if (url := normalise(entry.url))}
    wanted: dict[str, SiteEntry] = {}
    units: set[str] = set()
    for item in items:
        suspect, check = item.finding.suspect, checks.get(item.check)
        if check is None or not suspect.site:
            continue
        entry = by_key.get(suspect.site) or _unknown(suspect.unit, suspect.site, suspect.url)
        wanted.setdefault(suspect.site, entry)
        if not is_by_page(check):
            units.add(unit_key(entry))
    for key, entry in by_key.items():
        if unit_key(entry) in units:
            wanted.setdefault(key, entry)
    return tuple(wanted[key] for key in sorted(wanted))


def narrow_of(
    items: Iterable[OpenItem], sites: Sequence[SiteEntry], checks: Mapping[str, Check], rules: Rulebook
) -> Narrow:
    """What is asked for on these sites."""
    words = lexis(rules)
    pages: dict[str, dict[str, Target]] = {}
    wanted: set[str] = set()
    whole: set[str] = set()
    viewed: dict[str, tuple[str, ...]] = {}
    units = {host_of(normalise(entry.url) or ""): unit_key(entry) for entry in sites}
    for item in items:
        suspect, check = item.finding.suspect, checks.get(item.check)
        if check is None or suspect.site not in units:
            continue
        own = pages.setdefault(suspect.site, {})
        own |= {url: _kind(url, check, words) for url in addresses_of(item)}
        if target := normalise(str(suspect.facts.get("target", ""))):
            wanted.add(target)
        if not is_by_page(check):
            whole.add(units[suspect.site])
        if Views in check.subjects:
            viewed[suspect.site] = (*viewed.get(suspect.site, ()), *addresses_of(item))
    followed = {key for key, unit in units.items() if unit in whole}
    return Narrow(pages, frozenset(wanted), frozenset(followed), viewed)


def addresses_of(item: OpenItem) -> tuple[str, ...]:
    """The finding's pages on its site, the first its own, each once, as they are asked for."""
    suspect = item.finding.suspect
    given = (suspect.url, *suspect.pages)
    return tuple(dict.fromkeys(url for u in given if (url := normalise(u.partition("#")[0]))))


def _kind(url: str, check: Check, words: Lexis) -> Target:
    is_file = Attachment in check.subjects and target_of(url, words) == "attachment"
    return "attachment" if is_file else "page"


def _unknown(unit: str, site: str, url: str) -> SiteEntry:
    scheme = urlsplit(url).scheme or "http"
    return SiteEntry(unit=unit or site, unit_kind="", name=unit or site, url=f"{scheme}://{site}/", code="")
