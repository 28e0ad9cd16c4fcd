"""Who may use each route: anybody is told whether the server lives; figures go to this machine or a token."""

from collections.abc import Mapping

from ..people.gates import Access

ROUTES: Mapping[str, Access] = {
    "healthz": Access("", "public"),
    "metrics": Access("", "public"),
}
