"""The queue: who sees it, how it is grouped, ordered, filtered, searched and paged."""

import re

import pytest
from django.urls import reverse
from tests.web import builders

QUEUE = "/review/"


def seen(client, **query):
    return client.get(QUEUE, query).content.decode()


@pytest.mark.both
@pytest.mark.django_db
class TestQueue:
    def test_faults_of_one_template_stand_once_with_their_number(self, signed_in, reviewer, unit, reviewing):
        for _ in range(3):
            builders.suspect(unit, reviewing, group_key="a" * 32)
        builders.suspect(unit, reviewing, group_key="b" * 32, message="另一个问题")

        words = seen(signed_in(reviewer))

        assert words.count("<tr>") == 3
        assert "3 条</a>" in words
        assert "另一个问题" in words

    def test_vetoes_come_first_then_severe_ones(self, signed_in, reviewer, unit, reviewing):
        builders.suspect(unit, reviewing, message="一般的", group_key="0")
        builders.suspect(unit, reviewing, message="严重的", group_key="1", severity="严重")
        builders.suspect(unit, reviewing, message="否决的", group_key="2", is_veto=True)

        words = seen(signed_in(reviewer))

        assert words.index("否决的") < words.index("严重的") < words.index("一般的")

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("severity", "严重"),
            ("lane", "machine"),
            ("indicator", "i.2"),
            ("check", "upkeep.dead_link"),
            ("state", "dismissed"),
            ("words", "独一无二"),
            ("words", "独一"),
            ("words", "only-here"),
            ("words", "ly"),
        ],
    )
    def test_each_filter_leaves_what_fits(self, signed_in, reviewer, unit, reviewing, name, value):
        builders.suspect(unit, reviewing, message="不符的")
        builders.suspect(
            unit, reviewing, message="独一无二的", severity="严重", lane="machine", indicator="i.2",
            check_id="upkeep.dead_link", url="https://x.example/only-here",
            state="dismissed" if name == "state" else "suspect",
        )  # fmt: skip

        words = seen(signed_in(reviewer), **{name: value})

        assert "独一无二的" in words
        assert "不符的" not in words

    def test_unit_and_group_filters_leave_what_fits(self, signed_in, reviewer, unit, other_unit, reviewing):
        builders.member(reviewing, other_unit, group="县市区")
        builders.suspect(unit, reviewing, message="本单位的")
        builders.suspect(other_unit, reviewing, message="别单位的")
        client = signed_in(reviewer)

        by_unit, by_group = seen(client, unit=other_unit.pk), seen(client, group="县市区")

        assert "本单位的" not in by_unit + by_group
        assert "别单位的" in by_unit
        assert "别单位的" in by_group

    @pytest.mark.parametrize("words", ['"', "' OR 1=1", "%", "__", "\\", "a" * 100, "𠮷", "* NEAR(", "\x07"])
    def test_odd_words_find_nothing_and_break_nothing(self, signed_in, reviewer, suspect, words):
        response = signed_in(reviewer).get(QUEUE, {"words": words})

        assert response.status_code == 200
        assert "没有符合条件的问题" in response.content.decode()

    def test_search_follows_what_is_changed_and_deleted(self, signed_in, reviewer, suspect, reviewing):
        client = signed_in(reviewer)
        suspect.message = "改写之后的话"
        suspect.save()
        assert "改写之后的话" in seen(client, words="改写之后")
        suspect.delete()

        assert "没有符合条件的问题" in seen(client, words="改写之后")

    @pytest.mark.parametrize("is_flat", [False, True])
    def test_pages_show_every_row_once_there_and_back(self, signed_in, reviewer, unit, reviewing, is_flat):
        made = {str(builders.suspect(unit, reviewing).public_id) for _ in range(120)}
        client, found, address, steps = signed_in(reviewer), [], QUEUE + ("?flat=on" if is_flat else "?"), []
        while address:
            steps.append(address)
            words = client.get(address).content.decode()
            found += re.findall(r"suspects/([0-9a-f-]{36})/", words)
            following = re.search(r'rel="next" href="([^"]+)"', words)
            address = QUEUE + following[1].replace("&amp;", "&") if following else ""
        back = re.search(r'rel="prev" href="([^"]+)"', words)[1].replace("&amp;", "&")
        before = re.findall(r"suspects/([0-9a-f-]{36})/", client.get(QUEUE + back).content.decode())

        assert (len(found), set(found), len(steps)) == (120, made, 3)
        assert before == found[50:100]

    @pytest.mark.parametrize("query", [{"unit": "0"}, {"state": "x"}, {"round": "x"}, {"words": "长" * 101}])
    def test_a_filter_that_does_not_exist_is_said_so(self, signed_in, reviewer, suspect, query):
        assert signed_in(reviewer).get(QUEUE, query).status_code == 422

    @pytest.mark.parametrize("cursor", ["x", "9.", "1.\0", "." * 80, "-1.a", "²."])
    def test_a_cursor_that_is_not_ours_gives_the_first_page(self, signed_in, reviewer, suspect, cursor):
        response = signed_in(reviewer).get(QUEUE, {"after": cursor})

        assert response.status_code == 200

    def test_an_empty_desk_says_what_to_do(self, signed_in, reviewer):
        assert "请先在“计划”中建立一轮考评" in seen(signed_in(reviewer))

    def test_a_unit_has_no_business_here(self, signed_in, unit_admin, suspect):
        assert signed_in(unit_admin).get(QUEUE).status_code == 403

    def test_personal_numbers_are_hidden(self, signed_in, reviewer, unit, reviewing):
        builders.suspect(unit, reviewing, message="公示了手机号13800138000", quote="张某13800138000")

        assert "13800138000" not in seen(signed_in(reviewer))


class TestExport:
    def test_it_asks_who_it_is_anew(self, signed_in, reviewer, suspect):
        response = signed_in(reviewer).get(reverse("review:export"))

        assert response.status_code == 302
        assert "reauthenticate" in response.headers["Location"] or "prove" in response.headers["Location"]

    def test_it_holds_what_the_filter_leaves_and_no_formula(self, signed_in, reviewer, unit, reviewing):
        builders.suspect(unit, reviewing, message="=HYPERLINK(1)", severity="严重")
        builders.suspect(unit, reviewing, message="一般的")
        client = signed_in(reviewer, is_proven=True)

        whole = b"".join(client.get(reverse("review:export"), {"severity": "严重"})).decode("utf-8-sig")

        assert "一般的" not in whole
        assert "HYPERLINK" in whole
        assert ",=HYPERLINK" not in whole
