"""Files that people added: pictures drawn anew, all else saved and never shown."""

import hashlib
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from tests.web import builders

from kaoping.web.evidence.models import Evidence
from kaoping.web.evidence.store import path_of


@pytest.fixture
def given(unit, settings):
    def make(content, media_type, name="佐证.bin", **fields):
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        path = path_of(digest)
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        return Evidence.objects.create(
            round=builders.round_("reviewing"), unit=unit, kind="upload", name=name, media_type=media_type,
            digest=digest, size_bytes=len(content), taken_at=timezone.now(), **fields,
        )  # fmt: skip

    return make


def png():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


class TestPicture:
    def test_it_is_drawn_anew(self, signed_in, reviewer, given):
        one = given(png() + b"<script>window.__pwn=1</script>", "image/png")

        response = signed_in(reviewer).get(reverse("evidence:picture", args=[one.public_id]))

        assert response.headers["Content-Type"] == "image/png"
        assert b"__pwn" not in response.content
        assert "sandbox" in response.headers["Content-Security-Policy"]

    def test_what_only_says_that_it_is_one_is_refused(self, signed_in, reviewer, given):
        one = given(b"<html><script>1</script>", "image/png")

        response = signed_in(reviewer).get(reverse("evidence:picture", args=[one.public_id]))

        assert response.status_code == 409
        assert b"<script>1" not in response.content

    @pytest.mark.parametrize(
        "media_type", ["image/svg+xml", "text/html", "application/pdf", "application/xhtml+xml"]
    )
    def test_a_document_is_never_shown(self, signed_in, reviewer, given, media_type):
        one = given(b"<svg onload='window.__pwn=1'/>", media_type, name="../a\u202egpj.svg")
        client = signed_in(reviewer)

        moved = client.get(reverse("evidence:picture", args=[one.public_id]))
        saved = client.get(reverse("evidence:file", args=[one.public_id]))

        assert moved.status_code == 302
        assert saved.headers["Content-Type"] == "application/octet-stream"
        assert saved.headers["Content-Disposition"].startswith("attachment;")
        assert saved.headers["X-Content-Type-Options"] == "nosniff"
        assert "%E2%80%AE" not in saved.headers["Content-Disposition"]

    def test_a_changed_file_is_not_taken_for_evidence(self, signed_in, reviewer, given):
        one = given(png(), "image/png")
        path_of(one.digest).write_bytes(png() + b"x")

        response = signed_in(reviewer).get(reverse("evidence:file", args=[one.public_id]))

        assert response.status_code == 409

    def test_an_unit_does_not_get_what_the_office_added(self, signed_in, unit_admin, reviewer, given):
        one = given(png(), "image/png", added_by=reviewer)

        response = signed_in(unit_admin).get(reverse("evidence:file", args=[one.public_id]))

        assert response.status_code == 404
