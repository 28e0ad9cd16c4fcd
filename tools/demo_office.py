"""`make office`: the office's web application over the invented city, an account per role, gathering live."""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

from kaoping_toytown import build_city, serve
from kaoping_toytown.office import office_of
from kaoping_toytown.serving import ServedCity

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "demo-out" / "office"
COUNTIES, DEPARTMENTS, PAGES, PORT = 2, 3, 60, 8000
SYSTEMS = {"县市区": "county-example", "市直单位": "department-example"}


def main() -> int:
    """Serve the city and the web application until Ctrl-C."""
    shutil.rmtree(DATA, ignore_errors=True)
    DATA.mkdir(parents=True)
    os.environ |= {"KAOPING_ALLOW_PRIVATE": "1", "KAOPING_CONTACT": "demo@wangchuan.example"}
    city = build_city(seed=1, sites=12, pages=PAGES)
    with serve(city) as served:
        passwords = _fill(served)
        print("\n示例账号(本次随机生成):")
        for role, name, password in passwords:
            print(f"  {role}\t{name}\t{password}")
        print(f"\n浏览器打开 http://127.0.0.1:{PORT}/ ,登录后“采集”里正在进行。按 Ctrl-C 结束。\n")
        command = [
            str(Path(sys.executable).parent / "kaoping"),
            "serve",
            "--data",
            str(DATA),
            "--port",
            str(PORT),
        ]
        try:
            return subprocess.run(command, check=False).returncode
        except KeyboardInterrupt:
            return 0


def _fill(served: ServedCity) -> list[tuple[str, str, str]]:
    """Units, sites, systems, a round that is being gathered, and an account per role with its password."""
    from kaoping.web.starting import use_data_folder

    use_data_folder(DATA)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from kaoping.web.gathering.actions import start_round
    from kaoping.web.people.models import Role, User
    from kaoping.web.planning.actions import assign_inspectors, save_round, set_members
    from kaoping.web.planning.models import Round, Unit

    people = _people(User, Role)
    by = User.objects.get(role=Role.OFFICE_ADMIN)
    _register(served, by)
    systems = _systems(by)
    day = served.city.recipe.today
    round_ = save_round(
        Round(),
        {
            "title": "望川市2026年下半年政务公开考评",
            "office": "望川市政务公开工作领导小组办公室",
            "period_from": day.replace(month=7, day=1),
            "period_to": day.replace(month=12, day=31),
            "today": day,
            "seed": "望川2026下半年",
            "settings": {"report_workdays": 6, "appeal_workdays": 3},
        },
        by=by,
    )
    set_members(round_, {group: systems[name] for group, name in SYSTEMS.items()}, by=by)
    assign_inspectors(round_, list(User.objects.filter(role=Role.INSPECTOR)), raters=1, by=by)
    start_round(round_, by=by, limits={"max_pages": 150, "rate": 0, "render": "never", "views": False})
    staff = Unit.objects.get(name=served.sites[1].unit)
    User.objects.filter(role__in=[Role.UNIT_ADMIN, Role.UNIT_STAFF]).update(unit=staff)
    return people


def _people(users: type, roles: type) -> list[tuple[str, str, str]]:
    made = []
    for role in roles:  # type: ignore[attr-defined]
        password = secrets.token_urlsafe(9)
        users.objects.create_user(role.value, role=role.value, name=role.label, password=password)  # type: ignore[attr-defined]
        made.append((role.label, role.value, password))
    return made


def _register(served: ServedCity, by: object) -> None:
    """The office's list of units, and their sites, as a clerk would bring them in."""
    from kaoping.web.planning.actions import apply_roster, draft_roster

    office = office_of(served.sites, counties=COUNTIES, departments=DEPARTMENTS, seed=1)
    units = "单位名称,单位类别,考评分组,上级单位,权重,别名,特性\n"
    units += "".join(
        ",".join((row[0], row[1], row[2] if row[2] or row[3] else row[1], *row[3:])) + "\n"
        for row in office.unit_rows()
    )
    sites = "单位名称,网站名称,首页网址,网站标识码\n"
    sites += "".join(f"{s.unit},{s.name},{served.base_url(s)}/,{s.code}\n" for s in office.sites)
    for kind, text in (("units", units), ("sites", sites)):
        draft = draft_roster(content=text.encode(), name=f"{kind}.csv", kind=kind, by=by)  # type: ignore[arg-type]
        apply_roster(draft, by=by)  # type: ignore[arg-type]


def _systems(by: object) -> dict[str, object]:
    """The shipped example systems, kept as versions."""
    from kaoping.rulebook import load_systems, system_yaml
    from kaoping.web.planning.actions import add_system
    from kaoping.web.planning.system_files import GivenSystem, kept_values, remarks_of

    shipped = load_systems(None)
    given = {name: shipped[name] for name in SYSTEMS.values()}
    return {
        name: add_system(**kept_values(GivenSystem(one, system_yaml(one), remarks_of(one))), by=by)  # type: ignore[arg-type]
        for name, one in given.items()
    }


if __name__ == "__main__":
    sys.exit(main())
