"""Proof: told by content, pictures drawn anew, never shown inline, pages captured on the spot."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from tests.web import builders
from tests.web.imports.test_recheck import site  # noqa: F401

from kaoping.web.evidence import store, uploads
from kaoping.web.evidence.models import Evidence
from kaoping.web.inspection import capturing
from kaoping.web.inspection.actions import hand_in
from kaoping.web.inspection.capturing import capture_next
from kaoping.web.inspection.models import CaptureOrder

HOSTILE = Path(__file__).resolve().parents[4] / "shared" / "hostile" / "hostile_server.py"
REFUSED = {
    "bomb.docx", "bomb.pdf", "bomb.xlsx", "cycle.pdf", "empty.pdf", "exe.pdf", "html.pdf", "laughs.docx",
    "laughs.xml", "names.zip", "nested.zip", "pixel-bomb.png", "script.svg", "slip.docx", "truncated.pdf",
    "xxe.docx", "xxe.xml",
}  # fmt: skip
TAKEN = {"dimension.xlsx", "formula.csv", "formula.xlsx", "pii.xlsx", "remote-template.docx"}


def picture(kind="JPEG", tail=b"", **save):
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, kind, **save)
    return buffer.getvalue() + tail


def upload(client, task, *contents, name="截图.png"):
    files = [SimpleUploadedFile(name, content) for content in contents]
    return client.post(f"/inspection/tasks/{task.public_id}/upload/", {"proofs": files})


class TestUpload:
    def test_a_picture_is_drawn_anew_and_what_it_hid_is_gone(self, inspecting, task):
        exif = Image.Exif()
        exif[0x010E] = "望川某处"
        upload(inspecting, task, picture(exif=exif, tail=b"<script>hidden</script>"), name="照片.png")

        kept = Evidence.objects.get()
        content = store.path_of(kept.digest).read_bytes()
        assert (kept.name, kept.media_type) == ("照片.jpg", "image/jpeg")
        assert b"script" not in content
        assert not Image.open(io.BytesIO(content)).getexif()

    def test_it_is_given_only_as_a_download(self, inspecting, task):
        upload(inspecting, task, picture("PNG"))

        response = inspecting.get(f"/inspection/proofs/{Evidence.objects.get().public_id}/")

        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["Content-Type"] == "application/octet-stream"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert b"".join(response).startswith(b"\x89PNG")

    def test_the_same_file_twice_is_one(self, inspecting, task):
        for _ in range(2):
            upload(inspecting, task, picture("PNG"))

        assert Evidence.objects.count() == 1

    def test_a_name_cannot_lead_anywhere(self, inspecting, task, settings):
        upload(inspecting, task, picture("PNG"), name="..\\..\\x\u202egnp.exe.png")

        kept = Evidence.objects.get()
        assert "/" not in kept.name
        assert ".." not in kept.name
        assert "\u202e" not in kept.name
        assert store.path_of(kept.digest).is_relative_to(settings.MEDIA_ROOT)

    def test_beyond_the_units_quota_nothing_is_taken(self, inspecting, task, monkeypatch):
        monkeypatch.setattr(uploads, "QUOTA_BYTES", 10)

        response = upload(inspecting, task, picture("PNG"))

        assert response.status_code == 422
        assert "用满" in response.text
        assert not Evidence.objects.exists()

    def test_too_large_a_file_is_refused_unopened(self, inspecting, task, monkeypatch):
        monkeypatch.setattr(uploads, "LARGEST_BYTES", 10)

        assert upload(inspecting, task, picture("PNG")).status_code == 422

    def test_without_a_file_it_asks_for_one(self, inspecting, task):
        assert upload(inspecting, task).status_code == 422

    def test_nobody_without_the_paper_gets_the_proof(self, client, inspecting, double, second):
        upload(inspecting, double[0], picture("PNG"))
        client.force_login(second)

        assert client.get(f"/inspection/proofs/{Evidence.objects.get().public_id}/").status_code == 404

    @pytest.mark.slow
    @pytest.mark.skipif(not HOSTILE.exists(), reason="the hostile files lie beside the product, not in it")
    def test_hostile_files_are_refused_or_kept_harmless(self, inspecting, task, tmp_path):
        import subprocess
        import sys

        subprocess.run(
            [sys.executable, str(HOSTILE), "--write", str(tmp_path)], check=True, capture_output=True
        )
        came = {True: set(), False: set()}

        for file in sorted(tmp_path.iterdir()):
            if file.is_file():
                response = upload(inspecting, task, file.read_bytes(), name=file.name)
                came[response.status_code == 302].add(file.name)

        assert came[False] == REFUSED
        assert came[True] == TAKEN


class TestBlindRaters:
    ADDRESSES = ("/evidence/files/{}/", "/evidence/files/{}/picture/", "/evidence/files/{}/file/")

    def seen_by(self, client, user, proof):
        client.force_login(user)
        return {client.get(one.format(proof.public_id)).status_code for one in self.ADDRESSES}

    @pytest.fixture
    def proof(self, double, inspecting):
        upload(inspecting, double[0], picture("PNG"))
        return Evidence.objects.get()

    def test_neither_sees_the_others_proof_before_both_have_answered(
        self, client, double, proof, inspector, second
    ):
        before = self.seen_by(client, second, proof)
        hand_in(double[0], {"verdict": "met"}, by=inspector)
        half = self.seen_by(client, second, proof)
        hand_in(double[1], {"verdict": "met"}, by=second)

        assert (before, half) == ({404}, {404})
        assert self.seen_by(client, second, proof) == {200}

    def test_his_own_is_his_and_who_does_not_rate_sees_all(
        self, client, proof, inspector, reviewer, office_admin
    ):
        assert [self.seen_by(client, one, proof) for one in (inspector, reviewer, office_admin)] == [
            {200}
        ] * 3

    def test_an_inspector_who_might_yet_rate_sees_none(self, client, proof):
        assert self.seen_by(client, builders.user("inspector"), proof) == {404}

    def test_whoever_rates_sees_none_whatever_his_role(self, client, double, proof, office_admin):
        double[1].inspector = office_admin
        double[1].save()

        assert self.seen_by(client, office_admin, proof) == {404}


def ask(client, task, url):
    return client.post(f"/inspection/tasks/{task.public_id}/capture/", {"url": url}, follow=True)


class TestCapture:
    def test_the_page_is_archived_by_the_worker(self, inspecting, task, site, settings):  # noqa: F811
        asked = ask(inspecting, task, f"{site}/page.html")
        assert capture_next()

        kept = Evidence.objects.get(kind="capture")
        page = inspecting.get(f"/inspection/tasks/{task.public_id}/captures/").text
        assert "等待" in asked.text
        assert "已存档" in page
        assert kept.url == f"{site}/page.html"
        assert (settings.ROUNDS_FOLDER / kept.archive).exists()
        assert CaptureOrder.objects.get().evidence == kept
        assert not capture_next()

    def test_an_address_inside_is_refused(self, inspecting, task, settings):
        settings.ALLOW_PRIVATE = False

        ask(inspecting, task, "http://169.254.169.254/latest/")
        capture_next()

        assert "拒绝" in inspecting.get(f"/inspection/tasks/{task.public_id}/").text
        assert CaptureOrder.objects.get().state == "failed"

    def test_what_is_no_address_is_refused(self, inspecting, task):
        assert ask(inspecting, task, "file:///etc/passwd").status_code == 422
        assert not CaptureOrder.objects.exists()

    def test_asked_for_twice_it_is_one_order(self, inspecting, task, site):  # noqa: F811
        for _ in range(2):
            ask(inspecting, task, f"{site}/page.html")

        assert CaptureOrder.objects.count() == 1

    def test_in_a_closed_round_it_is_refused(self, inspecting, task, site):  # noqa: F811
        task.round.state = "released"
        task.round.save()

        assert ask(inspecting, task, f"{site}/page.html").status_code == 422

    def test_it_goes_on_after_a_worker_that_died(self, inspecting, task, site, monkeypatch):  # noqa: F811
        ask(inspecting, task, f"{site}/page.html")
        with monkeypatch.context() as patched:
            patched.setattr(capturing, "look", _dies)
            with pytest.raises(KeyboardInterrupt):
                capture_next()

        assert not capture_next()  # somebody may still be at it
        assert capture_next(now=timezone.now() + capturing.LEASE * 2)

        assert (CaptureOrder.objects.get().state, CaptureOrder.objects.get().tries) == ("done", 2)

    def test_what_kills_the_worker_each_time_is_given_up(self, inspecting, task, monkeypatch):
        ask(inspecting, task, "http://bureau.wangchuan.example/")
        monkeypatch.setattr(capturing, "look", _dies)

        for number in range(1, capturing.MOST_TRIES + 1):
            with pytest.raises(KeyboardInterrupt):
                capture_next(now=timezone.now() + capturing.LEASE * 2 * number)
        capture_next(now=timezone.now() + capturing.LEASE * 2 * (capturing.MOST_TRIES + 1))

        assert CaptureOrder.objects.get().state == "failed"
        assert "自己截图上传" in inspecting.get(f"/inspection/tasks/{task.public_id}/").text

    def test_the_page_of_progress_renews_itself_without_javascript(self, inspecting, task):
        ask(inspecting, task, "http://bureau.wangchuan.example/")
        page = f"/inspection/tasks/{task.public_id}/captures/"
        renews = '<noscript><meta http-equiv="refresh"'

        assert renews in inspecting.get(page).text
        assert renews not in inspecting.get(f"{page}?still=1").text
        assert "<html" not in inspecting.get(page, headers={"X-Kaoping-Poll": "1"}).text

    def test_the_other_blind_rater_sees_nothing_of_it(self, inspecting, client, double, second):
        ask(inspecting, double[0], "http://bureau.wangchuan.example/")
        client.force_login(second)

        assert client.get(f"/inspection/tasks/{double[0].public_id}/captures/").status_code == 404
        assert not CaptureOrder.objects.visible_to(second).exists()


def _dies(*_, **__):
    raise KeyboardInterrupt


SEEN = {"interaction": "unclear", "service": "yes", "provincial": "no", "message": "unclear", "reply": "yes"}


class TestAccountByPhone:
    def test_what_is_seen_is_kept_with_its_picture(self, inspecting, round_, unit):
        account = builders.account(unit)
        file = SimpleUploadedFile("IMG.jpg", picture())

        response = inspecting.post(
            f"/inspection/rounds/{round_.public_id}/accounts/{account.pk}/",
            {**SEEN, "note": "没有省平台", "proofs": [file]},
            follow=True,
        )

        assert "省级政务服务平台入口没有" in response.text
        assert account.looks.get().seen == SEEN
        assert Evidence.objects.get().unit == unit

    def test_the_same_twice_is_one_look(self, inspecting, round_, unit):
        account = builders.account(unit)
        for _ in range(2):
            inspecting.post(f"/inspection/rounds/{round_.public_id}/accounts/{account.pk}/", SEEN)

        assert account.looks.count() == 1

    def test_each_item_must_be_chosen(self, inspecting, round_, unit):
        account = builders.account(unit)

        response = inspecting.post(
            f"/inspection/rounds/{round_.public_id}/accounts/{account.pk}/", {"service": "yes"}
        )

        assert response.status_code == 422
        assert "请选一个" in response.text
