"""Writes of the publishing desk: scores, release by two persons, notices, sealing."""

from ..refusals import Refused
from .notices import draft, restore, save
from .release import agree_release, ask_release, withdraw_release
from .scores import rescore
from .seals import seal_round

__all__ = [
    "Refused",
    "agree_release",
    "ask_release",
    "draft",
    "rescore",
    "restore",
    "save",
    "seal_round",
    "withdraw_release",
]
