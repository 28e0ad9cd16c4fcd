"""Who may use each route of evidence; the role matrix of the tests reads it."""

from collections.abc import Mapping

from ..people.gates import Access

_VIEW = ("evidence.view", "evidence.view_own")
ROUTES: Mapping[str, Access] = {
    "of_suspect": Access(_VIEW, "own", make="finding"),
    "capture": Access(_VIEW, "own", make="proof"),
    "copy": Access(_VIEW, "own", make="proof"),
    "package": Access(_VIEW, "own", make="proof"),
    "unmask": Access("evidence.unmask", "office", ("POST",), make="proof"),
    "item": Access(_VIEW, "own", make="evidence"),
    "picture": Access(_VIEW, "own", make="evidence"),
    "file": Access(_VIEW, "own", make="evidence"),
}
