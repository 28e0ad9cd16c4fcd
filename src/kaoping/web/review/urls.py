"""Addresses of this desk."""

from django.urls import path

from .views import exemptions, queue, several, suspect

app_name = "review"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("export/", queue.export, name="export"),
    path("suspects/<uuid:public_id>/", suspect.suspect, name="suspect"),
    path("suspects/<uuid:public_id>/confirm/", suspect.confirm, name="confirm"),
    path("suspects/<uuid:public_id>/dismiss/", suspect.dismiss, name="dismiss"),
    path("suspects/<uuid:public_id>/exempt/", suspect.exempt, name="exempt"),
    path("suspects/<uuid:public_id>/reopen/", suspect.reopen, name="reopen"),
    path("suspects/<uuid:public_id>/agree/", suspect.agree, name="agree"),
    path("suspects/<uuid:public_id>/disagree/", suspect.disagree, name="disagree"),
    path("groups/<uuid:public_id>/", several.group, name="group"),
    path("groups/<uuid:public_id>/decide/", several.decide_group, name="decide_group"),
    path("rounds/<uuid:public_id>/measured/", several.measured, name="measured"),
    path("exemptions/", exemptions.exemptions, name="exemptions"),
    path("exemptions/file/", exemptions.waivers, name="waivers"),
    path("exemptions/<uuid:public_id>/revoke/", exemptions.revoke, name="revoke"),
]
