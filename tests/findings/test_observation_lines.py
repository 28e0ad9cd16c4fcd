"""Stored observations are read line by line, and damaged lines are named."""

import gzip

import pytest
from assessed_units import dead, typo

from kaoping.checks import observation_json
from kaoping.errors import FindingsError
from kaoping.findings import read_observations

LINES = [observation_json(one) + b"\n" for one in (typo(), dead())]


class TestReadObservations:
    def test_what_was_written_is_read(self, tmp_path):
        path = tmp_path / "observations.jsonl"
        path.write_bytes(b"".join(LINES) + b"\n")

        assert list(read_observations(path)) == [typo(), dead()]

    def test_a_packed_file_is_read_too(self, tmp_path):
        path = tmp_path / "observations.jsonl.gz"
        path.write_bytes(gzip.compress(b"".join(LINES)))

        assert len(list(read_observations(path))) == 2

    def test_damaged_lines_are_named_after_the_whole_ones(self, tmp_path):
        path = tmp_path / "observations.jsonl"
        path.write_bytes(LINES[0] + b"not json}\n" + b'{"answer": "maybe"}\n' + LINES[1][:40])
        read = []

        with pytest.raises(FindingsError, match="有 3 行损坏") as refused:
            read.extend(read_observations(path))

        assert "第 2 行" in str(refused.value)
        assert "第 3 行" in str(refused.value)
        assert "第 4 行:不完整" in str(refused.value)

    def test_bytes_that_are_no_text_are_damage(self, tmp_path):
        path = tmp_path / "observations.jsonl"
        path.write_bytes(b'{"message": "\xff\xfe"}\n')

        with pytest.raises(FindingsError, match="第 1 行"):
            list(read_observations(path))

    def test_a_file_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(FindingsError, match="找不到观察记录"):
            list(read_observations(tmp_path / "none.jsonl"))

    def test_a_packed_file_cut_short_is_refused(self, tmp_path):
        path = tmp_path / "observations.jsonl.gz"
        path.write_bytes(gzip.compress(b"".join(LINES) * 100)[:-20])

        with pytest.raises(FindingsError, match="无法读取"):
            list(read_observations(path))
