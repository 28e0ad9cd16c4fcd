"""Addresses of the planning desk."""

from django.urls import path

from .views import rounds, systems, units

app_name = "planning"
urlpatterns = [
    path("", rounds.home, name="home"),
    path("rounds/new/", rounds.edit, name="new_round"),
    path("rounds/<uuid:public_id>/", rounds.detail, name="round"),
    path("rounds/<uuid:public_id>/edit/", rounds.edit, name="edit_round"),
    path("rounds/<uuid:public_id>/members/", rounds.members, name="members"),
    path("rounds/<uuid:public_id>/assign/", rounds.assign, name="assign"),
    path("rounds/<uuid:public_id>/sample/", rounds.sample, name="sample"),
    path("rounds/<uuid:public_id>/schedule/", rounds.schedule, name="schedule"),
    path("rounds/<uuid:public_id>/step/", rounds.step, name="step"),
    path("units/", units.units, name="units"),
    path("units/new/", units.edit_unit, name="new_unit"),
    path("units/<uuid:public_id>/", units.unit, name="unit"),
    path("units/<uuid:public_id>/edit/", units.edit_unit, name="edit_unit"),
    path("sites/", units.sites, name="sites"),
    path("sites/new/", units.edit_site, name="new_site"),
    path("sites/<int:pk>/edit/", units.edit_site, name="edit_site"),
    path("accounts/", units.accounts, name="accounts"),
    path("accounts/new/", units.edit_account, name="new_account"),
    path("accounts/<int:pk>/edit/", units.edit_account, name="edit_account"),
    path("import/", units.import_roster, name="import_roster"),
    path("import/<uuid:public_id>/", units.roster_draft, name="roster_draft"),
    path("import/<uuid:public_id>/take/", units.take_roster, name="take_roster"),
    path("systems/", systems.systems, name="systems"),
    path("systems/import/", systems.import_system, name="import_system"),
    path("systems/compare/", systems.compare, name="compare_systems"),
    path("systems/<int:pk>/", systems.system, name="system"),
    path("systems/<int:pk>/download/", systems.download, name="download_system"),
]
