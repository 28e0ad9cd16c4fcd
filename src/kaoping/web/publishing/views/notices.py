"""The notice: drafted from data, edited, held against the facts, downloaded."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kaoping.errors import KaopingError
from kaoping.reports.notice import notice_annexes, write_notice

from ...audit.actions import record
from ...people.gates import reauthenticated
from ...people.scope import signed_in
from ...planning.states import states_from
from ...review.models import Suspect
from .. import actions
from ..actions.templates import template_in_use
from ..editing import page_parts, remarks_by_line, source_words
from ..models import Notice
from ..noticing import EDITIONS, ground, lint, numbered, written
from ..papers import contacts_of, rankings, zipped
from .documents import IN_MEMORY, download
from .finding import EDIT, EXPORT, VIEW, notice_of, round_of

MOST_SOURCES = 200


@require_GET
@VIEW
def notices(request: HttpRequest, public_id: str) -> HttpResponse:
    """The round's notices in both editions."""
    round_ = round_of(request, public_id)
    found = Notice.objects.visible_to(request.user).filter(round=round_).select_related("changed_by")
    by_edition = {one.edition: one for one in found}
    rows = [(edition, words, by_edition.get(edition)) for edition, words in EDITIONS.items()]
    is_open = round_.state not in states_from("released")
    return render(request, "publishing/notices.html", {"round": round_, "rows": rows, "is_open": is_open})


@require_POST
@EDIT
def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draft an edition from the data."""
    round_ = round_of(request, public_id)
    edition = request.POST.get("edition", "")
    try:
        notice = actions.draft(round_, edition, by=signed_in(request))
    except KaopingError as error:
        messages.error(request, str(error))
        return redirect("publishing:notices", round_.public_id)
    messages.success(request, f"已起草第 {notice.version} 版。")
    return redirect("publishing:notice", notice.public_id)


@require_GET
@VIEW
def notice(request: HttpRequest, public_id: str) -> HttpResponse:
    """The text with what comes from data marked, and the lint beside it."""
    return render(request, "publishing/notice.html", _page(notice_of(request, public_id)))


@require_http_methods(["GET", "POST"])
@EDIT
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """The text in fields, paragraph by paragraph."""
    one = notice_of(request, public_id)
    refusal = ""
    typed = {key: str(value) for key, value in request.POST.items()}
    if request.method == "POST":
        version, why = _number(typed.get("version", "")), typed.get("why", "")
        try:
            saved = actions.save(one, typed, version=version, by=signed_in(request), why=why)
        except KaopingError as error:
            refusal = str(error)
        else:
            messages.success(request, f"已保存第 {saved.version} 版。")
            return redirect("publishing:notice", saved.public_id)
    context = _page(one, typed) | {"refusal": refusal}
    return render(request, "publishing/edit_notice.html", context, status=422 if refusal else 200)


def _page(one: Notice, typed: dict[str, str] | None = None) -> dict[str, Any]:
    text = written(one.body)
    remarks = lint(one, ground(one.round))
    return {
        "notice": one,
        "round": one.round,
        "edition": EDITIONS[one.edition],
        "text": text,
        "parts": page_parts(text, typed or {}),
        "typed": typed or {},
        "fields": {
            "addressees": "\n".join(text.addressees),
            "copies": "\n".join(text.copies),
            "printer": text.printer,
            "printed": text.printed,
            **(typed or {}),
        },
        "lines": remarks_by_line(text, remarks),
        "errors": sum(remark.level == "error" for remark in remarks),
        "doubts": sum(remark.level != "error" for remark in remarks),
        "versions": one.versions.select_related("by")[:50],
        "is_open": one.round.state not in states_from("released"),
    }


@require_GET
@VIEW
def sources(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """One sentence, and the findings and figures that it comes from."""
    one = notice_of(request, public_id)
    sentences = numbered(written(one.body))
    sentence = sentences[number] if number < len(sentences) else None
    named = sentence.sources if sentence else ()
    suspects = Suspect.objects.visible_to(request.user).filter(round=one.round, fact__in=named)
    context = {
        "notice": one,
        "round": one.round,
        "sentence": sentence,
        "suspects": suspects.select_related("unit").order_by("unit__order", "id")[:MOST_SOURCES],
        "others": source_words(named, one.round),
    }
    return render(request, "publishing/sources.html", context)


@require_POST
@EDIT
def restore(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make an earlier version the newest."""
    one = notice_of(request, public_id)
    try:
        saved = actions.restore(one, _number(request.POST.get("number", "")), by=signed_in(request))
    except KaopingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已恢复,现为第 {saved.version} 版。")
    return redirect("publishing:notice", one.public_id)


@require_POST
@EXPORT
@reauthenticated("下载通报")
def fetch(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The notice with its annexes as docx and PDF, the public edition as a page too."""
    one = notice_of(request, public_id)
    stream = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    try:
        with tempfile.TemporaryDirectory(prefix="kaoping-notice-") as folder:
            _write(one, Path(folder))
            digest = zipped(Path(folder), stream)
    except KaopingError as error:
        messages.error(request, str(error))
        return redirect("publishing:notice", one.public_id)
    record(
        by=signed_in(request),
        action="publishing.fetch_notice",
        subject=one.round.title,
        edition=one.edition,
        version=one.version,
        digest=digest,
    )
    edition = EDITIONS[one.edition]
    return download(stream, f"{one.round.title}通报({edition})第{one.version}版.zip", "application/zip")


def _write(one: Notice, folder: Path) -> None:
    on = ground(one.round)
    edition: Any = one.edition
    annexes = notice_annexes(rankings(on.papers, edition), contacts_of(on.papers, edition))
    site = on.facts.website if edition == "public" else None
    template = template_in_use()
    write_notice(written(one.body), folder, annexes=annexes, site=site, template=template)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else -1
