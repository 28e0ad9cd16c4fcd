"""The subjects of one site, kind by kind: how many there are, and whoever makes them when a check asks."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kaoping.checks import Subject
from kaoping.pages import Attachment, Entry, LinkTarget, Page, PolicyPair, Section, Site
from kaoping.pages.attachments import CitedAttachment
from kaoping.pages.documents import Interpretation, PolicyDocument, UnitInterpretations
from kaoping.roster import OwedFinding, ReportDuty, SiteEntry, UnitTask

from .attachments import Attachments
from .maps import SiteMaps
from .site_documents import SiteDocuments
from .suspicions import SiteSuspicions
from .targets import Nonsense, Targets


@dataclass(frozen=True, slots=True)
class SiteMaterial:
    """One stored site, read: everything from which its subjects are put together."""

    entry: SiteEntry
    key: str  # host, or host:port
    home_url: str
    site: Site
    sections: tuple[Section, ...]
    navigation: tuple[Entry, ...]
    documents: SiteDocuments
    maps: SiteMaps
    targets: Targets
    files: Attachments
    nonsense: Nonsense
    suspicions: SiteSuspicions

    @property
    def is_seen(self) -> bool:
        """Whether anything of the site could be looked at."""
        return self.site.home is not None or self.site.pages_seen > 0


@dataclass(frozen=True, slots=True)
class Supply:
    """
    One kind of subject. `count` is how many were looked at, also where `subjects` gives only the suspicious
    ones; pages and files are judged while they are read, so theirs gives none.
    """

    kind: type
    count: int
    subjects: Callable[[], Iterable[Subject]]


def supplies(material: SiteMaterial) -> Iterator[Supply]:
    """Every kind of subject that a site has. A new kind is one line here."""
    site, targets, files, documents = material.site, material.targets, material.files, material.documents
    yield Supply(Page, site.pages_seen, tuple)
    yield Supply(Attachment, files.count(), tuple)
    yield Supply(Site, 1, lambda: (site,))
    yield Supply(Section, len(material.sections), lambda: material.sections)
    yield Supply(PolicyPair, documents.pair_count(), documents.pairs)
    yield Supply(PolicyDocument, documents.document_count(), documents.documents)
    yield Supply(Interpretation, documents.interpretation_count(), documents.interpretations)
    yield Supply(UnitInterpretations, 1, documents.unit_interpretations)
    yield Supply(LinkTarget, targets.looked_at(), lambda: targets.suspicious(material.nonsense))
    yield Supply(CitedAttachment, files.count(), lambda: files.cited(targets))
    for owed in (OwedFinding, ReportDuty, UnitTask):  # a look back and a round supply these, no site
        yield Supply(owed, 0, tuple)
    counts = material.suspicions.counts()
    for kind, made in material.suspicions.subjects().items():
        yield Supply(kind, counts[kind], made)
    for kind, mapped in material.maps.subjects().items():
        yield Supply(kind, len(mapped), lambda mapped=mapped: mapped)  # type: ignore[misc]
