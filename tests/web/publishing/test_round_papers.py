"""The documents of a round, exported."""

import io
import zipfile

import pytest
from django.urls import reverse

from kaoping.reports import verify_files
from kaoping.web.audit.models import Entry


def page(name, round_):
    return reverse(f"publishing:{name}", args=[round_.public_id])


def exported(client, round_, **fields):
    given = {"what": "all", "unit": "", "edition": "internal", "formats": "both"} | fields
    return client.post(page("export", round_), given)


def opened(answer):
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


class TestExport:
    def test_all_of_it_adds_up_from_the_files_alone(self, signed_in, office_admin, drafted, tmp_path):
        archive = opened(exported(signed_in(office_admin, is_proven=True), drafted))
        archive.extractall(tmp_path)

        files = sorted(one for one in tmp_path.rglob("*") if "附件" in str(one) or "明细" in str(one))
        found = verify_files(tuple(one for one in files if one.is_file() and "联系表" not in one.name))

        assert found.is_sound
        assert found.sheets >= 2
        assert {"指标矩阵.xlsx", "问题台账.xlsx"} <= set(archive.namelist())

    def test_one_units_sheet_alone(self, signed_in, office_admin, drafted, unit):
        client = signed_in(office_admin, is_proven=True)

        names = opened(
            exported(client, drafted, what="sheets", unit=str(unit.public_id), formats="docx")
        ).namelist()

        assert names == [f"评分明细表/{unit.name}.docx"]

    def test_the_public_edition_has_no_ledger(self, signed_in, office_admin, drafted):
        names = opened(
            exported(signed_in(office_admin, is_proven=True), drafted, edition="public")
        ).namelist()

        assert not [name for name in names if "台账" in name or "矩阵" in name]

    def test_it_is_set_down_with_its_digest(self, signed_in, office_admin, drafted):
        exported(signed_in(office_admin, is_proven=True), drafted)

        detail = Entry.objects.filter(action="publishing.export").get().detail
        assert len(detail["digest"]) == 64
        assert detail["edition"] == "internal"

    def test_it_asks_who_it_is_anew(self, signed_in, office_admin, drafted):
        answer = exported(signed_in(office_admin), drafted)

        assert answer.status_code == 403
        assert not Entry.objects.filter(action="publishing.export").exists()

    @pytest.mark.parametrize(("what", "edition"), [("tables", "public"), ("nonsense", "public")])
    def test_what_is_not_there_is_refused(self, signed_in, office_admin, drafted, what, edition):
        client = signed_in(office_admin, is_proven=True)

        assert exported(client, drafted, what=what, edition=edition).status_code == 422

    def test_a_leader_may_look_but_not_export(self, signed_in, leader, drafted):
        client = signed_in(leader, is_proven=True)

        assert client.get(page("documents", drafted)).status_code == 200
        assert exported(client, drafted).status_code == 403
