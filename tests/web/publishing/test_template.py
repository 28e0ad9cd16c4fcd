"""The office's own docx for its notices: taken or refused with words, used, laid aside."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from kaoping.web.publishing.actions import draft
from kaoping.web.publishing.models import NoticeTemplate

ADDRESS = "/publishing/templates/"


def docx(*paragraphs):
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def upload(client, content, name="本办模板.docx"):
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def macros(content):
    made = io.BytesIO(content)
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    return made.getvalue()


class TestTemplate:
    def test_it_is_used_for_the_docx_from_then_on_and_can_be_laid_aside(
        self, signed_in, office_admin, drafted
    ):
        notice = draft(drafted, "internal", by=office_admin)
        client = signed_in(office_admin, is_proven=True)

        answer = upload(client, docx("本办专用稿头", "{标题}", "{正文}", "抄送：{抄送}"))

        assert answer.status_code == 302
        assert "使用中" in client.get(ADDRESS).content.decode()
        assert "本办专用稿头" in fetched(client, notice)
        client.post(f"{ADDRESS}drop/")
        assert "本办专用稿头" not in fetched(client, notice)

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (docx("{标题}", "{正文}", "{主任姓名}"), "主任姓名"),
            (docx("{标题}", "没有放正文的地方"), "正文"),
            (docx("{{7*7}}", "{正文}"), "代码"),
            (docx("${jndi:x}", "{正文}"), "代码"),
            (docx("{% for x in y %}", "{正文}"), "代码"),
            (macros(docx("{正文}")), "宏"),
            (b"MZ\x90\x00", "没有"),
            (b"PK\x03\x04broken", "没有"),
        ],
        ids=["unknown-field", "no-text", "braces", "dollar", "block", "macros", "program", "damaged"],
    )
    def test_what_cannot_be_used_is_refused_with_its_reason(self, signed_in, office_admin, content, words):
        answer = upload(signed_in(office_admin), content)

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not NoticeTemplate.objects.exists()

    def test_the_place_of_an_unknown_field_is_told_without_paths_of_the_server(self, signed_in, office_admin):
        page = upload(signed_in(office_admin), docx("{标题}", "{正文}", "{主任姓名}")).content.decode()

        assert "第 3 段" in page
        assert "/tmp" not in page

    def test_a_refused_one_leaves_the_one_in_use(self, signed_in, office_admin):
        client = signed_in(office_admin)
        upload(client, docx("{正文}"))

        upload(client, docx("{不认识}"))

        assert NoticeTemplate.objects.get().is_used


def fetched(client, notice):
    answer = client.post(reverse("publishing:fetch_notice", args=[notice.public_id]))
    package = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return "\n".join(p.text for p in Document(io.BytesIO(package.read("notice.docx"))).paragraphs)
