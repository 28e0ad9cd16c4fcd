"""Addresses of evidence. Copies of pages are not among them: they are on an origin of their own."""

from django.urls import path

from .views import captures, files

app_name = "evidence"
_CAPTURE = "suspects/<uuid:public_id>/<slug:key>/"
urlpatterns = [
    path("suspects/<uuid:public_id>/", captures.of_suspect, name="of_suspect"),
    path(_CAPTURE, captures.capture, name="capture"),
    path(f"{_CAPTURE}copy/", captures.copy, name="copy"),
    path(f"{_CAPTURE}package/", captures.package, name="package"),
    path(f"{_CAPTURE}unmask/", captures.unmask, name="unmask"),
    path("files/<uuid:public_id>/", files.item, name="item"),
    path("files/<uuid:public_id>/picture/", files.picture, name="picture"),
    path("files/<uuid:public_id>/file/", files.file, name="file"),
]
