"""Who may use each route of this desk; the role matrix of the tests reads it."""

from collections.abc import Mapping

from ..people.gates import Access

_VIEW, _ANSWER, _ASSIGN = "inspection.view", "inspection.answer", "inspection.assign"
_BOTH = ("GET", "POST")
_POST = ("POST",)
ROUTES: Mapping[str, Access] = {
    "home": Access(_VIEW, "office"),
    "tasks": Access(_ASSIGN, "office", _POST, make="round"),
    "unit": Access(_VIEW, "office", make="inspected_unit"),
    "pack": Access(_ANSWER, "office", make="inspected_unit"),
    "returned": Access(_ANSWER, "office", _POST, make="inspected_unit"),
    "agreement": Access(_ASSIGN, "office", make="round"),
    "phone": Access(_ANSWER, "office", _BOTH, make="inspected_account"),
    "task": Access(_VIEW, "office", make="task"),
    "answer": Access(_ANSWER, "office", _POST, make="task"),
    "draft": Access(_ANSWER, "office", _POST, make="task"),
    "upload": Access(_ANSWER, "office", _POST, make="task"),
    "capture": Access(_ANSWER, "office", _POST, make="task"),
    "captures": Access(_VIEW, "office", make="task"),
    "ruling": Access(_ASSIGN, "office", _BOTH, make="double_task"),
    "proof": Access(_VIEW, "office", make="task_proof"),
}
