"""A desk's operations: each with who may call it, what it takes and what it gives."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel

from ..people.models import User
from .asked import body_schema
from .bearer import Bearer
from .refusals import Refusal

F = TypeVar("F", bound=Callable[..., Any])
READING = frozenset({400, 401, 403, 404, 405, 409, 422})
WRITING = READING | {413, 415}


class Desk(Router):
    """The routes of one desk. Names are url names: ``ROUTES`` in ``access.py`` says who gets what."""

    def reads(self, path: str, gives: Any, title: str, *permissions: str) -> Callable[[F], F]:
        """An operation that changes nothing. The function's name is the route's."""
        return self._operation("GET", path, gives, title, permissions, READING, None)

    def writes(
        self, method: str, path: str, gives: Any, title: str, *permissions: str,
        takes: type[BaseModel] | None = None,
    ) -> Callable[[F], F]:  # fmt: skip
        """An operation that writes, by the same action as the page."""
        extra = body_schema(takes) if takes else None
        return self._operation(method, path, gives, title, permissions, WRITING, extra)

    def _operation(
        self, method: str, path: str, gives: Any, title: str, permissions: tuple[str, ...],
        refused: frozenset[int], extra: dict[str, Any] | None,
    ) -> Callable[[F], F]:  # fmt: skip
        def add(function: F) -> F:
            name = function.__name__
            add_it = self.api_operation(
                [method], path, auth=Bearer(*permissions), response={200: gives, refused: Refusal},
                summary=title, url_name=name, operation_id=name, openapi_extra=extra,
            )  # fmt: skip
            added: F = add_it(function)
            return added

        return add


def owner(request: HttpRequest) -> User:
    """The person on whose behalf the token acts."""
    token = request.auth  # type: ignore[attr-defined]
    user: User = token.user
    return user
