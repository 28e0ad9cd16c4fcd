"""New media: the city's accounts on the register, what came in about them, and the check of all of them."""

import csv
import io
from pathlib import Path
from typing import Any

from almanac import AUTUMN
from stage import Stage
from working import Unfinished, work_off

from kaoping_toytown.media_server import served_accounts

LANES = {"exports": "export", "submissions": "submission", "saved": "saved", "articles": "articles"}
LOOKED_AT_BY_PHONE = 4


def check_accounts(stage: Stage) -> str:
    """Accounts brought in, files of every lane kept, some seen by telephone, all checked by the worker."""
    from django.db import transaction

    from kaoping.web.imports.media import ask_media_run
    from kaoping.web.imports.media_runs import check_next
    from kaoping.web.imports.models import MediaRun

    stage.clock.move_to(AUTUMN.inspected, 15)
    round_, by = stage.round_named(AUTUMN.title), stage.people["office_admin"]
    folder = stage.out / "media"
    with served_accounts(folder, today=AUTUMN.looked):
        with transaction.atomic():
            accounts = _register(folder, by)
            files = _keep_all(folder, round_, by)
            _by_phone(round_, stage.people["inspector"])
            ask_media_run(round_, by=by)
        work_off(check_next)
    run = MediaRun.objects.get(round=round_)
    if run.state != "done":
        raise Unfinished(f"新媒体账号没有检查成:{run.message}")
    return f"{accounts}个账号,{files}份资料,推文{run.told['posts']}篇"


def _register(folder: Path, by: Any) -> int:
    from kaoping.web.planning.actions import apply_roster, draft_roster
    from kaoping.web.planning.models import Unit

    with (folder / "accounts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    known = set(Unit.objects.values_list("name", flat=True))
    head = ("单位", "平台", "账号名称", "账号标识", "已备案")
    text = io.StringIO()
    csv.writer(text).writerows([head, *([r[c] for c in head] for r in rows if r["单位"] in known)])
    draft = draft_roster(content=text.getvalue().encode(), name="账号名单.csv", kind="accounts", by=by)
    return int(apply_roster(draft, by=by)["new"])


def _keep_all(folder: Path, round_: Any, by: Any) -> int:
    """Whatever belongs to an account of the register, or to no single one."""
    from kaoping.web.imports.media import keep_media
    from kaoping.web.planning.models import Account

    accounts = {account.name: account for account in Account.objects.all()}
    with (folder / "exports" / "mapping.csv").open(encoding="utf-8-sig", newline="") as file:
        mapping = {row["字段"]: row["表头"] for row in csv.DictReader(file)}
    kept = 0
    for path in sorted(folder.rglob("*")):
        lane = LANES.get(path.relative_to(folder).parts[0])
        if not path.is_file() or lane is None or path.name == "mapping.csv":
            continue
        owner = accounts.get(path.parent.name)
        if lane == "saved" and path.suffix == ".pdf" and owner is None:
            continue
        own = mapping if path.name == "监测服务.csv" else {}
        keep_media(
            content=path.read_bytes(), name=path.name, lane=lane, round_=round_, account=owner,
            mapping=own, by=by,
        )  # fmt: skip
        kept += 1
    return kept


def _by_phone(round_: Any, by: Any) -> None:
    from kaoping.web.inspection.actions import look_at_account
    from kaoping.web.planning.models import Account

    seen = {"message": "yes", "reply": "yes", "interaction": "yes", "service": "yes"}
    for account in Account.objects.order_by("pk")[:LOOKED_AT_BY_PHONE]:
        look_at_account(round_, account, seen, note="手机打开核查", by=by)
