"""Desks that an installation may not have: their operations are there once their actions are."""

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

WEB = "kaoping.web"


def is_built(actions: str) -> bool:
    """Whether the module, ``review.actions``, is there."""
    return find_spec(f"{WEB}.{actions}") is not None


def actions_of(actions: str) -> ModuleType:
    """The module, read when it is first needed: the API starts without it."""
    return import_module(f"{WEB}.{actions}")
