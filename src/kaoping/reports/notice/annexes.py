"""The annexes of a notice as publications: ranked tables, then the contact sheet."""

from collections.abc import Sequence

from ..publishing.contacts import contact_sheet
from ..publishing.material import ContactMaterial, RankingMaterial
from ..publishing.publication import Publication
from ..publishing.ranking import ranking


def notice_annexes(
    rankings: Sequence[RankingMaterial], contacts: ContactMaterial | None
) -> tuple[Publication, ...]:
    """The same tables as in the files of the annexes, ready to stand behind the notice."""
    tables = tuple(map(ranking, rankings))
    return (*tables, contact_sheet(contacts)) if contacts is not None else tables
