"""Which role may do what: one table, read by views, actions, the API and the tests."""

from collections.abc import Mapping

_OFFICE = frozenset(
    {
        "planning.view",
        "gathering.view",
        "evidence.view",
        "inspection.view",
        "review.view",
        "imports.view",
        "dashboard.view",
        "units.view_office",
        "publishing.view",
    }
)
PERMISSIONS: Mapping[str, frozenset[str]] = {
    "system_admin": frozenset({"people.manage", "people.manage_roles", "system.view", "gathering.workers"}),
    "office_admin": _OFFICE
    | {
        "people.manage_units",
        "planning.edit",
        "planning.edit_system",
        "planning.edit_round",
        "gathering.control",
        "inspection.assign",
        "inspection.answer",
        "review.confirm_suspect",
        "review.confirm_bulk",
        "review.second",
        "imports.run",
        "evidence.unmask",
        "export.all",
        "units.manage",
        "publishing.edit",
        "publishing.release",
        "api.use",
    },
    "inspector": _OFFICE | {"inspection.answer", "evidence.add", "api.use"},
    "reviewer": _OFFICE
    | {
        "review.confirm_suspect",
        "review.confirm_bulk",
        "review.second",
        "units.rule",
        "publishing.release",
        "api.use",
    },
    "leader": frozenset(
        {
            "dashboard.view",
            "planning.view",
            "review.view",
            "evidence.view",
            "publishing.view",
            "units.view_office",
        }
    ),
    "auditor": frozenset(
        {
            "audit.view",
            "audit.verify",
            "api.use",
            "dashboard.view",
            "planning.view",
            "review.view",
            "evidence.view",
            "publishing.view",
        }
    ),
    "unit_admin": frozenset(
        {
            "units.view_own",
            "units.answer",
            "units.object",
            "units.report",
            "units.people",
            "evidence.view_own",
            "evidence.add",
            "dashboard.view_own",
            "api.use",
        }
    ),
    "unit_staff": frozenset(
        {
            "units.view_own",
            "units.answer",
            "units.report",
            "evidence.view_own",
            "evidence.add",
            "dashboard.view_own",
        }
    ),
}

LOOKS_AFTER_PEOPLE = ("people.manage", "people.manage_units", "units.people")  # any of them, each its own
UNIT_ROLES = frozenset({"unit_admin", "unit_staff"})
# Which roles somebody may give, and so whose accounts he looks after. Nobody gives himself a role.
MAY_GIVE: Mapping[str, frozenset[str]] = {
    "system_admin": frozenset(PERMISSIONS),
    "office_admin": UNIT_ROLES,
    "unit_admin": frozenset({"unit_staff"}),
}


def holds(role: str, permission: str) -> bool:
    """Whether people of this role may do it. An unknown permission is held by nobody."""
    return permission in PERMISSIONS.get(role, frozenset())
