"""Who may use each route of this desk; the role matrix of the tests reads it."""

from collections.abc import Mapping

from ..people.gates import Access

ROUTES: Mapping[str, Access] = {
    "list": Access("audit.view"),
    "entry": Access("audit.view", make="audit_entry"),
    "verify": Access("audit.verify", methods=("POST",)),
    "export": Access("audit.view"),
}
