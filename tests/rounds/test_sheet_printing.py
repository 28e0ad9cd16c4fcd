"""Score sheets printed in several processes."""

import sys
from pathlib import Path

import pytest

from kaoping.errors import OutputError
from kaoping.rounds.sheet_printing import SheetJob, printing

sys.path.insert(0, str(Path(__file__).parent.parent / "reports"))

from assessed import material


def jobs(folder, count=3):
    folder.mkdir()
    return [SheetJob(material(), folder / f"第{number}单位") for number in range(count)]


def held(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class TestPrinting:
    def test_two_processes_write_the_same_bytes_as_one(self, tmp_path):
        with printing(jobs(tmp_path / "one"), processes=1):
            pass
        with printing(jobs(tmp_path / "two"), processes=2):
            pass

        assert held(tmp_path / "two") == held(tmp_path / "one")
        assert len(held(tmp_path / "one")) == 6

    @pytest.mark.parametrize("processes", [1, 2])
    def test_a_sheet_that_cannot_be_written_is_said_so(self, tmp_path, processes):
        given = jobs(tmp_path / "out")
        given.append(SheetJob(given[0].material, tmp_path / "nowhere" / "单位"))

        with pytest.raises(OutputError, match="写不出来"), printing(given, processes=processes):
            pass
