"""A statistical second opinion on single characters: what counts of official text contradict."""

from .finder import Bars, Suspicion, find, find_each
from .idioms import IdiomIndex, index
from .statistics import Statistics, load

__all__ = ["Bars", "IdiomIndex", "Statistics", "Suspicion", "find", "find_each", "index", "load"]
