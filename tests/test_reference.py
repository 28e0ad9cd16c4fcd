"""The reference pages of the handbook say what the program says: commands, settings, roles, checks."""

import importlib.util
from pathlib import Path

import pytest

from kaoping.web.people.permissions import PERMISSION_WORDS, PERMISSIONS

TOOL = Path(__file__).resolve().parent.parent / "tools" / "reference.py"


@pytest.fixture(scope="module")
def reference():
    spec = importlib.util.spec_from_file_location("reference", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_in_the_handbook_are_those_of_this_program(reference):
    behind = [
        name
        for name, text in reference.pages().items()
        if (reference.FOLDER / name).read_text("utf-8") != text
    ]

    assert behind == [], "run make reference"


def test_every_permission_has_words():
    assert set().union(*PERMISSIONS.values()) == set(PERMISSION_WORDS)
