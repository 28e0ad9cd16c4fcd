"""Writes of the imports desk: a file previewed, then run step by step; each step whole or not at all."""

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kaoping.errors import RosterError, UsageError
from kaoping.findings import Decision, Finding, Suspect, Witness, reimported, row_reader

from ..audit.actions import record
from ..evidence.opening import opened_tables, plain_name
from ..inspection.demands import RoundDemands
from ..inspection.laying import lay_suspects
from ..pages.bulk import insert_rows
from ..pages.terms import is_over
from ..people.models import User
from ..planning.models import Round, Unit
from ..review import models as review
from .files import (
    Group,
    Line,
    keep,
    kept_file,
    prepared_file,
    read_file,
    read_groups,
    write_groups,
)
from .models import Batch, Item
from .models import Mapping as Columns

LARGEST_BYTES = 50 << 20
# a step holds SQLite's only place for writers: it may not be long. But the fewer steps, the fewer times the
# same pages of the indexes are written: four times the rows wrote a third to a half less
STEP_ROWS = 4_000
HELD = timedelta(minutes=10)
OPEN_STATES = ("planned", "gathering", "inspecting", "reviewing")


class Refused(UsageError):
    """It cannot be done now; the words are Chinese and say what to do."""


class NeedsColumns(Refused):
    """No sheet has headings that we know: a person must say for `batch` which column is which."""

    def __init__(self, words: str, batch: Batch) -> None:
        super().__init__(words)
        self.batch = batch


class SameFile(Refused):
    """This very file is in already, and nothing of its platform came after it: `batch` is that import."""

    def __init__(self, name: str, batch: Batch) -> None:
        at = timezone.localtime(batch.done_at)
        super().__init__(f"“{name}”与 {at:%Y-%m-%d %H:%M} 导入的文件完全相同,没有变化,没有再导入。")
        self.batch = batch


def preview(
    *,
    content: bytes,
    name: str,
    round_: Round,
    source: str,
    is_whole: bool,
    by: User,
    mapping: Columns | None = None,
) -> Batch:
    """
    Read a file and keep what it holds, with all its faults; nothing is laid to anybody yet.

    Raises:
        RefusedUpload: It cannot be opened.
        NeedsColumns: Its headings are unknown.
        Refused: Too large, the same file is already in, or the round takes nothing any more.
    """
    name = plain_name(name)
    _refuse_closed(round_)
    if len(content) > LARGEST_BYTES:
        raise Refused(f"“{name}”超过 {LARGEST_BYTES >> 20} MB,请分成几个文件导入。")
    digest = hashlib.sha256(content).hexdigest()
    if (before := _before(round_, digest, source, is_whole, mapping)) is not None:
        raise SameFile(name, before)
    tables = opened_tables(content, name)
    demands = RoundDemands(round_)
    try:
        read = read_file(
            tables,
            row_reader("monitor", demands.assessed),
            columns=mapping.columns if mapping else None,
            values=mapping.values if mapping else None,
            source=source,
        )
    except RosterError as error:
        keep(kept_file(digest), [content])
        waiting = Batch.objects.create(
            round=round_, name=name, digest=digest, by=by, source=source, is_whole=is_whole, state="columns"
        )
        raise NeedsColumns(f"“{name}”{error}。", waiting) from None
    if len(read.sources) > 1:
        raise Refused(
            f"文件里有 {len(read.sources)} 个平台({'、'.join(read.sources[:5])}),请按平台分开导入。"
        )
    keep(kept_file(digest), [content])
    batch = Batch(
        round=round_,
        mapping=mapping,
        name=name,
        digest=digest,
        by=by,
        source=(read.sources or [source])[0][:80],
        is_whole=is_whole,
        rows=read.rows,
        groups=len(read.groups),
        errors=read.errors,
        counts={"faults": read.faults},
        state="refused" if read.faults else "previewed",
    )
    write_groups(prepared_file(batch.public_id), read.groups)
    with transaction.atomic():
        batch.save()
        _audit(batch, "imports.preview", by, rows=read.rows, faults=read.faults)
    return batch


def _before(round_: Round, digest: str, source: str, is_whole: bool, mapping: Columns | None) -> Batch | None:
    """The platform's last finished file, where it is this very file read in this very way."""
    last = Batch.objects.filter(round=round_, state="done", source=source).order_by("-done_at").first()
    if last is None or (last.digest, last.is_whole, last.mapping) != (digest, is_whole, mapping):
        return None
    return last


def run(batch: Batch, *, by: User, seconds: float | None = None) -> Batch:
    """
    Lay the file into the round, from where it stood: step after step until it is done, or `seconds` are over.

    Raises:
        Refused: It has faults, another request works on it, or the round takes nothing any more.
    """
    batch = _held(batch)
    ends_at = None if seconds is None else time.monotonic() + seconds
    demands = RoundDemands(batch.round)
    try:
        for step in _steps(batch):
            _taken(batch, step, demands, by)
            if ends_at is not None and time.monotonic() >= ends_at:
                break
        else:
            _finish(batch, by)
    except FileNotFoundError:
        raise Refused("读好的文件已不在(可能从备份恢复过),请重新上传同一文件,已导入的不会重复。") from None
    finally:
        Batch.objects.filter(pk=batch.pk).update(held_until=None)
    batch.refresh_from_db()
    return batch


@transaction.atomic
def _held(batch: Batch) -> Batch:
    batch = Batch.objects.select_for_update(no_key=True).select_related("round").get(pk=batch.pk)
    _refuse_closed(batch.round)
    if batch.state == "refused":
        raise Refused(f"文件有 {batch.counts.get('faults', 0)} 处错误,请改正后重新上传。")
    if batch.state == "done":
        raise Refused("这个文件已经导入完,没有再次导入。")
    now = timezone.now()
    held = Batch.objects.filter(round=batch.round, source=batch.source).exclude(held_until=None)
    if held.exclude(is_over("held_until", HELD, now=now)).exists():
        raise Refused("同一平台的导入正在进行,请稍候。")
    batch.held_until = now + HELD
    batch.state = "running"
    batch.save(update_fields=["held_until", "state"])
    return batch


def _steps(batch: Batch) -> Iterable[list[Group]]:
    """Whole groups, together at least `STEP_ROWS` rows."""
    step: list[Group] = []
    rows = 0
    for group in read_groups(prepared_file(batch.public_id), batch.cursor):
        step.append(group)
        rows += len(group.lines)
        if rows >= STEP_ROWS:
            yield step
            step, rows = [], 0
    if step:
        yield step


@transaction.atomic
def _taken(batch: Batch, step: Sequence[Group], demands: RoundDemands, by: User) -> None:
    """One step: items, suspects and cursor move together, so that no step is taken twice."""
    row = Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if row.cursor != batch.cursor:
        raise Refused("导入已由另一处继续,请刷新。")
    lines = {line.key: line for group in step for line in group.lines}
    known = _known(batch, lines)
    told = reimported(
        [Finding(_of_fact(one.fact), "suspect") for one in known.values()],
        {line.suspect.id: line.suspect for line in lines.values()}.values(),
        closed=[one.fact for one in known.values() if one.state == "closed"],
        source=("monitor", batch.source),
    )
    laid = lay_suspects(batch.round, [line.suspect for line in lines.values()], veto_rules=demands.veto_rules)
    units = dict(Unit.objects.filter(name__in={g.unit for g in step}).values_list("name", "pk"))
    fresh = [_item(batch, line, units, laid.row_of) for key, line in lines.items() if key not in known]
    insert_rows(Item, fresh)
    again = set(told.reopened)
    reopened = [one.pk for one in known.values() if one.fact in again]
    _reopen(reopened)
    for some in _chunks([one.pk for one in known.values()]):
        Item.objects.filter(pk__in=some).update(batch=batch)
    _count(row, created=len(fresh), left=len(known) - len(reopened), reopened=len(reopened))
    row.cursor = batch.cursor = row.cursor + len(step)
    row.save(update_fields=["counts", "cursor"])


@dataclass(frozen=True, slots=True)
class _Known:
    """An item that an earlier file brought."""

    pk: int
    fact: str
    state: str


def _known(batch: Batch, keys: Iterable[str]) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    for some in _chunks(list(keys)):
        rows = Item.objects.filter(round=batch.round, key__in=some).values_list("key", "pk", "fact", "state")
        found.update((key, _Known(pk, fact, state)) for key, pk, fact, state in rows)
    return found


def _standing(item: Item) -> Finding:
    """The item as `kaoping.findings` compares it: its fact, who saw it, and whether somebody ruled on it."""
    row = item.suspect
    witnesses = tuple(msgspec.convert(one, Witness) for one in row.witnesses) if row else ()
    is_ruled = row is not None and row.state not in ("suspect", "gone")
    decision = Decision(item.fact, "confirm", "", timezone.now(), "") if is_ruled else None
    return Finding(_of_fact(item.fact, witnesses), "suspect", decision)


def _of_fact(fact: str, witnesses: tuple[Witness, ...] = ()) -> Suspect:
    return Suspect(fact, "", "", "", "", "", "", "", witnesses=witnesses)


def _item(batch: Batch, line: Line, units: Mapping[str, int], rows: Mapping[str, int]) -> dict[str, Any]:
    one = line.suspect
    return {
        "batch_id": batch.pk,
        "round_id": batch.round_id,
        "unit_id": units[one.unit],
        "key": line.key,
        "row": line.row,
        "source": batch.source,
        "fact": one.id,
        "rule": one.rule,
        "body": {"message": one.message, "url": one.url, "object": one.object, "facts": dict(one.facts)},
        "suspect_id": rows.get(one.id),
    }


def _reopen(items: Sequence[int]) -> None:
    Item.objects.filter(pk__in=items).update(state="reopened", confirmation="pending", recheck="")
    rows = review.Suspect.objects.filter(imported__in=items, state="gone")
    rows.update(state="suspect", version=F("version") + 1)


@transaction.atomic
def _finish(batch: Batch, by: User) -> None:
    """What a whole list leaves out is closed, unless somebody else saw it or ruled on it."""
    row = Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if row.state == "done":  # another request had taken it over meanwhile
        return
    closed: set[str] = set()
    if batch.is_whole:
        rest = Item.objects.filter(round=batch.round, source=batch.source).exclude(state="closed")
        rest = rest.exclude(batch=batch).select_related("suspect")
        told = reimported(map(_standing, rest), (), source=("monitor", batch.source))
        closed = set(told.closed)
        gone = [one for one in rest if one.fact in closed]
        for some in _chunks([one.pk for one in gone]):
            Item.objects.filter(pk__in=some).update(state="closed")
        for some in _chunks([one.suspect_id for one in gone if one.suspect_id]):
            still = Item.objects.filter(suspect__in=some).exclude(state="closed").values("suspect")
            rows = review.Suspect.objects.filter(pk__in=some, state="suspect").exclude(pk__in=still)
            rows.update(state="gone", version=F("version") + 1)
    _count(row, closed=len(closed))
    row.state, row.done_at = "done", timezone.now()
    row.save(update_fields=["counts", "state", "done_at"])
    _audit(row, "imports.run", by, counts=row.counts)


def _count(row: Batch, **more: int) -> None:
    row.counts = {**row.counts, **{key: row.counts.get(key, 0) + n for key, n in more.items()}}


def _chunks(values: Sequence[Any], size: int = 900) -> Iterable[Sequence[Any]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


@transaction.atomic
def save_columns(
    *, name: str, columns: Mapping[str, str], values: Mapping[str, Mapping[str, str]], by: User
) -> Columns:
    """Keep which column is which for a platform; the same name is replaced."""
    made, _ = Columns.objects.update_or_create(
        name=name, defaults={"columns": dict(columns), "values": dict(values), "made_by": by}
    )
    record(by=by, action="imports.save_columns", subject=name, columns=dict(columns))
    return made


def _audit(batch: Batch, action: str, by: User, **detail: Any) -> None:
    told = {"name": batch.name, "digest": batch.digest, "source": batch.source, **detail}
    record(by=by, action=action, subject=f"batch:{batch.public_id}", batch=told)


def _refuse_closed(round_: Round) -> None:
    if round_.state not in OPEN_STATES:
        raise Refused(f"本轮已到“{round_.get_state_display()}”阶段,不能再导入。")
