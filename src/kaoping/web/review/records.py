"""A stored suspect as the record of `kaoping.findings`."""

import msgspec

from kaoping.findings import Suspect, Witness

from . import models


def suspect_of(row: models.Suspect) -> Suspect:
    """The record, its witnesses with the runs that saw it. Reads the row's unit and site: select them."""
    return Suspect(
        id=row.fact,
        unit=row.unit.name,
        system=row.system,
        indicator=row.indicator,
        rule=row.rule,
        url=row.url,
        object=row.object,
        message=row.message,
        severity=row.severity,
        lane=row.lane,
        pages=tuple(row.pages),
        quote=row.quote,
        facts=row.facts,
        witnesses=tuple(msgspec.convert(one, Witness) for one in row.witnesses),
        site=row.site.host if row.site else "",
    )
