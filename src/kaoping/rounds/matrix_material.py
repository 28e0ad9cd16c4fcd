"""The maps of a site as rows for the reports: items of catalogues, townships with their sections."""

from collections.abc import Iterable

from kaoping.pages.disclosure import DisclosureItem, DisclosureMap
from kaoping.pages.townships import Platform, TownshipSection
from kaoping.reports import ItemRow, TownshipCell, TownshipRow
from kaoping.rulebook import Rulebook


def item_rows(found: DisclosureMap, rules: Rulebook) -> tuple[ItemRow, ...]:
    """Every item in the catalogues' order."""
    statutory = {name for name, catalogue in rules.catalogues.items() if catalogue.kind == "statutory"}
    return tuple(_item_row(item, item.catalogue in statutory) for item in found.items)


def _item_row(item: DisclosureItem, is_statutory: bool) -> ItemRow:
    return ItemRow(
        id=item.id,
        item=item.item,
        group=item.group,
        basis=item.basis,
        mark=item.mark,
        state=item.state,
        name=item.name,
        url=item.url,
        newest=item.newest,
        count=item.count,
        why=item.why,
        is_statutory=is_statutory,
    )


def township_rows(platforms: Iterable[Platform]) -> tuple[TownshipRow, ...]:
    """Every township in the county's order; what it does not owe has no cell."""
    return tuple(
        TownshipRow(
            name=p.township.name,
            url=p.township.url,
            state=p.township.state,
            why=p.township.why,
            count=p.township.count,
            newest=p.township.newest,
            cells={s.id: _cell(s) for s in p.township.sections if _is_shown(s)},
        )
        for p in platforms
    )


def _is_shown(section: TownshipSection) -> bool:
    """What is owed by local conditions is shown where some township of the county has it."""
    return not section.is_conditional or section.state != "missing" or section.peers_with > 0


def _cell(section: TownshipSection) -> TownshipCell:
    return TownshipCell(section.name, section.state, section.url, section.newest, section.count)
