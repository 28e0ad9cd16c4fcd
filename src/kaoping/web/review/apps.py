"""Names this desk to Django."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "kaoping.web.review"
    label = "review"
