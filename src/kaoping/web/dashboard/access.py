"""Who may use each route of this desk; the role matrix of the tests reads it."""

from collections.abc import Mapping

from ..people.gates import Access

ROUTES: Mapping[str, Access] = {
    "home": Access("", "self"),
    "matrix": Access("dashboard.view", "office"),
    "ranking_picture": Access("dashboard.view", "office"),
}
