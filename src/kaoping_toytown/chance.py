"""Repeatable chance: a small generator of numbers that is cheap to start, so every page can have its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1


class Dice:
    """A stream of numbers named by a key; the same key always gives the same stream."""

    __slots__ = ("_state",)

    def __init__(self, *key: int) -> None:
        state = 0x9E3779B97F4A7C15
        for part in key:
            state = ((state ^ (part + 0x632BE59B)) * 0xBF58476D1CE4E5B9) & _MASK
            state ^= state >> 29
        self._state = state

    def below(self, limit: int) -> int:
        """A number from 0 to `limit - 1`."""
        self._state = (self._state * 6364136223846793005 + 1442695040888963407) & _MASK
        return ((self._state >> 33) * limit) >> 31

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def sample(self, choices: Sequence[T], count: int) -> list[T]:
        """Up to `count` different members of `choices`, in drawn order."""
        left = list(choices)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]
