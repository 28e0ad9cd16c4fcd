"""Who may use each route of this desk; the role matrix of the tests reads it."""

from collections.abc import Mapping

from ..people.gates import Access

_VIEW, _EDIT, _RELEASE = "publishing.view", "publishing.edit", "publishing.release"
_EXPORT = ("export.all", _RELEASE)
_POST = ("POST",)
ROUTES: Mapping[str, Access] = {
    "home": Access(_VIEW, "office"),
    "scores": Access(_VIEW, "office", make="round"),
    "compute": Access(_EDIT, "office", _POST, make="round"),
    "sheet": Access(_VIEW, "office", make="round_unit"),
    "what_if": Access(_VIEW, "office", make="round"),
    "documents": Access(_VIEW, "office", make="round"),
    "export": Access(_EXPORT, "office", _POST, make="round"),
    "gate": Access(_VIEW, "office", make="round"),
    "ask": Access(_RELEASE, "office", _POST, make="round"),
    "agree": Access(_RELEASE, "office", _POST, make="round"),
    "withdraw": Access(_RELEASE, "office", _POST, make="round"),
    "notices": Access(_VIEW, "office", make="round"),
    "draft": Access(_EDIT, "office", _POST, make="round"),
    "templates": Access(_EDIT, "office", ("GET", "POST")),
    "drop_template": Access(_EDIT, "office", _POST),
    "notice": Access(_VIEW, "office", make="notice"),
    "edit_notice": Access(_EDIT, "office", ("GET", "POST"), make="notice"),
    "sources": Access(_VIEW, "office", make="notice_sentence"),
    "restore": Access(_EDIT, "office", _POST, make="notice"),
    "fetch_notice": Access(_EXPORT, "office", _POST, make="notice"),
    "seal": Access(_VIEW, "office", make="round"),
    "close": Access(_RELEASE, "office", _POST, make="round"),
    "fetch_seal": Access(_EXPORT, "office", _POST, make="round"),
    "own_sheet": Access("units.view_own", "own", make="round"),
    "own_file": Access("units.view_own", "own", make="round"),
}
