from datetime import UTC, date, datetime

import pyarrow.parquet as pq
import pytest

from kaoping.errors import OutputError
from kaoping.reports import write_pages_table

PAGE = {
    "site": "www.wangchuan.example",
    "url": "http://www.wangchuan.example/a.html",
    "title": "标题\x00\ud800",
    "published": date(2026, 11, 1),
    "published_where": "meta",
    "section": "政务要闻",
    "kind": "article",
    "shape": "article",
    "text_length": 1200,
    "digest": "sha256:ab",
    "status": 200,
    "charset": "gb18030",
    "captured_at": datetime(2026, 11, 23, 1, tzinfo=UTC),
}


def test_a_page_reads_back_as_it_was_with_broken_characters_replaced(tmp_path):
    write_pages_table([PAGE], tmp_path / "pages.parquet")

    row = pq.read_table(tmp_path / "pages.parquet").to_pylist()[0]

    assert row == {**PAGE, "title": "标题\ufffd\ufffd"}


def test_what_is_not_known_is_null(tmp_path):
    write_pages_table([{"url": "http://a.example/", "published": None}], tmp_path / "pages.parquet")

    row = pq.read_table(tmp_path / "pages.parquet").to_pylist()[0]

    assert row["published"] is None
    assert row["title"] is None


def test_dates_and_times_may_come_as_stored_text(tmp_path):
    page = {"published": "2026-11-01", "captured_at": "2026-11-23T01:00:00+00:00"}

    write_pages_table([page], tmp_path / "pages.parquet")

    row = pq.read_table(tmp_path / "pages.parquet").to_pylist()[0]
    assert (row["published"], row["captured_at"]) == (PAGE["published"], PAGE["captured_at"])


def test_many_pages_are_written_in_groups_of_five_thousand(tmp_path):
    write_pages_table(({**PAGE, "status": n % 500} for n in range(12_000)), tmp_path / "pages.parquet")

    stored = pq.ParquetFile(tmp_path / "pages.parquet").metadata

    assert [stored.row_group(n).num_rows for n in range(stored.num_row_groups)] == [5_000, 5_000, 2_000]


def test_no_pages_still_make_a_table(tmp_path):
    write_pages_table([], tmp_path / "pages.parquet")

    assert pq.read_table(tmp_path / "pages.parquet").num_columns == 13


def test_an_unknown_column_is_refused(tmp_path):
    with pytest.raises(ValueError, match="colour"):
        write_pages_table([{"colour": "red"}], tmp_path / "pages.parquet")


def test_a_folder_that_is_not_there_is_told_in_plain_words(tmp_path):
    with pytest.raises(OutputError, match="磁盘空间"):
        write_pages_table([PAGE], tmp_path / "nowhere" / "pages.parquet")
