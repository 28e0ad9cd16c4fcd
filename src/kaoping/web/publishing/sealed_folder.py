"""
A round's folder out of its rows, as it is sealed: rules, inputs, what was ruled, scores, documents, evidence.

    round.yaml, units.csv, sites.csv, rulebook/   the round as `kaoping score` would read it
    observations/, records/                       what was seen, asked, ruled: one JSON object a line
    results/                                      scores, what they were computed from, findings, open items
    documents/, notice/                           what was handed out, in both editions
    archives/                                     the archives of the jobs, as they lie
    uploads/, look-backs/                         proof and reports by their digests; look backs
    audit/                                        the round's audit entries, and the chain up to its head
"""

import csv
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import Model, Q, QuerySet

from kaoping.errors import OutputError
from kaoping.findings import FINDINGS, SUSPECTS, write_findings, write_suspects
from kaoping.ledger import OPEN_ITEMS, OpenItems, write_open_items
from kaoping.reports.notice import NoticeFacts, write_notice
from kaoping.rounds.round_file import ROUND_FILE
from kaoping.scoring import scores_json

from ..audit.models import ChainHead, Entry
from ..evidence.models import Evidence
from ..gathering.models import Coverage, Job
from ..imports.models import MediaCoverage, MediaFile, MediaReading, Submission
from ..inspection.models import Answer, Task
from ..planning.models import Assignment, Member, Round, Sample, SystemVersion
from ..review.models import Decision, Observation, Suspect
from ..units import models as units
from .models import Notice, NoticeVersion, Release, ScoreSnapshot
from .noticing import ground, written
from .papers import Papers, papers_of, write_annexes, write_sheets, write_tables
from .round_rows import round_head, round_material, sites_of, written_round
from .rows import units_of
from .sealed_proof import write_look_backs, write_uploads

CHUNK = 2000


def export_round(round_: Round, folder: Path) -> str:
    """
    Write all that is known of the round below `folder`, which is empty.

    Returns:
        The digest of the audit chain's head, as it stands in the folder.

    Raises:
        OutputError: A file cannot be written, or one of an archive cannot be read.
    """
    papers = papers_of(round_)
    try:
        _write_round(papers, folder)
        _write_records(round_, folder)
        _write_results(papers, folder / "results")
        _write_documents(papers, folder / "documents")
        _write_notices(round_, folder / "notice")
        _link_archives(round_, folder / "archives")
        write_uploads(round_, folder / "uploads")
        write_look_backs(round_, folder / "look-backs")
        return _write_audit(round_, folder / "audit")
    except OSError as error:
        where = error.filename or folder
        raise OutputError(f"导出本轮资料时无法读写 {where}:{error.strerror}。请检查磁盘空间。") from error


def _write_round(papers: Papers, folder: Path) -> None:
    round_ = papers.round
    _write_json(folder / ROUND_FILE, _round_data(papers))
    members = list(Member.objects.filter(round=round_).select_related("unit__parent", "system"))
    roll = units_of(members)
    columns = ("单位名称", "单位类别", "考评分组", "上级单位", "权重", "别名", "特性")
    rows = (
        (u.name, u.kind, u.group, u.parent, u.weight, "、".join(u.aliases), "、".join(u.traits)) for u in roll
    )
    _write_csv(folder / "units.csv", columns, rows)
    sites = ((one.unit, one.unit_kind, one.name, one.url, one.code) for one in sites_of(papers))
    _write_csv(folder / "sites.csv", ("单位名称", "单位类别", "网站名称", "首页网址", "网站标识码"), sites)
    indicators = folder / "rulebook" / "indicators"
    indicators.mkdir(parents=True)
    for version in SystemVersion.objects.filter(pk__in=round_.members.values("system")):
        (indicators / f"{version.name}.yaml").write_text(version.text, "utf-8")


def _round_data(papers: Papers) -> dict[str, Any]:
    round_, one = papers.round, written_round(papers)
    data = {
        "title": one.title,
        "office": one.office,
        "period": {"from": str(one.period.first), "to": str(one.period.last)},
        "today": str(one.today),
        "rulebook": "rulebook",
        "groups": [
            {
                "name": group.name,
                "systems": [
                    {"system": s.system} | ({"weight": float(s.weight)} if len(group.systems) > 1 else {})
                    for s in group.systems
                ],
            }
            for group in one.groups
        ],
        "progress": {"percent": float(one.progress_percent), "ranks": one.progress_ranks},
    }
    if round_.seed:
        data["seed"] = round_.seed
    if one.notice_date:
        data["notice_date"] = str(one.notice_date)
        data["deadlines"] = {"report_workdays": one.deadlines.report_workdays}
    return data


def _write_records(round_: Round, folder: Path) -> None:
    observations = folder / "observations"
    observations.mkdir()
    seen = Observation.objects.filter(round=round_).order_by("pk")
    bodies = seen.values_list("body", flat=True).iterator(chunk_size=CHUNK)
    _write_lines(observations / "observations.jsonl", bodies)
    records = folder / "records"
    records.mkdir()
    for name, rows in _records(round_).items():
        _write_lines(records / f"{name}.jsonl", map(_plain, rows.order_by("pk").iterator(chunk_size=CHUNK)))


def _records(round_: Round) -> Mapping[str, QuerySet[Any]]:
    return {
        "round": Round.objects.filter(pk=round_.pk),
        "members": Member.objects.filter(round=round_).select_related("unit"),
        "assignments": Assignment.objects.filter(round=round_).select_related("unit", "inspector"),
        "samples": Sample.objects.filter(round=round_).select_related("by"),
        "jobs": Job.objects.filter(round=round_),
        "coverage": Coverage.objects.filter(round=round_).select_related("unit"),
        "media-coverage": MediaCoverage.objects.filter(round=round_).select_related("unit"),
        "media-files": MediaFile.objects.filter(round=round_).select_related("by"),
        "media-readings": MediaReading.objects.filter(round=round_),
        "media-submissions": Submission.objects.filter(
            unit__in=round_.members.values("unit"), taken_at__date__gte=round_.period_from
        ).select_related("unit", "by"),
        "tasks": Task.objects.filter(round=round_).select_related("unit", "inspector"),
        "answers": Answer.objects.filter(task__round=round_).select_related("by"),
        "suspects": Suspect.objects.filter(round=round_).select_related("unit"),
        "decisions": Decision.objects.filter(suspect__round=round_).select_related("by"),
        "evidence": Evidence.objects.filter(Q(round=round_) | Q(suspect__round=round_)).distinct(),
        "seen": units.Seen.objects.filter(round=round_).select_related("unit", "by"),
        "replies": units.Reply.objects.filter(round=round_).select_related("unit", "by"),
        "appeals": units.Appeal.objects.filter(round=round_).select_related("unit", "ruled_by"),
        "rectification": units.RectificationTask.objects.filter(round=round_).select_related("unit"),
        "steps": units.Step.objects.filter(task__round=round_).select_related("by"),
        "reports": units.Report.objects.filter(round=round_).select_related("unit", "by"),
        "scores": ScoreSnapshot.objects.filter(round=round_).select_related("unit"),
        "releases": Release.objects.filter(round=round_).select_related("asked_by", "agreed_by"),
        "notice-versions": NoticeVersion.objects.filter(notice__round=round_).select_related("by"),
    }


def _plain(row: Model) -> dict[str, Any]:
    """A row by its columns; units and people by their names, other rows by their keys."""
    told = {}
    for field in row._meta.concrete_fields:
        related = field.related_model
        is_named = related is not None and related._meta.label in ("planning.Unit", "people.User")
        one = getattr(row, field.name) if is_named else None
        told[field.name] = _name(one) if is_named else getattr(row, field.attname)
    return told


def _name(one: Any) -> str:
    return "" if one is None else str(getattr(one, "username", one))


def _write_results(papers: Papers, folder: Path) -> None:
    folder.mkdir()
    round_, material = papers.round, round_material(papers)
    (folder / "scores.json").write_bytes(scores_json(papers.scores))
    _write_json(folder / "round.json", round_head(papers, material.one))
    # scores are a function of this alone: `score_round` gives them again
    _write_json(folder / "material.json", material.scoring)
    systems = tuple(papers.systems.values())
    found = papers.findings.values()
    write_suspects((one.suspect for one in found if one.state == "suspect"), folder / SUSPECTS, systems)
    write_findings(found, folder / FINDINGS, systems)
    items = OpenItems(round_.title, round_.today, material.items, material.sites)
    write_open_items(items, folder / OPEN_ITEMS)


def _write_documents(papers: Papers, folder: Path) -> None:
    write_sheets(papers, folder / "internal" / "sheets", "internal")
    write_annexes(papers, folder / "internal", "internal")
    write_tables(papers, folder / "internal")
    write_sheets(papers, folder / "public" / "sheets", "public")
    write_annexes(papers, folder / "public", "public")


def _write_notices(round_: Round, folder: Path) -> None:
    notices = list(Notice.objects.filter(round=round_))
    if not notices:
        return
    facts: NoticeFacts = ground(round_).facts
    for one in notices:
        site = facts.website if one.edition == "public" else None
        write_notice(written(one.body), folder / one.edition, site=site)


def _link_archives(round_: Round, folder: Path) -> None:
    """The jobs' folders; the files are linked, not copied, where the disk can."""
    base = Path(settings.ROUNDS_FOLDER) / str(round_.public_id)
    for job in Job.objects.filter(round=round_).exclude(folder=""):
        source = (base / job.folder).resolve()
        if not source.is_relative_to(base.resolve()):
            raise OutputError(f"采集任务的目录 {job.folder} 不在本轮目录之内,请与软件维护人员联系。")
        for path in source.rglob("*"):
            if path.is_file() and not path.is_symlink():
                _link(path, folder / source.relative_to(base.resolve()) / path.relative_to(source))


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:  # another disk, or one that knows no links
        shutil.copyfile(source, target)


def _write_audit(round_: Round, folder: Path) -> str:
    folder.mkdir()
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(number=0, digest="")
    since = Entry.objects.filter(at__gte=round_.made_at, number__lte=head.number).order_by("number")
    links = since.values_list("number", "before", "digest").iterator(chunk_size=CHUNK)
    _write_csv(folder / "chain.csv", ("序号", "上一条校验值", "校验值"), links)
    own = since.filter(Q(subject__contains=round_.title) | Q(subject__contains=str(round_.public_id)))
    _write_lines(folder / "entries.jsonl", map(_plain, own.iterator(chunk_size=CHUNK)))
    (folder / "head.txt").write_text(f"{head.number}:{head.digest}\n", "ascii")
    return head.digest


def _write_json(path: Path, value: Any) -> None:
    data = value if isinstance(value, dict) else msgspec.to_builtins(value)
    path.write_text(
        json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n", "utf-8"
    )


def _write_lines(path: Path, rows: Iterable[Any]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(_line(row) for row in rows)


def _line(row: Any) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, default=_told) + "\n"


def _told(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _write_csv(path: Path, heads: tuple[str, ...], rows: Iterable[Iterable[Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream, lineterminator="\r\n")
        table.writerow(heads)
        table.writerows(_cells(rows))


def _cells(rows: Iterable[Iterable[Any]]) -> Iterator[list[str]]:
    from kaoping.reports.cells import cell_text

    for row in rows:
        yield [cell_text(str(value)) for value in row]
