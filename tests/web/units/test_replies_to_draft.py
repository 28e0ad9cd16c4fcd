"""Answers to findings: accept, explain, object; late ones, hostile proof, twice."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from tests.web.unit_objects import appeal, finding

from kaoping.web.evidence.models import Evidence
from kaoping.web.units.actions.replies import answer
from kaoping.web.units.models import Appeal, Reply, Term


def post(client, suspect, kind, words="", files=()):
    return client.post(
        f"/units/items/{suspect.public_id}/", {"kind": kind, "words": words, "attached": list(files)}
    )


def picture(name="证明.png"):
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


@pytest.mark.django_db
class TestAcceptRest:
    def address(self, round_):
        return f"/units/rounds/{round_.public_id}/accept-rest/"

    def test_a_page_asks_first_and_only_what_was_not_answered_is_accepted(
        self, signed_in, unit_admin, unit, fault, drafted
    ):
        answered = finding(drafted, unit)
        answer(answered, by=unit_admin, kind="explain", words="正在办理")
        client = signed_in(unit_admin)
        page = client.get(self.address(drafted)).content.decode()
        assert fault.message in page
        assert answered.message not in page
        assert Reply.objects.count() == 1

        response = client.post(self.address(drafted), {"count": "1"})

        assert response.status_code == 302
        assert list(Reply.objects.order_by("pk").values_list("suspect", "kind")) == [
            (answered.pk, "explain"), (fault.pk, "accept"),
        ]  # fmt: skip

    def test_what_came_since_the_page_was_shown_is_not_accepted_unseen(
        self, signed_in, unit_admin, unit, fault, drafted
    ):
        finding(drafted, unit)

        response = signed_in(unit_admin).post(self.address(drafted), {"count": "1"})

        assert response.status_code == 409
        assert not Reply.objects.exists()

    def test_twice_is_told(self, signed_in, unit_admin, fault, drafted):
        client = signed_in(unit_admin)
        client.post(self.address(drafted), {"count": "1"})

        assert client.post(self.address(drafted), {"count": "0"}).status_code == 422


@pytest.mark.django_db
class TestAnswer:
    @pytest.mark.parametrize(("kind", "words"), [("accept", ""), ("explain", "正在改版")])
    def test_it_is_kept_with_who_and_when(self, signed_in, unit_staff, fault, kind, words):
        response = post(signed_in(unit_staff), fault, kind, words)

        reply = Reply.objects.get()
        assert response.status_code == 302
        assert (reply.kind, reply.words, reply.by, reply.is_late) == (kind, words, unit_staff, False)

    def test_an_explanation_needs_words(self, signed_in, unit_staff, fault):
        assert post(signed_in(unit_staff), fault, "explain").status_code == 422
        assert not Reply.objects.exists()

    def test_an_objection_opens_an_appeal_with_its_proof(self, signed_in, unit_admin, fault):
        response = post(signed_in(unit_admin), fault, "object", "栏目已公开", [picture()])

        made = Appeal.objects.get()
        assert response.status_code == 302
        assert (made.state, made.suspect) == ("open", fault)
        assert Evidence.objects.get(suspect=fault).taken_at <= made.at

    def test_only_the_units_administrator_objects(self, signed_in, unit_staff, fault):
        response = post(signed_in(unit_staff), fault, "object", "栏目已公开")

        assert response.status_code == 422
        assert not Appeal.objects.exists()

    def test_a_late_objection_is_refused_with_the_day_and_how_it_was_counted(
        self, signed_in, unit_admin, fault
    ):
        yesterday = timezone.localdate() - timedelta(days=1)
        Term.objects.update(appeal_due=yesterday, appeal_counted="自5月6日起三个工作日")

        response = post(signed_in(unit_admin), fault, "object", "栏目已公开")

        told = response.content.decode()
        assert response.status_code == 422
        assert f"{yesterday:%Y-%m-%d}" in told
        assert "自5月6日起三个工作日" in told
        assert not Appeal.objects.exists()

    def test_a_late_explanation_is_kept_and_marked(self, signed_in, unit_admin, fault):
        Term.objects.update(appeal_due=timezone.localdate() - timedelta(days=1))

        post(signed_in(unit_admin), fault, "explain", "正在改版")

        assert Reply.objects.get().is_late

    def test_a_second_objection_is_refused_as_a_conflict(self, signed_in, unit_admin, fault):
        client = signed_in(unit_admin)
        post(client, fault, "object", "栏目已公开")

        assert post(client, fault, "object", "再说一遍").status_code == 409
        assert Appeal.objects.count() == 1

    def test_after_release_nothing_is_answered(self, signed_in, unit_admin, fault, drafted):
        drafted.state = "released"
        drafted.save()

        assert post(signed_in(unit_admin), fault, "accept").status_code == 422

    def test_a_hostile_file_is_refused_and_nothing_is_written(self, signed_in, unit_admin, fault):
        script = SimpleUploadedFile("证明.png", b"<svg onload=alert(1)></svg>")

        response = post(signed_in(unit_admin), fault, "object", "栏目已公开", [script])

        assert response.status_code == 422
        assert [Appeal.objects.count(), Reply.objects.count(), Evidence.objects.count()] == [0, 0, 0]

    def test_a_document_that_unpacks_to_far_more_is_refused(self, signed_in, unit_admin, fault):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("[Content_Types].xml", "<Types/>")
            package.writestr("word/document.xml", b" " * (60 << 20))

        response = post(
            signed_in(unit_admin),
            fault,
            "object",
            "有证明",
            [SimpleUploadedFile("证明.docx", out.getvalue())],
        )

        assert response.status_code == 422
        assert not Appeal.objects.exists()


@pytest.mark.django_db
class TestWithdraw:
    def test_an_open_objection_can_be_taken_back_and_made_anew(self, signed_in, unit_admin, fault):
        client = signed_in(unit_admin)
        made = appeal(fault, by=unit_admin)

        response = client.post(f"/units/rulings/{made.public_id}/withdraw/")

        made.refresh_from_db()
        assert response.status_code == 302
        assert made.state == "withdrawn"
        assert post(client, fault, "object", "仍有异议").status_code == 302

    def test_what_was_ruled_cannot_be_taken_back(self, signed_in, unit_admin, fault):
        made = appeal(fault, by=unit_admin, state="rejected")

        assert signed_in(unit_admin).post(f"/units/rulings/{made.public_id}/withdraw/").status_code == 409
