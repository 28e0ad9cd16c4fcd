"""Importing, releasing and sealing, killed at random points: a few here, fifty each in `make endure`."""

import os
import sys
from pathlib import Path

import pytest
from tests.web.database_server import SERVER, why_none

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools" / "endure"))

from desks import KINDS
from offices import endured

KILLS = int(os.environ.get("KAOPING_KILLS", "3"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_work_killed_again_and_again_ends_as_work_that_nothing_broke(kind, tmp_path):
    outcome = endured(kind, "sqlite", KILLS, tmp_path)

    assert outcome.hits >= KILLS // 2, "the kills came too late to prove anything"
    assert outcome.differs == ()


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_work_whose_database_restarts_in_its_midst_ends_as_work_that_nothing_broke(kind, tmp_path):
    if why := why_none():
        pytest.skip(why)

    outcome = endured(kind, SERVER, KILLS, tmp_path, strike="restart")

    assert outcome.hits >= KILLS // 2, "the restarts came too late to prove anything"
    assert outcome.differs == ()
