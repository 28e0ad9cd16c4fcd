"""
Judges; one check per file, its cases beside it; a folder per kind of problem in a notice.

A check is a generator over one subject, declared with `check`. `judge` runs it, `fold` joins what it said of
many pages, `observation_json` writes it down.
"""

from .cases import Case, differences, read_cases, run_case
from .declaration import Check, Subject, check, load_checks
from .exceptions import Silenced, silence
from .explaining import explain
from .folding import fold
from .judging import judge, refuse_wrong_options
from .observation import Evidence, Observation, not_checked, problem, unsure
from .writing import observation_json, sort_key

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
