"""Joins what checks, inspectors and third-party monitors saw; confirmation, appeal."""

from .assessed import Assessed, Demanded
from .bulk import Bulk, confirm_in_bulk
from .decisions import STATE_WORDS, VERDICT_WORDS, holding, read_decisions, ruled
from .identity import address_key, fact_key, read_id, suspect_id, words_key
from .joining import joined
from .laying import lay, suspects_of
from .lists import (
    DECISION_FORM,
    FINDINGS,
    SUSPECTS,
    VOICE_WORDS,
    write_decision_form,
    write_findings,
    write_suspects,
)
from .looks import (
    Answer,
    Coverage,
    answers_in_force,
    looked_of,
    read_answers,
    read_coverage,
    suspects_answered,
)
from .nearby import Near, Standing, is_told_by_site, meant_by, near
from .observations import read_observations
from .records import Decision, Finding, Looked, State, Suspect, Verdict, Voice, Witness
from .reimport import Reimport, reimported
from .rows import MONITORS, Said, read_inspections, read_monitors, row_reader, suspect_said

__all__ = [
    "DECISION_FORM",
    "FINDINGS",
    "MONITORS",
    "STATE_WORDS",
    "SUSPECTS",
    "VERDICT_WORDS",
    "VOICE_WORDS",
    "Answer",
    "Assessed",
    "Bulk",
    "Coverage",
    "Decision",
    "Demanded",
    "Finding",
    "Looked",
    "Near",
    "Reimport",
    "Said",
    "Standing",
    "State",
    "Suspect",
    "Verdict",
    "Voice",
    "Witness",
    "address_key",
    "answers_in_force",
    "confirm_in_bulk",
    "fact_key",
    "holding",
    "is_told_by_site",
    "joined",
    "lay",
    "looked_of",
    "meant_by",
    "near",
    "read_answers",
    "read_coverage",
    "read_decisions",
    "read_id",
    "read_inspections",
    "read_monitors",
    "read_observations",
    "reimported",
    "row_reader",
    "ruled",
    "suspect_id",
    "suspect_said",
    "suspects_answered",
    "suspects_of",
    "words_key",
    "write_decision_form",
    "write_findings",
    "write_suspects",
]
