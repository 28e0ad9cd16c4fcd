"""Dismissing and reopening: the reason is obligatory, and nothing is lost of what went before."""

from django.urls import reverse


def post(client, suspect, name, **values):
    suspect.refresh_from_db()
    address = reverse(f"review:{name}", args=[suspect.public_id])
    return client.post(address, {"version": suspect.version} | values)


class TestDismiss:
    def test_it_wants_a_reason(self, signed_in, reviewer, suspect):
        response = post(signed_in(reviewer), suspect, "dismiss", reason="  ")

        suspect.refresh_from_db()
        assert (response.status_code, suspect.state) == (422, "suspect")
        assert "请写明理由" in response.content.decode()

    def test_the_reason_is_kept(self, signed_in, reviewer, suspect):
        post(signed_in(reviewer), suspect, "dismiss", reason="该栏目依法不公开")

        suspect.refresh_from_db()
        assert suspect.state == "dismissed"
        assert suspect.decisions.get().reason == "该栏目依法不公开"

    def test_what_was_confirmed_must_be_reopened_first(self, signed_in, reviewer, suspect):
        client = signed_in(reviewer)
        post(client, suspect, "confirm")
        response = post(client, suspect, "dismiss", reason="看错了")

        assert response.status_code == 409
        assert "不能这样处理" in response.content.decode()


class TestReopen:
    def test_the_history_stays_whole(self, signed_in, reviewer, suspect):
        client = signed_in(reviewer)
        post(client, suspect, "confirm")
        post(client, suspect, "reopen", reason="单位补交了材料")
        post(client, suspect, "dismiss", reason="材料属实")

        verdicts = [one.verdict for one in suspect.decisions.all()]
        assert verdicts == ["confirm", "reopen", "dismiss"]

    def test_what_nobody_ruled_on_cannot_be_reopened(self, signed_in, reviewer, suspect):
        response = post(signed_in(reviewer), suspect, "reopen", reason="再看")

        assert response.status_code == 409
