"""Addresses of the publishing desk."""

from django.urls import path

from .views import documents, notices, own, release, scores, seals, templates

app_name = "publishing"
_ROUND = "rounds/<uuid:public_id>/"
_NOTICE = "notices/<uuid:public_id>/"
urlpatterns = [
    path("", scores.home, name="home"),
    path(_ROUND, scores.scores, name="scores"),
    path(f"{_ROUND}compute/", scores.compute, name="compute"),
    path(f"{_ROUND}units/<uuid:unit_id>/", scores.sheet, name="sheet"),
    path(f"{_ROUND}what-if/", scores.what_if, name="what_if"),
    path(f"{_ROUND}documents/", documents.documents, name="documents"),
    path(f"{_ROUND}documents/export/", documents.export, name="export"),
    path(f"{_ROUND}release/", release.gate, name="gate"),
    path(f"{_ROUND}release/ask/", release.ask, name="ask"),
    path(f"{_ROUND}release/agree/", release.agree, name="agree"),
    path(f"{_ROUND}release/withdraw/", release.withdraw, name="withdraw"),
    path(f"{_ROUND}notices/", notices.notices, name="notices"),
    path(f"{_ROUND}notices/draft/", notices.draft, name="draft"),
    path("templates/", templates.templates, name="templates"),
    path("templates/drop/", templates.drop, name="drop_template"),
    path(_NOTICE, notices.notice, name="notice"),
    path(f"{_NOTICE}edit/", notices.edit, name="edit_notice"),
    path(f"{_NOTICE}sentences/<int:number>/", notices.sources, name="sources"),
    path(f"{_NOTICE}restore/", notices.restore, name="restore"),
    path(f"{_NOTICE}fetch/", notices.fetch, name="fetch_notice"),
    path(f"{_ROUND}seal/", seals.seal, name="seal"),
    path(f"{_ROUND}seal/close/", seals.close, name="close"),
    path(f"{_ROUND}seal/fetch/", seals.fetch, name="fetch_seal"),
    path("own/<uuid:public_id>/", own.own_sheet, name="own_sheet"),
    path("own/<uuid:public_id>/file/", own.own_file, name="own_file"),
]
