"""An archived page as words: marked, masked, unmasked for a reason, told with digest and headers."""

import pytest
from django.urls import reverse
from tests.web import builders
from tests.web.evidence.conftest import NUMBER

from kaoping.web.audit.models import Entry


def address(name, made):
    suspect, proof = made
    return reverse(f"evidence:{name}", args=[suspect.public_id, proof.key])


class TestCapture:
    def test_the_quote_is_marked_and_the_number_hidden(self, signed_in, reviewer, unit, archive):
        made = archive(builders.round_("reviewing"), unit)

        words = signed_in(reviewer).get(address("capture", made)).content.decode()

        assert "<mark>关于规范管理的解读</mark>" in words
        assert "138******00" in words
        assert made[1].digest in words
        assert "sid=1" in words

    def test_the_review_page_shows_it_beside_the_facts(self, signed_in, reviewer, unit, archive):
        suspect, _ = archive(builders.round_("reviewing"), unit, state="suspect")

        words = signed_in(reviewer).get(reverse("review:suspect", args=[suspect.public_id])).content.decode()

        assert "<mark>关于规范管理的解读</mark>" in words
        assert NUMBER not in words

    def test_a_quote_that_is_not_there_is_said_so(self, signed_in, reviewer, unit, archive):
        made = archive(builders.round_("reviewing"), unit, quote="页面上没有的话")

        assert "没有原样找到" in signed_in(reviewer).get(address("capture", made)).content.decode()

    def test_a_changed_archive_is_not_taken_for_evidence(self, signed_in, reviewer, unit, archive, settings):
        made = archive(builders.round_("reviewing"), unit)
        (file,) = settings.ROUNDS_FOLDER.rglob("*.warc.gz")
        data = bytearray(file.read_bytes())
        data[made[1].offset + 40] ^= 1
        file.write_bytes(bytes(data))

        words = signed_in(reviewer).get(address("capture", made)).content.decode()

        assert "关于规范管理的解读</mark>" not in words
        assert "存档" in words

    @pytest.mark.parametrize(
        "archive_name", ["../../../etc/passwd", "kaoping-r1-00001.warc.gz", "/etc/passwd"]
    )
    def test_an_archive_elsewhere_is_not_opened(self, signed_in, reviewer, unit, archive_name):
        witness = builders.WITNESS | {"archive": archive_name}
        made = builders.suspect(unit, builders.round_("reviewing"), witnesses=[witness])
        from kaoping.web.evidence.proofs import proofs_of

        response = signed_in(reviewer).get(address("capture", (made, *proofs_of(made))))

        assert response.status_code == 200
        assert "notice warn" in response.content.decode()

    def test_an_unit_sees_its_own_after_the_draft_and_no_reviewers_name(
        self, signed_in, unit_admin, reviewer, archive
    ):
        made = archive(builders.round_("drafted"), unit_admin.unit)
        made[0].decisions.create(verdict="confirm", by=reviewer, at=made[0].round.made_at, reason="内部理由")
        client = signed_in(unit_admin)

        pages = [client.get(address("capture", made))]
        pages.append(client.get(reverse("evidence:of_suspect", args=[made[0].public_id])))

        assert [page.status_code for page in pages] == [200, 200]
        for page in pages:
            assert str(reviewer) not in page.content.decode()
            assert "内部理由" not in page.content.decode()

    @pytest.mark.parametrize("fields", [{"state": "suspect"}, {"state": "dismissed"}, {"state": "second"}])
    def test_an_unit_sees_nothing_that_is_not_confirmed(self, signed_in, unit_admin, archive, fields):
        made = archive(builders.round_("drafted"), unit_admin.unit, **fields)

        assert signed_in(unit_admin).get(address("capture", made)).status_code == 404


class TestUnmask:
    def test_it_asks_for_the_password_anew(self, signed_in, office_admin, unit, archive):
        made = archive(builders.round_("reviewing"), unit)

        response = signed_in(office_admin).post(address("unmask", made), {"reason": "核对本人"})

        assert response.status_code == 403
        assert NUMBER not in response.content.decode()
        assert not Entry.objects.filter(action="evidence.unmask").exists()

    def test_it_wants_a_reason(self, signed_in, office_admin, unit, archive):
        made = archive(builders.round_("reviewing"), unit)

        response = signed_in(office_admin, is_proven=True).post(address("unmask", made), {"reason": ""})

        assert response.status_code == 422
        assert NUMBER not in response.content.decode()

    def test_it_shows_the_number_once_and_is_noted_without_it(self, signed_in, office_admin, unit, archive):
        made = archive(builders.round_("reviewing"), unit)
        client = signed_in(office_admin, is_proven=True)

        shown = client.post(address("unmask", made), {"reason": "核对本人"}).content.decode()
        later = client.get(address("capture", made)).content.decode()

        entry = Entry.objects.get(action="evidence.unmask")
        assert NUMBER in shown
        assert NUMBER not in later
        assert entry.detail["reason"] == "核对本人"
        assert NUMBER not in str(entry.detail)

    def test_a_reviewer_may_not(self, signed_in, reviewer, unit, archive):
        made = archive(builders.round_("reviewing"), unit)

        client = signed_in(reviewer, is_proven=True)

        assert client.post(address("unmask", made), {"reason": "看看"}).status_code == 403
