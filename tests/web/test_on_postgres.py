"""Tests marked `both`, run once more on PostgreSQL where one answers on this machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.web.database_server import SERVER, why_none

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.skipif(
    bool(os.environ.get("KAOPING_TEST_DATABASE")), reason="these tests already run on the database named"
)
class TestOnPostgres:
    def test_what_holds_on_sqlite_holds_on_postgres(self):
        if why := why_none():
            pytest.skip(why)
        database = f"{SERVER}/kaoping_{os.getpid()}"

        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "0", "-m", "both", "tests/web"],
            cwd=ROOT, env={**os.environ, "KAOPING_TEST_DATABASE": database}, capture_output=True, text=True,
            timeout=1800,
        )  # fmt: skip

        print(done.stdout[-300:])
        assert done.returncode == 0, done.stdout[-5000:]
