"""Who may use each route of this desk; the role matrix of the tests reads it."""

from collections.abc import Mapping

from ..people.gates import Access

_VIEW, _EDIT, _ROUND, _SYSTEM = (
    "planning.view",
    "planning.edit",
    "planning.edit_round",
    "planning.edit_system",
)
_BOTH = ("GET", "POST")
ROUTES: Mapping[str, Access] = {
    "home": Access(_VIEW, "office"),
    "round": Access(_VIEW, "office", make="round"),
    "new_round": Access(_ROUND, "office", _BOTH),
    "edit_round": Access(_ROUND, "office", _BOTH, make="round"),
    "members": Access(_ROUND, "office", _BOTH, make="round"),
    "assign": Access(_ROUND, "office", _BOTH, make="round"),
    "sample": Access(_ROUND, "office", _BOTH, make="round"),
    "schedule": Access(_ROUND, "office", _BOTH, make="round"),
    "step": Access(_ROUND, "office", ("POST",), make="round"),
    "units": Access(_VIEW, "office"),
    "unit": Access(_VIEW, "office", make="unit"),
    "new_unit": Access(_EDIT, "office", _BOTH),
    "edit_unit": Access(_EDIT, "office", _BOTH, make="unit"),
    "sites": Access(_VIEW, "office"),
    "new_site": Access(_EDIT, "office", _BOTH),
    "edit_site": Access(_EDIT, "office", _BOTH, make="site"),
    "accounts": Access(_VIEW, "office"),
    "new_account": Access(_EDIT, "office", _BOTH),
    "edit_account": Access(_EDIT, "office", _BOTH, make="account"),
    "import_roster": Access(_EDIT, "office", _BOTH),
    "roster_draft": Access(_EDIT, "office", make="roster_draft"),
    "take_roster": Access(_EDIT, "office", ("POST",), make="roster_draft"),
    "systems": Access(_VIEW, "office"),
    "import_system": Access(_SYSTEM, "office", _BOTH),
    "compare_systems": Access(_VIEW, "office"),
    "system": Access(_VIEW, "office", make="system"),
    "download_system": Access(_VIEW, "office", make="system"),
}
