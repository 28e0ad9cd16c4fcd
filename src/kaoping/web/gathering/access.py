"""Who may use each route of this desk; the role matrix of the tests reads it."""

from collections.abc import Mapping

from ..people.gates import Access

_VIEW, _CONTROL = "gathering.view", "gathering.control"
_JOB = Access((_VIEW, "units.view_own"), "own", make="job", shown_from="")
_ON_JOB = Access(_CONTROL, "office", ("POST",), make="job")
_ON_ROUND = Access(_CONTROL, "office", ("POST",), make="round")
ROUTES: Mapping[str, Access] = {
    "home": Access(_VIEW, "office"),
    "own": Access("units.view_own", "own"),
    "start": _ON_ROUND,
    "pause_round": _ON_ROUND,
    "go_on_round": _ON_ROUND,
    "unseen": Access(_VIEW, "office", make="round"),
    "job": _JOB,
    "log": _JOB,
    "pause": _ON_JOB,
    "go_on": _ON_JOB,
    "cancel": _ON_JOB,
    "again": _ON_JOB,
}
