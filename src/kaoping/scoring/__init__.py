"""Confirmed findings in, explained score sheets and ranks out; and a run's provisional verdict (预检)."""

from .conducting import Material, PartsShare, Scores, score_round
from .figures import half_up, plain
from .precheck import precheck_verdict
from .sampling import drawn_sample, lot
from .scores_file import read_scores_json, scores_json
from .sheet import LineState, Loss, ScoreLine, ScoreSheet, Standing, StruckVeto
from .standings import Progress, clear_progress, standings
from .unit import Beside, score_indicator, score_unit
from .verdict import Verdict, VetoLine, VetoState
from .verifying import (
    Difference,
    PublishedRank,
    PublishedRow,
    PublishedSheet,
    published_sheet,
    verify_sums,
)
from .weighing import Weights
from .whatif import Changes, Moved, WhatIf, what_if

__all__ = [
    "Beside",
    "Changes",
    "Difference",
    "LineState",
    "Loss",
    "Material",
    "Moved",
    "PartsShare",
    "Progress",
    "PublishedRank",
    "PublishedRow",
    "PublishedSheet",
    "ScoreLine",
    "ScoreSheet",
    "Scores",
    "Standing",
    "StruckVeto",
    "Verdict",
    "VetoLine",
    "VetoState",
    "Weights",
    "WhatIf",
    "clear_progress",
    "drawn_sample",
    "half_up",
    "lot",
    "plain",
    "precheck_verdict",
    "published_sheet",
    "read_scores_json",
    "score_indicator",
    "score_round",
    "score_unit",
    "scores_json",
    "standings",
    "verify_sums",
    "what_if",
]
