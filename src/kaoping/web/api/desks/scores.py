"""Scores, matrix and open work of a round, for programs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import BaseModel, Field

from ...dashboard import queries
from ...planning.models import Round
from ...planning.states import states_from
from ...publishing.models import ScoreSnapshot
from ..asked import Page, Paging, narrowed, page
from ..desk import Desk, owner
from .rounds import round_of

desk = Desk(tags=["得分与概况"])
_VIEW, _OWN = "dashboard.view", "dashboard.view_own"


class ScoreShown(BaseModel):
    """
    A unit's sheet as last computed; points are text, so that nothing is rounded. Before the release a unit
    gets no `rank`, no `grade` and an empty `standing`.
    """

    unit: UUID
    unit_name: str
    group: str
    system: str
    at: datetime | None = Field(description="只告诉考评办:各单位不因他人被重新计算而看到变化")
    total: str | None = Field(description="空:还有未核实的项,或被单项否决")
    low: str
    high: str
    rank: int | None
    grade: str
    lines: list[dict[str, Any]]
    standing: dict[str, Any]


class ScoreFilter(Paging):
    group: str = Field("", max_length=40)


@desk.reads("/rounds/{uuid:public_id}/scores", Page[ScoreShown], "评分明细", _VIEW, _OWN)
def scores(request: HttpRequest, public_id: UUID, asked: Query[ScoreFilter]) -> Page[ScoreShown]:
    found = round_of(request, public_id)
    rows = ScoreSnapshot.objects.visible_to(owner(request)).filter(round=found, is_latest=True)
    rows = narrowed(rows, group=asked.group).select_related("unit")
    is_ranked = not owner(request).is_of_unit or is_released(found)
    return page(rows, asked, lambda one: _score_shown(one, is_ranked=is_ranked))


def is_released(round_: Round) -> bool:
    """Whether units may know how they stand among others."""
    return round_.state in states_from("released")


def _score_shown(one: ScoreSnapshot, *, is_ranked: bool) -> ScoreShown:
    return ScoreShown(
        unit=one.unit.public_id,
        unit_name=one.unit.name,
        group=one.group,
        system=one.system,
        at=one.at if is_ranked else None,
        total=None if one.total is None else f"{one.total.normalize():f}",
        low=f"{one.low.normalize():f}",
        high=f"{one.high.normalize():f}",
        rank=one.rank if is_ranked else None,
        grade=one.grade if is_ranked else "",
        lines=one.sheet.get("lines", []),
        standing=one.standing if is_ranked else {},
    )


class CellShown(BaseModel):
    points: str
    full: str
    kind: str
    words: str


class MatrixRow(BaseModel):
    unit: UUID
    unit_name: str
    cells: list[CellShown]


class MatrixShown(BaseModel):
    """Units × indicators of one group: `cells` stand in the order of `indicators`."""

    group: str
    indicators: list[dict[str, str]]
    rows: list[MatrixRow]


class MatrixFilter(Schema):
    level: int = Field(1, ge=1, le=2, description="1 一级指标,2 二级指标")


@desk.reads("/rounds/{uuid:public_id}/matrix", list[MatrixShown], "指标矩阵", _VIEW)
def matrix(request: HttpRequest, public_id: UUID, asked: Query[MatrixFilter]) -> list[MatrixShown]:
    rows = queries.snapshots(owner(request), round_of(request, public_id))
    return [_matrix_shown(one) for one in queries.matrices(rows, level=asked.level)]


def _matrix_shown(one: queries.Matrix) -> MatrixShown:
    return MatrixShown(
        group=one.group,
        indicators=[{"id": key, "title": title} for key, title in one.heads],
        rows=[
            MatrixRow(
                unit=row.unit.public_id,
                unit_name=row.unit.name,
                cells=[CellShown.model_validate(cell, from_attributes=True) for cell in cells],
            )
            for row, cells in one.rows
        ],
    )


class Overview(BaseModel):
    """The round's open work: how many of what, in the words of the office's first page."""

    queues: dict[str, int]
    jobs: dict[str, int]
    worst: list[dict[str, str | int]]


@desk.reads("/rounds/{uuid:public_id}/overview", Overview, "本轮概况", _VIEW)
def overview(request: HttpRequest, public_id: UUID) -> Overview:
    found, user = round_of(request, public_id), owner(request)
    worst = queries.worst_items(queries.snapshots(user, found))
    jobs: Mapping[str, int] = queries.job_words(queries.jobs_by_state(user, found))
    return Overview(
        queues={one.words: one.count for one in queries.queues(user, found)},
        jobs=dict(jobs),
        worst=[
            {"indicator": key, "title": title, "lost": f"{lost.normalize():f}", "units": units}
            for key, title, lost, units in worst
        ],
    )
