"""Who may use each route of this desk; the role matrix of the tests reads it."""

from collections.abc import Mapping

from ..people.gates import Access

_VIEW, _DECIDE = "review.view", "review.confirm_suspect"
_POST = ("POST",)
ROUTES: Mapping[str, Access] = {
    "queue": Access(_VIEW),
    "export": Access(_VIEW),
    "suspect": Access(_VIEW, make="suspect"),
    "confirm": Access(_DECIDE, methods=_POST, make="suspect"),
    "dismiss": Access(_DECIDE, methods=_POST, make="suspect"),
    "exempt": Access(_DECIDE, methods=_POST, make="suspect"),
    "reopen": Access(_DECIDE, methods=_POST, make="suspect"),
    "agree": Access("review.second", methods=_POST, make="suspect"),
    "disagree": Access("review.second", methods=_POST, make="suspect"),
    "group": Access(_VIEW, make="suspect"),
    "decide_group": Access(_DECIDE, methods=_POST, make="suspect"),
    "measured": Access("review.confirm_bulk", methods=("GET", "POST"), make="round"),
    "exemptions": Access(_VIEW),
    "waivers": Access(_VIEW),
    "revoke": Access(_DECIDE, methods=_POST, make="exemption"),
}
