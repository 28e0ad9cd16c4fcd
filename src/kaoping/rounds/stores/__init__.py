"""Where finished runs are kept: a folder, or an S3-compatible object store by its address."""

from .bringing import AtHand, at_hand, bring, plan_at, runs_at
from .opening import is_address, open_store
from .sending import Sending, send, send_many, verify

__all__ = [
    "AtHand",
    "Sending",
    "at_hand",
    "bring",
    "is_address",
    "open_store",
    "plan_at",
    "runs_at",
    "send",
    "send_many",
    "verify",
]
