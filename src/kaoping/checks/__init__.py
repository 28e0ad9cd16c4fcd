"""
Judges; one check per file, its cases beside it; a folder per kind of problem in a notice.

A check is a generator over one subject, declared with `check`. `judge` runs it, `fold` joins what it said of
many pages, `observation_json` writes it down. Cases and what is told of a check are loaded when first
asked for: they read pages.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .declaration import Check, Subject, check, load_checks
from .exceptions import Silenced, silence
from .folding import fold
from .judging import judge, refuse_wrong_options
from .observation import Evidence, Observation, not_checked, problem, unsure
from .writing import observation_json, sort_key

if TYPE_CHECKING:
    from .cases import Case, differences, read_cases, run_case
    from .explaining import explain

__all__ = [
    "Case",
    "Check",
    "Evidence",
    "Observation",
    "Silenced",
    "Subject",
    "check",
    "differences",
    "explain",
    "fold",
    "judge",
    "load_checks",
    "not_checked",
    "observation_json",
    "problem",
    "read_cases",
    "refuse_wrong_options",
    "run_case",
    "silence",
    "sort_key",
    "unsure",
]

_LATE = {
    "Case": "cases",
    "differences": "cases",
    "read_cases": "cases",
    "run_case": "cases",
    "explain": "explaining",
}


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
