"""Confirmed findings in, explained score sheets and ranks out; so far only the provisional verdict (预检)."""

from .precheck import precheck_verdict
from .sheet import LineState, Loss, ScoreLine, ScoreSheet, Standing, StruckVeto
from .verdict import Verdict, VetoLine, VetoState

__all__ = [
    "LineState",
    "Loss",
    "ScoreLine",
    "ScoreSheet",
    "Standing",
    "StruckVeto",
    "Verdict",
    "VetoLine",
    "VetoState",
    "precheck_verdict",
]
