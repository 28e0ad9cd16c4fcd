"""Joins what checks, inspectors and third-party monitors saw; confirmation, appeal."""

from .records import Decision, Finding, Looked, State, Suspect, Verdict, Voice, Witness

__all__ = ["Decision", "Finding", "Looked", "State", "Suspect", "Verdict", "Voice", "Witness"]
