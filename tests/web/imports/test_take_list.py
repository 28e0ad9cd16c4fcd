"""Taking a list over: created, left, closed, reopened; stopped half-way it goes on."""

import pytest

from kaoping.web.imports import actions
from kaoping.web.imports.models import Batch, Item
from kaoping.web.review.models import Decision, Suspect


def row(word, unit="望川市农业农村局"):
    return f"{unit},E1.1,错字,http://nyj.wangchuan.example/{word}.html,{word},2026-05-06\n"


@pytest.mark.both
class TestTake:
    def test_each_row_is_a_suspect_that_a_person_must_see(self, brought):
        batch = brought(row("兴稠") + row("公示布"))

        assert batch.counts["created"] == 2
        assert set(Suspect.objects.values_list("state", "lane")) == {("suspect", "person")}
        assert set(Item.objects.values_list("confirmation", flat=True)) == {"pending"}

    def test_the_same_file_again_is_told_and_changes_nothing(self, office, bring, brought):
        batch = brought(row("兴稠"))

        response = bring(row("兴稠"))

        assert str(batch.public_id) in response.headers["Location"]
        assert Batch.objects.count() == 1

    def test_the_same_rows_in_another_file_are_left_as_they_are(self, brought):
        brought(row("兴稠") + row("公示布"))
        before = list(Suspect.objects.values_list("pk", "state", "version"))

        batch = brought(row("公示布") + row("兴稠"))

        assert (batch.counts["created"], batch.counts["left"]) == (0, 2)
        assert list(Suspect.objects.values_list("pk", "state", "version")) == before

    def test_what_a_whole_list_leaves_out_is_closed_and_reopened_when_told_again(self, brought):
        brought(row("兴稠") + row("公示布"))
        closing = brought(row("兴稠"))
        closed = Suspect.objects.get(object="公示布").state

        reopening = brought(row("兴稠") + row("公示布") + row("又一个"))

        assert (closing.counts["closed"], closed) == (1, "gone")
        assert (reopening.counts["reopened"], reopening.counts["created"]) == (1, 1)
        assert Suspect.objects.get(object="公示布").state == "suspect"

    def test_a_list_of_additions_closes_nothing(self, brought):
        brought(row("兴稠"))

        batch = brought(row("公示布"), is_whole=False)

        assert batch.counts["closed"] == 0
        assert set(Suspect.objects.values_list("state", flat=True)) == {"suspect"}

    def test_what_somebody_ruled_on_is_not_closed(self, brought, reviewer):
        brought(row("兴稠"))
        Suspect.objects.update(state="confirmed")

        batch = brought(row("公示布"))

        assert batch.counts["closed"] == 0
        assert Suspect.objects.get(object="兴稠").state == "confirmed"
        assert not Decision.objects.exists()

    def test_another_platforms_list_closes_nothing_of_this_one(self, brought):
        brought(row("兴稠"), source="甲平台")

        brought(row("公示布"), source="乙平台")

        assert set(Suspect.objects.values_list("state", flat=True)) == {"suspect"}

    def test_two_platforms_that_say_the_same_are_two_witnesses(self, brought):
        brought(row("兴稠"), source="甲平台")
        brought(row("兴稠"), source="乙平台")

        witnesses = Suspect.objects.get().witnesses
        assert sorted(one["name"] for one in witnesses) == ["乙平台", "甲平台"]

    def test_a_list_given_again_is_a_witness_of_what_a_check_saw_since(self, brought):
        brought(row("兴稠"))
        own = Suspect.objects.get()
        check = {"voice": "check", "name": "wording.typo", "seen_at": None, "key": "c"}
        told = {"system", "indicator", "rule", "url", "message", "severity", "round_id", "unit_id", "site_id"}
        Suspect.objects.create(
            **{name: getattr(own, name) for name in told}, fact="of a check", group_key="c", lane="machine",
            check_id="wording.typo", object="兴稠", witnesses=[check], facts={"wrong": "兴稠"},
        )  # fmt: skip

        batch = brought(row("兴稠") + row("公示布"))

        witnesses = Suspect.objects.get(fact="of a check").witnesses
        assert [one["voice"] for one in witnesses] == ["check", "monitor"]
        assert (batch.counts["created"], batch.counts["left"]) == (1, 1)

    def test_the_same_row_seen_again_later_is_one_more_witness(self, brought):
        brought(row("兴稠"))

        brought(row("兴稠").replace("05-06", "05-07"))

        own = Suspect.objects.get()
        assert (len(own.witnesses), own.version) == (2, 1)

    def test_stopped_half_way_it_goes_on_and_nothing_is_there_twice(
        self, office, bring, office_admin, monkeypatch
    ):
        monkeypatch.setattr(actions, "STEP_ROWS", 1)
        rows = "".join(row(w, u) for w in ("甲乙", "丙丁") for u in ("望川市农业农村局", "望川市水利局"))
        bring(rows)
        batch = Batch.objects.get()

        stopped = actions.run(batch, by=office_admin, seconds=0)
        laid = Suspect.objects.count()
        done = actions.run(batch, by=office_admin)

        assert (stopped.state, stopped.cursor, laid) == ("running", 1, 2)
        assert (done.state, done.counts["created"]) == ("done", 4)
        assert Suspect.objects.count() == Item.objects.count() == 4

    def test_a_step_that_fails_leaves_nothing_of_itself(self, bring, office_admin, monkeypatch):
        bring(row("兴稠"))
        batch = Batch.objects.get()
        monkeypatch.setattr(actions, "_count", lambda *_, **__: 1 / 0)

        with pytest.raises(ZeroDivisionError):
            actions.run(batch, by=office_admin)

        batch.refresh_from_db()
        assert (batch.cursor, batch.held_until) == (0, None)
        assert not Suspect.objects.exists()

    def test_it_is_taken_only_once(self, office, brought):
        batch = brought(row("兴稠"))

        response = office.post(f"/imports/{batch.public_id}/take/", follow=True)

        assert "已经导入完" in response.text

    def test_of_two_who_take_it_at_once_the_second_is_told(self, office, bring, office_admin):
        bring(row("兴稠"))
        batch = Batch.objects.get()
        actions._held(batch)

        response = office.post(f"/imports/{batch.public_id}/take/", follow=True)

        assert "正在进行" in response.text

    def test_where_the_prepared_file_is_gone_it_says_what_to_do(self, office, bring):
        bring(row("兴稠"))
        batch = Batch.objects.get()
        actions.prepared_file(batch.public_id).unlink()

        response = office.post(f"/imports/{batch.public_id}/take/", follow=True)

        assert "重新上传" in response.text
