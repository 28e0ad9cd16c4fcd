"""People, units, sites, accounts, systems, the round: what stands before anything is looked at."""

import csv
import io
import secrets
from typing import Any

from almanac import Days
from stage import OFFICE_PEOPLE, Stage

from kaoping_toytown.office import CONTACTS_HEAD, UNITS_HEAD

SYSTEMS = {"县市区": "county-example", "市直单位": "department-example"}
OFFICE_NAME = "望川市政务公开工作领导小组办公室"


def set_up(stage: Stage) -> str:
    """An empty data folder with tables, the office's people, the register, the systems."""
    from kaoping.web.starting import migrate, use_data_folder

    stage.clock.move_to(stage.told["first day"], 8)
    migrate(use_data_folder(stage.data))
    from django.db import connection, transaction

    connection.cursor().execute("PRAGMA synchronous=OFF")  # of this process alone: nothing of value is lost
    with transaction.atomic():
        _people(stage)
        by = stage.people["office_admin"]
        units = _bring_in(stage, "units", UNITS_HEAD, _unit_rows(stage), by)
        sites = [(s.unit, s.name, f"{stage.city.base_url(s)}/", s.code) for s in stage.office.sites]
        _bring_in(stage, "sites", ("单位名称", "网站名称", "首页网址", "网站标识码"), sites, by)
        stage.told["systems"] = _systems(by)
        _contacts(stage, by)
    return f"{units}个单位(含乡镇街道)、{len(sites)}个网站、{len(stage.people)}名工作人员、2个指标体系"


def _people(stage: Stage) -> None:
    from kaoping.web.people.actions import make_first_administrator, new_first_link

    token, password = new_first_link(), secrets.token_urlsafe(9)
    assert token is not None
    stage.passwords["system_admin"] = password
    admin = make_first_administrator(token=token, username="system_admin", name="孙管理", password=password)
    stage.people["system_admin"] = admin
    for username, role, name in OFFICE_PEOPLE:
        stage.let_in(username, role, name, by=admin)


def _unit_rows(stage: Stage) -> list[tuple[str, ...]]:
    rows = [tuple(row) for row in stage.office.unit_rows()]
    return [(row[0], row[1], row[2] or ("" if row[3] else row[1]), *row[3:]) for row in rows]


def _bring_in(stage: Stage, kind: str, head: Any, rows: Any, by: Any) -> int:
    """A list as a clerk uploads it: previewed, then taken over."""
    from kaoping.web.planning.actions import apply_roster, draft_roster

    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    draft = draft_roster(content=text.getvalue().encode(), name=f"{kind}.csv", kind=kind, by=by)
    return int(apply_roster(draft, by=by)["new"])


def _systems(by: Any) -> dict[str, Any]:
    """The shipped example systems, kept as versions."""
    from kaoping.rulebook import load_systems, system_yaml
    from kaoping.web.planning.actions import add_system
    from kaoping.web.planning.system_files import GivenSystem, kept_values, remarks_of

    shipped = load_systems(None)
    given = {group: shipped[name] for group, name in SYSTEMS.items()}
    return {
        group: add_system(**kept_values(GivenSystem(one, system_yaml(one), remarks_of(one))), by=by)
        for group, one in given.items()
    }


def _contacts(stage: Stage, by: Any) -> None:
    """Who is responsible in each unit; one has left and nobody follows yet."""
    from kaoping.web.planning.models import Unit
    from kaoping.web.units.actions.contacts import end_contact, set_contact

    fields = ("leader", "post", "section", "clerk", "office_phone", "mobile", "email", "note")
    assert len(CONTACTS_HEAD) == len(fields) + 1
    made = [
        set_contact(Unit.objects.get(name=row[0]), dict(zip(fields, row[1:], strict=True)), by=by)
        for row in stage.office.contact_rows()
    ]
    end_contact(made[-1], by=by)


def plan(stage: Stage, days: Days, *, max_pages: int) -> str:
    """A round with its members, inspectors, and the units that two inspectors see, drawn by the seed."""
    from django.db import transaction

    from kaoping.web.people.models import User
    from kaoping.web.planning.actions import assign_inspectors, draw_sample, save_round, set_members
    from kaoping.web.planning.models import Round

    stage.clock.move_to(days.looked, 9)
    by = stage.people["office_admin"]
    values = {
        "title": days.title,
        "office": OFFICE_NAME,
        "period_from": days.period[0],
        "period_to": days.period[1],
        "today": days.looked,
        "notice_date": days.notice,
        "seed": days.title,
        "previous": Round.objects.order_by("-period_to").first(),
        "settings": {
            "report_workdays": 6,
            "appeal_workdays": 3,
            "rate": 0,  # loopback: nobody's site is burdened
            "gather": {
                "max_pages": max_pages, "max_attachments": 5, "rate": 0, "render": "never", "views": False,
            },
        },
    }  # fmt: skip
    with transaction.atomic():
        round_ = save_round(Round(), values, by=by)
        members = set_members(round_, stage.told["systems"], by=by)
        sampled = [site.unit for site in stage.office.departments]
        draw_sample(round_, what="双人检查", population=sampled, size=min(2, len(sampled)), by=by)
        inspectors = list(User.objects.filter(role="inspector").order_by("username"))
        assign_inspectors(round_, inspectors, raters=2, by=by)
    return f"{members}个单位参加,{len(inspectors)}名检查员分工"
