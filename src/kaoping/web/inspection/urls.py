"""Addresses of this desk."""

from django.urls import path

from .views import lists, papers, raters

app_name = "inspection"
urlpatterns = [
    path("", lists.home, name="home"),
    path("rounds/<uuid:public_id>/tasks/", lists.tasks, name="tasks"),
    path("rounds/<uuid:public_id>/units/<uuid:unit_id>/", lists.unit, name="unit"),
    path("rounds/<uuid:public_id>/units/<uuid:unit_id>/pack/", lists.download, name="pack"),
    path("rounds/<uuid:public_id>/units/<uuid:unit_id>/returned/", lists.returned, name="returned"),
    path("rounds/<uuid:public_id>/agreement/", raters.agreement, name="agreement"),
    path("rounds/<uuid:public_id>/accounts/<int:pk>/", raters.phone, name="phone"),
    path("tasks/<uuid:public_id>/", papers.task, name="task"),
    path("tasks/<uuid:public_id>/answer/", papers.answer, name="answer"),
    path("tasks/<uuid:public_id>/draft/", papers.draft, name="draft"),
    path("tasks/<uuid:public_id>/upload/", papers.upload, name="upload"),
    path("tasks/<uuid:public_id>/capture/", papers.capture, name="capture"),
    path("tasks/<uuid:public_id>/captures/", papers.captures, name="captures"),
    path("tasks/<uuid:public_id>/ruling/", raters.ruling, name="ruling"),
    path("proofs/<uuid:public_id>/", papers.proof, name="proof"),
]
