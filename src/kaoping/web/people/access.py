"""Who may use each route of this desk; the role matrix of the tests reads it."""

from collections.abc import Mapping

from .gates import Access
from .permissions import LOOKS_AFTER_PEOPLE

_BOTH = ("GET", "POST")
_PUBLIC = Access("", "public", _BOTH)
_PERSON = Access(LOOKS_AFTER_PEOPLE, "own", ("POST",), make="person", shown_from="")
ROUTES: Mapping[str, Access] = {
    "login": _PUBLIC,
    "login_code": _PUBLIC,
    "logout": Access("", "public", ("POST",)),
    "unlock": _PUBLIC,
    "reauthenticate": Access("", "self", _BOTH),
    "stay": Access("", "self", ("POST",)),
    "invitation": Access("", "public", _BOTH, make="invitation", shown_from=""),
    "first": Access("", "public", _BOTH, make="first_start", shown_from=""),
    "profile": Access("", "self", _BOTH),
    "password": Access("", "self", _BOTH),
    "second_factor": Access("", "self", _BOTH),
    "second_factor_qr": Access("", "self"),
    "tokens": Access("api.use", "self", _BOTH),
    "revoke_token": Access("api.use", "self", ("POST",), make="token"),
    "list": Access(LOOKS_AFTER_PEOPLE, "own"),
    "invite": Access(LOOKS_AFTER_PEOPLE, "own", _BOTH),
    "person": Access(LOOKS_AFTER_PEOPLE, "own", _BOTH, make="person", shown_from=""),
    "send_link": _PERSON,
    "set_active": _PERSON,
    "drop_second_factor": _PERSON,
}
