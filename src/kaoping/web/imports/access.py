"""Who may use each route of this desk; the role matrix of the tests reads it."""

from collections.abc import Mapping

from ..people.gates import Access

_VIEW, _RUN = "imports.view", "imports.run"
_OWN, _REPORT = "units.view_own", "units.report"
ROUTES: Mapping[str, Access] = {
    "home": Access(_VIEW, "office"),
    "upload": Access(_RUN, "office", ("POST",)),
    "items": Access(_VIEW, "office"),
    "recheck": Access(_RUN, "office", ("POST",)),
    "media": Access(_VIEW, "office"),
    "media_upload": Access(_RUN, "office", ("POST",)),
    "media_check": Access(_RUN, "office", ("POST",)),
    "media_drop": Access(_RUN, "office", ("POST",), make="media_file"),
    "own_accounts": Access(_OWN, "own"),
    "submit": Access(_REPORT, "own", ("POST",)),
    "submission": Access(_OWN, "own", make="submission", shown_from=""),
    "take_submission": Access(_REPORT, "own", ("POST",), make="submission", shown_from=""),
    "drop_submission": Access(_REPORT, "own", ("POST",), make="submission", shown_from=""),
    "progress": Access(_VIEW, "office", make="recheck"),
    "batch": Access(_VIEW, "office", make="batch"),
    "columns": Access(_RUN, "office", ("GET", "POST"), make="batch"),
    "take": Access(_RUN, "office", ("POST",), make="batch"),
}
