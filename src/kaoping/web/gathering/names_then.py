"""
Under which names a round's facts are told: those that units bore when it was first gathered.

The id of a fact is made from the unit's name. A unit that is renamed in mid-round, or whose sites went to
another, keeps the ids of its facts: else all of them would be found a second time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kaoping import roster

from ..planning.models import Round, Site, Succession, UnitChange
from .models import Job


def names_then(round_: Round) -> Mapping[str, str]:
    """By the name that a unit bears now the one that it bore when the round was first gathered."""
    first = Job.objects.filter(round=round_).order_by("made_at").values_list("made_at", flat=True).first()
    if first is None:
        return {}
    changes = UnitChange.objects.filter(field="name", at__gt=first).order_by("-at", "-id")
    # the earliest change comes last, and holds
    return {change.unit.name: change.before for change in changes.select_related("unit")}


def units_then(units: Iterable[roster.Unit], then: Mapping[str, str]) -> tuple[roster.Unit, ...]:
    """The units under those names, which they bear beside the ones of today."""
    return tuple(
        replace(
            unit,
            name=then.get(unit.name, unit.name),
            parent=then.get(unit.parent, unit.parent),
            aliases=tuple(dict.fromkeys((*unit.aliases, unit.name))),
        )
        for unit in units
    )


def owner_then(round_: Round, site: Site) -> str:
    """The name now of the unit to whose facts those of the site belong: the one that it was taken from."""
    rows = Succession.objects.filter(round=round_).select_related("old").order_by("at", "pk")
    return next((one.old.name for one in rows if site.host in one.hosts), site.unit.name)
