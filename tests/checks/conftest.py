import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of development material, which is not part of the project."""
    folder = Path(os.environ.get("KAOPING_SHARED", Path(__file__).resolve().parents[3] / "shared"))
    if not folder.is_dir():
        pytest.skip("development material is not at hand (KAOPING_SHARED)")
    return folder
