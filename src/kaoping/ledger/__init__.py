"""Rectification: deadlines, reports received, look-back, what is carried over."""

from .records import LOOKBACK_WORDS, Event, LookbackClass, LookedBack, OpenItem, Status

__all__ = ["LOOKBACK_WORDS", "Event", "LookbackClass", "LookedBack", "OpenItem", "Status"]
