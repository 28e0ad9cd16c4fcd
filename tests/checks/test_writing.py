from datetime import UTC, date, datetime, timedelta, timezone

from kaoping.checks import Evidence, Observation, observation_json

FIELDS = (
    b'"check"', b'"answer"', b'"site"', b'"unit"', b'"url"', b'"pages"', b'"message"', b'"facts"', b'"quote"',
    b'"span"', b'"suggestion"', b'"severity"', b'"lane"', b'"evidence"', b'"rule_version"', b'"seen_at"',
)  # fmt: skip


class TestObservationJson:
    def test_fields_stand_in_the_order_of_the_record(self):
        line = observation_json(Observation(check="a.b", evidence=Evidence("sha256:0", "x.warc.gz", 7)))

        assert sorted(FIELDS, key=line.index) == list(FIELDS)
        assert b"\n" not in line

    def test_facts_are_sorted_and_dates_are_iso(self):
        line = observation_json(Observation(facts={"b": date(2022, 8, 25), "a": 1, "中": ("x", 2)}))

        assert '"facts":{"a":1,"b":"2022-08-25","中":["x",2]}'.encode() in line

    def test_instants_are_told_in_utc(self):
        china = timezone(timedelta(hours=8))
        one = Observation(seen_at=datetime(2022, 8, 25, 8, 0, tzinfo=china))

        assert observation_json(one) == observation_json(
            Observation(seen_at=datetime(2022, 8, 25, tzinfo=UTC))
        )
        assert b'"seen_at":"2022-08-25T00:00:00Z"' in observation_json(one)

    def test_half_a_character_cannot_break_the_file(self):
        line = observation_json(Observation(quote="孤立\ud83d", facts={"k": "\ud83d"}))

        assert line.decode("utf-8")
