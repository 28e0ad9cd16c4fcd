"""The notice: drafted from data, edited by people, held against the facts, downloaded."""

import io
import zipfile

import pytest
from django.urls import reverse

from kaoping.reports.notice import plain_text
from kaoping.web.publishing import actions
from kaoping.web.publishing.actions import Refused, ask_release, draft, save
from kaoping.web.publishing.gate import gate_of
from kaoping.web.publishing.models import Notice
from kaoping.web.publishing.noticing import edited, ground, lint, numbered, written
from kaoping.web.review.models import Suspect


def page(name, one, *more):
    return reverse(f"publishing:{name}", args=[one.public_id, *more])


@pytest.fixture
def notice(drafted, office_admin):
    return draft(drafted, "internal", by=office_admin)


def paragraph(notice, words):
    """The field and text of the first paragraph that has these words."""
    for n, part in enumerate(written(notice.body).parts):
        for m, passage in enumerate(part.passages):
            for k, one in enumerate(passage.paragraphs):
                if words in one.text:
                    return f"p-{n}-{m}-{k}", one.text
    raise AssertionError(words)


class TestDraft:
    def test_it_names_the_unit_with_findings(self, signed_in, office_admin, drafted, unit):
        answer = signed_in(office_admin).post(page("draft", drafted), {"edition": "internal"})

        assert answer.status_code == 302
        assert unit.name in str(Notice.objects.get().body)

    def test_again_is_a_new_version_and_keeps_the_old(self, drafted, office_admin, notice):
        again = draft(drafted, "internal", by=office_admin)

        assert again.pk == notice.pk
        assert [one.number for one in again.versions.all()] == [2, 1]

    def test_without_scores_it_is_refused(self, rounds, office_admin):
        with pytest.raises(Refused, match="还没有得分"):
            draft(rounds["drafted"], "internal", by=office_admin)

    def test_of_an_edition_that_does_not_exist_it_is_refused(self, signed_in, office_admin, drafted):
        signed_in(office_admin).post(page("draft", drafted), {"edition": "secret"})

        assert not Notice.objects.exists()

    def test_after_the_release_it_is_refused(self, released, office_admin):
        with pytest.raises(Refused, match="已经发布"):
            draft(released, "public", by=office_admin)


class TestNotice:
    def test_sentences_from_data_lead_to_their_findings(self, signed_in, leader, notice):
        facts = set(Suspect.objects.values_list("fact", flat=True))
        number = next(n for n, one in enumerate(numbered(written(notice.body))) if facts & set(one.sources))
        client = signed_in(leader)

        whole = client.get(page("notice", notice)).content.decode()
        sources = client.get(page("sources", notice, number)).content.decode()

        assert page("sources", notice, number) in whole
        assert "https://a.example/" in sources

    def test_as_drafted_nothing_lacks_a_source(self, signed_in, leader, notice):
        assert "都有出处" in signed_in(leader).get(page("notice", notice)).content.decode()

    def test_template_code_in_it_is_text(self, signed_in, office_admin, notice):
        save(notice, {"opening": "{{7*7}}<script>alert(1)</script>"}, version=1, by=office_admin)

        answer = signed_in(office_admin).get(page("notice", notice)).content.decode()

        assert "{{7*7}}" in answer
        assert "<script>alert" not in answer

    def test_a_sentence_that_is_gone_says_so(self, signed_in, leader, notice):
        answer = signed_in(leader).get(page("sources", notice, 9999))

        assert "没有这句话" in answer.content.decode()


class TestEdit:
    def test_untouched_sentences_keep_their_sources(self, notice, unit):
        field, text = paragraph(notice, unit.name)
        before = written(notice.body)

        after = edited(before, {field: f"{text}请有关单位认真整改。"})

        kept = [one for one in numbered(after) if one.sources]
        assert kept == [one for one in numbered(before) if one.sources]
        assert any(one.text == "请有关单位认真整改。" and not one.sources for one in numbered(after))

    def test_a_paragraph_that_was_emptied_is_gone(self, notice, unit):
        field, text = paragraph(notice, unit.name)

        after = edited(written(notice.body), {field: " "})

        assert text not in [
            one.text for part in after.parts for passage in part.passages for one in passage.paragraphs
        ]

    def test_a_paragraph_can_be_added(self, notice):
        after = edited(written(notice.body), {"new-0-0": "各单位要高度重视。"})

        assert "各单位要高度重视。" in [one.text for one in numbered(after)]

    def test_saving_makes_a_version(self, signed_in, office_admin, notice):
        typed = {"version": "1", "title": "关于考评情况的通报", "why": "改标题"}

        answer = signed_in(office_admin).post(page("edit_notice", notice), typed)

        assert answer.status_code == 302
        notice.refresh_from_db()
        assert (notice.version, notice.body["title"]) == (2, "关于考评情况的通报")

    def test_what_another_saved_meanwhile_is_not_overwritten(self, signed_in, office_admin, reviewer, notice):
        save(notice, {"title": "先保存的标题"}, version=1, by=reviewer)

        answer = signed_in(office_admin).post(
            page("edit_notice", notice), {"version": "1", "title": "后保存的标题"}
        )

        assert answer.status_code == 422
        assert "后保存的标题" in answer.content.decode()
        notice.refresh_from_db()
        assert notice.body["title"] == "先保存的标题"

    def test_headings_addressees_and_imprint_are_edited_and_printed(
        self, signed_in, office_admin, notice, drafted, tmp_path
    ):
        client = signed_in(office_admin)
        form = client.get(page("edit_notice", notice)).content.decode()
        typed = {
            "version": "1", "h-0": "总体情况", "h-1-0": "公开内容还有缺口",
            "addressees": "各县市区人民政府\n市直各单位", "copies": "市委办公室\n市人大常委会办公室",
            "printer": "望川市政务公开办", "printed": "2026年7月10日",
        }  # fmt: skip
        assert all(f'name="{name}"' in form for name in typed)

        assert client.post(page("edit_notice", notice), typed).status_code == 302

        notice.refresh_from_db()
        text = plain_text(written(notice.body))
        assert "一、总体情况" in text
        assert "（一）公开内容还有缺口" in text
        assert "各县市区人民政府、市直各单位：" in text
        assert "抄送：市委办公室，市人大常委会办公室。" in text
        assert "望川市政务公开办 2026年7月10日印发" in text
        assert lint(notice, ground(drafted)) == ()

    @pytest.mark.parametrize("printed", ["2026-07-10", "2026年07月10日", "昨天"])
    def test_a_day_that_is_not_written_as_the_norm_has_it_is_refused(
        self, signed_in, office_admin, notice, printed
    ):
        answer = signed_in(office_admin).post(
            page("edit_notice", notice), {"version": "1", "printed": printed}
        )

        assert answer.status_code == 422
        assert "月、日前不加零" in answer.content.decode()

    def test_an_earlier_version_comes_back(self, signed_in, office_admin, notice):
        title = notice.body["title"]
        save(notice, {"title": "改坏的标题"}, version=1, by=office_admin)

        signed_in(office_admin).post(page("restore", notice), {"number": "1"})

        notice.refresh_from_db()
        assert (notice.version, notice.body["title"]) == (3, title)


class TestLint:
    @pytest.mark.parametrize(
        "words", ["临江市交通运输局问题突出。", "共发现问题999个。", "请于2031年2月3日前整改。"]
    )
    def test_names_numbers_and_days_without_source_forbid_the_release(
        self, signed_in, office_admin, drafted, notice, words
    ):
        save(notice, {"new-0-0": words}, version=1, by=office_admin)

        answer = signed_in(office_admin).get(page("notice", notice)).content.decode()

        assert "没有出处" in answer
        assert {one.id: one.count for one in gate_of(drafted)}["unsourced"] == 1
        with pytest.raises(Refused, match="通报中没有出处的内容"):
            ask_release(drafted, by=office_admin, note="日期另定")


class TestFetch:
    @pytest.mark.parametrize(("edition", "is_page"), [("internal", False), ("public", True)])
    def test_it_comes_as_docx_and_pdf_and_page(self, signed_in, office_admin, drafted, edition, is_page):
        one = actions.draft(drafted, edition, by=office_admin)

        answer = signed_in(office_admin, is_proven=True).post(page("fetch_notice", one))

        names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
        assert {"notice.docx", "notice.pdf"} <= set(names)
        assert ("notice.html" in names) is is_page

    def test_it_asks_who_it_is_anew(self, signed_in, office_admin, notice):
        assert signed_in(office_admin).post(page("fetch_notice", notice)).status_code == 403
