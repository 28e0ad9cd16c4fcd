"""
What a process answers at one moment, in whichever zone its environment puts it: run by `test_time_zones`.

``python zone_probe.py ROUND UNIT MOMENT`` over the database that the environment names prints JSON: today,
the last days counted from now, and every page and download as the office, a unit and the auditor get them.
"""

import io
import json
import sys
import zipfile
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


def main():
    import django

    django.setup()
    from django.utils import timezone

    from kaoping.web.publishing.actions import scores

    moment = datetime.fromisoformat(sys.argv[3])
    timezone.now = scores.now = lambda: moment
    print(json.dumps(told(sys.argv[1], sys.argv[2]), ensure_ascii=False))


def told(round_id, unit_id):
    from kaoping.web.people.models import User
    from kaoping.web.planning.models import Round
    from kaoping.web.units.actions import rounds
    from kaoping.web.units.queries import today

    round_ = Round.objects.get(public_id=round_id)
    by = User.objects.get(role="office_admin")
    term = rounds.send_drafts(round_, by=by)
    return {
        "today": str(today()),
        "due": str(term.appeal_due),
        "counted": term.appeal_counted,
        "pages": {f"{role} {path}": page(role, path) for role, path in paths(round_id, unit_id)},
    }


def paths(round_id, unit_id):
    for path in ("/", "/units/", f"/units/rounds/{round_id}/sheet/"):
        yield "unit_admin", path
    yield "unit_admin", "/units/messages/"
    for path in (
        f"/review/?round={round_id}&state=all&flat=on",
        f"/review/export/?round={round_id}&state=all&format=csv",
        f"/review/export/?round={round_id}&state=all&format=xlsx", "/units/office/", "/units/office/board/",
        "/units/office/outbox/", f"/units/office/rounds/{round_id}/units/{unit_id}/",
        "/imports/", f"/planning/rounds/{round_id}/", f"/publishing/rounds/{round_id}/",
    ):  # fmt: skip
        yield "office_admin", path
    for path in ("/audit/", "/audit/?since=2026-09-29&until=2026-09-29", "/audit/export/?format=csv",
                 "/audit/export/?since=2026-09-29&format=xlsx"):  # fmt: skip
        yield "auditor", path


def page(role, path):
    from django.test import Client
    from django.utils import timezone
    from tests.web.route_table import body

    from kaoping.web.people.models import User
    from kaoping.web.people.sessions import PROVEN

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(role=role))
    session = client.session
    session[PROVEN] = timezone.now().isoformat()
    session.save()
    answer = client.get(path)
    content = body(answer)
    if content.startswith(b"PK"):  # the rest of a workbook tells when it was written
        content = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    return [answer.status_code, content.decode()]


if __name__ == "__main__":
    main()
