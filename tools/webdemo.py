"""
Fills the web application's database with an invented city, so that its desks can be looked at.

    KAOPING_DATA=/tmp/demo .venv/bin/python tools/webdemo.py

Names, scores and faults are invented. Each desk adds a function of its own.
"""

import os
import random
from datetime import UTC, date, datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaoping.web.settings")

COUNTIES = ("东陵县", "西川县", "南浦区", "北岭区", "长桥县", "石门区")
BUREAUS = (
    "教育局", "科技局", "工信局", "民政局", "司法局", "财政局", "人社局", "自然资源局", "生态环境局",
    "住建局", "交通运输局", "水利局", "农业农村局", "商务局", "文旅局", "卫健委", "应急局", "审计局", "国资委",
    "市场监管局",
    "体育局", "统计局", "医保局", "林业局", "信访局", "城管局", "政务数据局", "退役军人局", "公积金中心",
)  # fmt: skip
PASSWORD = "Xiaomai-2026-tian"
DAY = date(2026, 7, 1)


def people():
    """A person of each role; all have the same password."""
    from kaoping.web.people.models import User

    names = {"office_admin": "林主任", "reviewer": "周复核", "inspector": "陈检查", "leader": "王领导"}
    return {
        role: User.objects.create_user(username=role, name=name, role=role, password=PASSWORD)
        for role, name in names.items()
    }


def city():
    """The invented city's units, each with a site."""
    from kaoping.web.planning.models import Site, Unit

    rows = [(f"望川市{name}", "县市区") for name in COUNTIES] + [
        (f"望川市{name}", "市直单位") for name in BUREAUS
    ]
    units = []
    for order, (name, kind) in enumerate(rows, 1):
        unit = Unit.objects.create(name=name, kind=kind, group=kind, order=order)
        host = f"u{order}.wangchuan.example"
        Site.objects.create(unit=unit, name=f"{name}网站", url=f"https://{host}/", host=host)
        units.append(unit)
    return units


def systems(by):
    """The example systems that ship with the product, by group."""
    from kaoping.rulebook import load_system, system_yaml
    from kaoping.web.planning.actions import add_system

    found = {}
    for group, name in (("县市区", "county-example"), ("市直单位", "department-example")):
        one = load_system(name, None)
        found[group] = add_system(
            name=one.name, title=one.title, version=one.version, digest=one.digest,
            text=system_yaml(one), remarks=[], by=by,
        )  # fmt: skip
    return found


def publishing(units, staff, *, findings=30, observations=1000, archive_bytes=1 << 20):
    """A round with confirmed findings, scored, its drafts out: ready for the publishing desk."""
    from django.conf import settings

    from kaoping.web.gathering.models import Coverage, Job
    from kaoping.web.inspection.models import Answer, Task
    from kaoping.web.planning.models import Member, Round
    from kaoping.web.planning.system_files import system_of_version
    from kaoping.web.publishing.actions import rescore
    from kaoping.web.review.models import Decision, Observation, Suspect

    chance, given = random.Random(2026), systems(staff["office_admin"])
    round_ = Round.objects.create(
        title="2026年上半年政务公开考评", office="望川市政务公开办公室", state="reviewing",
        period_from=date(2026, 1, 1), period_to=date(2026, 6, 30), today=DAY, notice_date=date(2026, 7, 20),
        seed="望川2026", settings={"report_workdays": 6},
    )  # fmt: skip
    now = datetime(2026, 7, 2, 1, tzinfo=UTC)
    for unit in units:
        version = given[unit.group]
        Member.objects.create(round=round_, unit=unit, group=unit.group, system=version)
        job = Job.objects.create(round=round_, site=unit.sites.get(), state="done", folder=f"runs/{unit.pk}")
        folder = settings.ROUNDS_FOLDER / str(round_.public_id) / job.folder
        folder.mkdir(parents=True)
        (folder / "pages.warc.gz").write_bytes(chance.randbytes(archive_bytes))
        rules = list(system_of_version(version).rules())
        checks = {rule.name for _, rule in rules if rule.by == "check"}
        Coverage.objects.bulk_create(
            Coverage(round=round_, job=job, unit=unit, check_id=name, looked_at=50) for name in checks
        )
        for indicator, rule in rules:
            if rule.by != "check":
                task = Task.objects.create(
                    round=round_, unit=unit, indicator=indicator.id, rule=rule.id,
                    question=rule.question or rule.when, inspector=staff["inspector"],
                )  # fmt: skip
                Answer.objects.create(task=task, verdict="met", by=staff["inspector"], at=now)
        for n in range(chance.randrange(findings // 3, findings * 2)):
            indicator, rule = chance.choice(rules)
            one = Suspect.objects.create(
                round=round_, unit=unit, fact=f"{unit.pk:03d}{n:04d}", system=version.name, site=job.site,
                indicator=indicator.id, rule=rule.id, check_id=rule.name, url=f"{job.site.url}{n}.html",
                message=rule.when, severity="一般", lane="person", state="confirmed", group_key=str(n),
                quote="截至2026年6月仍未更新。", first_seen_at=now, last_seen_at=now + timedelta(days=1),
                witnesses=[
                    {"voice": "check", "name": rule.name, "seen_at": now.isoformat(), "digest": f"sha256:{n:064x}"}
                ],
            )  # fmt: skip
            Decision.objects.create(
                suspect=one, verdict="confirm", by=staff["reviewer"], at=now, reason="已核"
            )
        Observation.objects.bulk_create(
            Observation(
                round=round_, job=job, unit=unit, check_id="upkeep.dead_link", answer="problem",
                severity="一般", url=f"{job.site.url}{n}", key=f"{unit.pk}-{n}",
                body={"url": f"{job.site.url}{n}", "words": "死链" * 40},
            )
            for n in range(observations)
        )  # fmt: skip
    rescore(round_, by=staff["office_admin"], reason="初评")
    round_.state = "drafted"
    round_.save()
    return round_


def main():
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    staff, units = people(), city()
    from kaoping.web.people.models import User

    User.objects.create_user(
        username="unit_staff", name="单位经办", role="unit_staff", unit=units[0], password=PASSWORD
    )
    round_ = publishing(units, staff)
    print(f"轮次 {round_.public_id};各角色的用户名即角色名,密码 {PASSWORD}")


if __name__ == "__main__":
    main()
