"""Names this desk to Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kaoping.web.people"
    label = "people"
