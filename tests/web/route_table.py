"""
The routes of the product, as Django's resolver knows them, with what their app's ``access.py`` says of each;
and the answers that follow from role, scope and the state of a round.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from tests.web.builders import UNIT_ROLES, Situation

from kaoping.web.people.gates import Access
from kaoping.web.people.models import User
from kaoping.web.people.permissions import holds
from kaoping.web.planning.states import states_from

ALLOWED, ABSENT, FORBIDDEN, SIGN_IN = "allowed", "404", "403", "sign in"
TELLING = ("ETag", "Last-Modified", "Location", "Content-Type")
OTHER_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Route:
    """A route by its full name, ``people:login``; `access` is None where no table has it."""

    name: str
    access: Access | None
    pattern: str = ""

    def address(self, made: Mapping[str, Any]) -> str:
        return reverse(self.name, kwargs=dict(made))


def routes() -> list[Route]:
    """All named and unnamed routes; an unnamed one has its pattern for a name, and no access."""
    found = [Route(name, _access(name), pattern) for name, pattern in _names(get_resolver(), "", "")]
    return sorted(found, key=lambda route: route.name)


def _names(resolver: Any, space: str, before: str) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        pattern = f"{before}{one.pattern}"
        if isinstance(one, URLPattern):
            yield (f"{space}{one.name}" if one.name else f"{space}?{one.pattern}"), pattern
        else:
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _names(one, inner, pattern)


def methods_at(pattern: str, table: Iterable[Route]) -> set[str]:
    """All that an address answers: several routes of the interface share one, each with its method."""
    sharing = (route.access for route in table if route.pattern == pattern)
    return {method for access in sharing if access for method in access.methods}


def _access(name: str) -> Access | None:
    space, _, own = name.partition(":")
    try:
        table = import_module(f"kaoping.web.{space.split('-')[0]}.access").ROUTES
    except ModuleNotFoundError:
        return None
    found: Access | None = table.get(own)
    return found


def expected(access: Access, at: Situation) -> str:
    """The answer that follows from the table, for a route that may name an object."""
    if access.scope == "public":
        return ALLOWED
    user = at.asking
    if user is None or (access.is_api and not holds(user.role, "api.use")):
        return SIGN_IN
    if access.permissions and not any(holds(user.role, one) for one in access.permissions):
        return FORBIDDEN
    return ALLOWED if not access.make or _may_see(access, at, user) else ABSENT


def _may_see(access: Access, at: Situation, user: User) -> bool:
    if access.roles and user.role not in access.roles:
        return False
    if access.scope == "self":
        return at.is_own
    if access.scope == "office" or user.role not in UNIT_ROLES:
        return True
    return at.is_own and (not access.shown_from or at.round.state in states_from(access.shown_from))


def answer_kind(response: HttpResponseBase) -> str:
    """The answer in the words of `expected`; a refusal of the form's content is still an answer."""
    status = response.status_code
    to_login = status == 302 and response.headers["Location"].startswith(reverse("people:login"))
    if to_login or status == 401:
        return SIGN_IN
    if status == 403:
        return FORBIDDEN
    if status == 404:
        return ABSENT
    return ALLOWED if status < 500 else str(status)


def absent(made: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same address for an object that does not exist."""
    return {key: _absent(value) for key, value in made.items()}


def _absent(value: Any) -> Any:
    if isinstance(value, UUID):
        return uuid4()
    return 987_654_321 if isinstance(value, int) else "0" * len(str(value))


_TOKEN = re.compile(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[A-Za-z0-9]+')


def body(response: HttpResponseBase) -> bytes:
    """The answer's bytes without the form token, which is another each time."""
    whole = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    return _TOKEN.sub(rb"\1", whole)


def snapshot(
    client: Client, made: Mapping[str, Mapping[str, Any]], *, token: str = ""
) -> Mapping[str, tuple[Any, ...]]:
    """
    What every GET route answers to somebody: status, telling headers and bytes, by route.

    Args:
        client: Signed in as the person who looks.
        made: By builder key, what stands in the addresses of routes that name an object.
        token: The person's token, for the interface.
    """
    program = Client(headers={"Authorization": f"Bearer {token}"})
    seen = {}
    for route in routes():
        access = route.access
        if access is None or "GET" not in access.methods or access.make not in (*made, ""):
            continue
        asking = program if access.is_api else client
        response = asking.get(route.address(made.get(access.make, {})))
        headers = tuple(response.headers.get(name) for name in TELLING)
        seen[route.name] = (response.status_code, headers, body(response))
    return seen
