"""Long lists in pages by key: as quick on the last page as on the first, and whole while rows are added."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
PER_PAGE = 50
COUNTED_UP_TO = 10_000


class WrongCursor(ValueError):
    """A cursor that was not given out for this list."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of rows. `after` and `before` are the cursors of its neighbours, ``""`` at an end."""

    rows: Sequence[Any]
    after: str = ""
    before: str = ""
    count: int = 0

    @property
    def count_words(self) -> str:
        """How many there are in all; beyond a bound only that there are more."""
        return f"{self.count} 条" if self.count < COUNTED_UP_TO else f"{COUNTED_UP_TO:,} 条以上"


def page_of(
    rows: QuerySet[M],
    request: HttpRequest,
    *,
    by: str = "id",
    descending: bool = True,
    per_page: int = PER_PAGE,
) -> Listing:
    """
    The page that the request's ``after`` or ``before`` names, the first without; a cursor that is not ours
    gives the first.

    Args:
        rows: The rows, filtered and scoped, in any order.
        request: Its query holds the cursor.
        by: A column that orders the rows; the primary key decides among equals.
        descending: Whether the greatest comes first.
        per_page: Rows a page.
    """
    cursor, is_backward = _cursor(request, _salt(rows, by))
    ordered = _ordered(rows, by, descending != is_backward)
    if cursor:
        ordered = ordered.filter(_beyond(cursor, by, is_downward=descending != is_backward))
    found = list(ordered[: per_page + 1])
    has_more = len(found) > per_page
    shown = found[:per_page]
    if is_backward:
        shown.reverse()
    has_after, has_before = (bool(cursor), has_more) if is_backward else (has_more, bool(cursor))
    return Listing(
        shown,
        after=_named(shown[-1], by, _salt(rows, by)) if shown and has_after else "",
        before=_named(shown[0], by, _salt(rows, by)) if shown and has_before else "",
        count=rows.order_by()[:COUNTED_UP_TO].count(),
    )


def rows_after(rows: QuerySet[M], cursor: str, *, limit: int) -> tuple[Sequence[M], str]:
    """
    For programs: the rows made after the one that `cursor` names, the first without, and the next cursor.

    Raises:
        WrongCursor: It was not given out for such a list.
    """
    salt = _salt(rows, "pk")
    ordered = rows.order_by("pk")
    if cursor:
        ordered = ordered.filter(_beyond(_read(cursor, salt), "pk", is_downward=False))
    found = list(ordered[: limit + 1])
    shown = found[:limit]
    return shown, _named(shown[-1], "pk", salt) if len(found) > limit else ""


def _salt(rows: QuerySet[M], by: str) -> str:
    """A cursor is good for lists of the same kind and order alone: of another its value may be no date."""
    return f"listing:{rows.model._meta.label}:{by}"


def _cursor(request: HttpRequest, salt: str) -> tuple[list[Any] | None, bool]:
    for name, is_backward in (("after", False), ("before", True)):
        if written := request.GET.get(name):
            try:
                return _read(written, salt), is_backward
            except WrongCursor:
                return None, False
    return None, False


def _read(written: str, salt: str) -> list[Any]:
    try:
        read: list[Any] = signing.loads(written, salt=salt)
    except signing.BadSignature:
        raise WrongCursor from None
    return read


def _named(row: Model, by: str, salt: str) -> str:
    value = getattr(row, by)
    return signing.dumps([value.isoformat() if hasattr(value, "isoformat") else value, row.pk], salt=salt)


def _ordered(rows: QuerySet[M], by: str, descending: bool) -> QuerySet[M]:
    sign = "-" if descending else ""
    return rows.order_by(f"{sign}{by}") if by in ("id", "pk") else rows.order_by(f"{sign}{by}", f"{sign}pk")


def _beyond(cursor: list[Any], by: str, *, is_downward: bool) -> Q:
    value, key = cursor
    way = "lt" if is_downward else "gt"
    if by in ("id", "pk"):
        return Q(**{f"pk__{way}": key})
    return Q(**{f"{by}__{way}": value}) | Q(**{by: value, f"pk__{way}": key})
