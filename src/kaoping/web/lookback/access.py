"""Who may use each route of this desk; the role matrix of the tests reads it."""

from collections.abc import Mapping

from ..people.gates import Access

_OFFICE, _MANAGE, _POST = "units.view_office", "units.manage", ("POST",)
ROUTES: Mapping[str, Access] = {
    "home": Access(_OFFICE),
    "start": Access(_MANAGE, "office", _POST, make="round"),
    "take": Access(_MANAGE, "office", _POST),
    "years": Access(_OFFICE),
    "look_back": Access(_OFFICE, "office", make="look_back"),
    "cancel": Access(_MANAGE, "office", _POST, make="look_back"),
    "again": Access(_MANAGE, "office", _POST, make="look_back"),
    "feed": Access(_MANAGE, "office", _POST, make="look_back"),
}
