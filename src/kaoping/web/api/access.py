"""Who may use each route of the interface; the role matrix of the tests reads it."""

from collections.abc import Mapping

from ..people.gates import Access

_POST, _PATCH, _PUT = ("POST",), ("PATCH",), ("PUT",)
_PLAN, _OWN, _EDIT = "planning.view", "units.view_own", "planning.edit"
_ROUND, _DECIDE = "planning.edit_round", "review.confirm_suspect"


def _office(permission: str, methods: tuple[str, ...] = ("GET",), make: str = "") -> Access:
    return Access(permission, "office", methods, make, is_api=True)


def _own(permission: str, make: str = "", shown_from: str = "drafted", own: str = _OWN) -> Access:
    return Access((permission, own), "own", make=make, shown_from=shown_from, is_api=True)


ROUTES: Mapping[str, Access] = {
    "docs": Access("", "self"),
    "openapi": Access("", "public"),
    "me": Access("", "self", is_api=True),
    "entries": _office("audit.view"),
    "entry": _office("audit.view", make="audit_entry"),
    "verify": _office("audit.verify", _POST),
    "units": _own(_PLAN),
    "unit": _own(_PLAN, "unit", ""),
    "new_unit": _office(_EDIT, _POST),
    "edit_unit": _office(_EDIT, _PATCH, "unit"),
    "sites": _own(_PLAN),
    "site": _own(_PLAN, "site", ""),
    "new_site": _office(_EDIT, _POST),
    "edit_site": _office(_EDIT, _PATCH, "site"),
    "accounts": _own(_PLAN),
    "account": _own(_PLAN, "account", ""),
    "new_account": _office(_EDIT, _POST),
    "edit_account": _office(_EDIT, _PATCH, "account"),
    "new_roster": _office(_EDIT, _POST),
    "roster": _office(_EDIT, make="roster_draft"),
    "apply": _office(_EDIT, _POST, "roster_draft"),
    "rounds": _own(_PLAN),
    "round_": _own(_PLAN, "round"),
    "new_round": _office(_ROUND, _POST),
    "edit_round": _office(_ROUND, _PATCH, "round"),
    "members": _office(_PLAN, make="round"),
    "put_members": _office(_ROUND, _PUT, "round"),
    "inspector_list": _office(_ROUND),
    "put_assignments": _office(_ROUND, _PUT, "round"),
    "new_sample": _office(_ROUND, _POST, "round"),
    "new_schedule": _office(_ROUND, _POST, "round"),
    "step": _office(_ROUND, _POST, "round"),
    "systems": _office(_PLAN),
    "system": _office(_PLAN, make="system"),
    "new_system": _office("planning.edit_system", _POST),
    "jobs": _own("gathering.view"),
    "job": _own("gathering.view", "api_job", ""),
    "pause_job": _office("gathering.control", _POST, "api_job"),
    "go_on_job": _office("gathering.control", _POST, "api_job"),
    "cancel_job": _office("gathering.control", _POST, "api_job"),
    "look_again_job": _office("gathering.control", _POST, "api_job"),
    "tasks": _office("inspection.view"),
    "task": _office("inspection.view", make="api_task"),
    "answers": _office("inspection.view", make="api_task"),
    "hand_in": _office("inspection.answer", _POST, "api_task"),
    "suspects": _own("review.view"),
    "suspect": _own("review.view", "api_finding"),
    "decisions": _office("review.view", make="api_finding"),
    "evidence": _own("evidence.view", "api_finding", own="evidence.view_own"),
    "confirm": _office(_DECIDE, _POST, "api_finding"),
    "dismiss": _office(_DECIDE, _POST, "api_finding"),
    "exempt": _office(_DECIDE, _POST, "api_finding"),
    "reopen": _office(_DECIDE, _POST, "api_finding"),
    "agree": _office("review.second", _POST, "api_finding"),
    "disagree": _office("review.second", _POST, "api_finding"),
    "observations": _office("review.view", make="round"),
    "scores": _own("dashboard.view", "round", own="dashboard.view_own"),
    "matrix": _office("dashboard.view", make="round"),
    "overview": _office("dashboard.view", make="round"),
    "replies": _own("units.view_office"),
    "appeals": _own("units.view_office"),
    "appeal": _own("units.view_office", "api_appeal"),
    "rectification": _own("units.view_office"),
    "rectification_task": _own("units.view_office", "api_rectification", "released"),
    "batches": _office("imports.view"),
    "batch": _office("imports.view", make="api_batch"),
}
