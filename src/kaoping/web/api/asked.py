"""What programs send: pages of lists, and bodies that are read only after it is known who may write."""

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

import pydantic
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Schema
from ninja.errors import HttpError, ValidationError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from ..pages.paging import WrongCursor, rows_after

MOST_A_PAGE = 200
MOST_BYTES = 1 << 20
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

R = TypeVar("R")
B = TypeVar("B", bound=BaseModel)
M = TypeVar("M", bound=Model)
Q = TypeVar("Q", bound=QuerySet[Any])
NOTHING: Any = None  # the default of what may be left out, but not be null


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


Words = Annotated[str, AfterValidator(lambda value: _UNSTORABLE.sub("", value))]
"""Text without what no database keeps (NUL, lone surrogates)."""

Whole = Annotated[int, BeforeValidator(_whole)]
"""A whole number, as JSON Schema has it: 3.0 is one, for some programs write every number so."""


class Paging(Schema):
    """Which page of a list: the one after a cursor, the first without."""

    after: str = Field("", max_length=300, description="上一页的 next;空为第一页")
    limit: int = Field(50, ge=1, le=MOST_A_PAGE, description="每页条数")


class Page(BaseModel, Generic[R]):
    """One page, in the order in which rows were made. `next` is the cursor of the next, ``""`` at the end."""

    items: list[R]
    next: str


class Given(BaseModel):
    """A body: each field of its own type, and no field that is not known."""

    model_config = ConfigDict(extra="forbid", strict=True)


def page(rows: QuerySet[M], asked: Paging, shown: Callable[[M], R]) -> Page[R]:
    """
    The asked page of rows that the caller has filtered and scoped.

    Raises:
        HttpError: The cursor is not one of this list.
    """
    try:
        found, after = rows_after(rows, asked.after, limit=asked.limit)
    except WrongCursor:
        raise HttpError(409, "after 不是这个列表的游标。请从第一页重新读取。") from None
    return Page(items=[shown(one) for one in found], next=after)


def narrowed(rows: Q, **wanted: Any) -> Q:
    """The rows that fit what was asked for; what was left empty does not narrow."""
    return rows.filter(**{key: value for key, value in wanted.items() if value not in (None, "")})


def body(request: HttpRequest, kind: type[B], *, most: int = MOST_BYTES) -> B:
    """
    The request's JSON as a record; nothing is an empty one. Read it after the object was found: a wrong body
    tells nothing of it.

    Raises:
        HttpError: It is no JSON by its header (415), or larger than `most` bytes (413).
        ValidationError: It is not what the record demands.
    """
    is_empty = not request.META.get("CONTENT_LENGTH") or request.META["CONTENT_LENGTH"] == "0"
    if request.content_type != "application/json" and not is_empty:
        raise HttpError(415, "内容须为 JSON,请写明 Content-Type: application/json。")
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise HttpError(413, f"内容超过 {most >> 20} MB。")
    try:
        return kind.model_validate_json(request.body or b"{}")
    except pydantic.ValidationError as wrong:
        errors: Sequence[Any] = wrong.errors(include_url=False, include_input=False)
        raise ValidationError([{**one, "loc": ("body", *one["loc"])} for one in errors]) from None


def body_schema(kind: type[BaseModel]) -> dict[str, Any]:
    """How OpenAPI tells of a body that `body` reads."""
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": kind.model_json_schema()}},
        }
    }
