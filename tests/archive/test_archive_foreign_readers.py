"""What others make of our files: warcio, and twenty lines that know only gzip and the WARC norm."""

import base64
import gzip
import hashlib
import os
import sqlite3
import subprocess
import sys

import pytest
from archive_captures import page, unusual
from warcio.archiveiterator import ArchiveIterator

from kaoping.archive import Archive


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    about = {"http-header-user-agent": "kaoping/test"}
    with Archive(folder, sqlite3.connect(":memory:"), run_id="r1", about=about) as archive:
        for capture in unusual():
            archive.append(capture)
    return folder / "kaoping-r1-00001.warc.gz"


def plain_records(path):
    """Type, named fields and block of each record, by the norm alone."""
    data = gzip.decompress(path.read_bytes())
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        version, *lines = head.decode().split("\r\n")
        assert version == "WARC/1.1"
        fields = dict(line.split(": ", 1) for line in lines)
        length = int(fields["Content-Length"])
        assert rest[length : length + 4] == b"\r\n\r\n"
        yield fields, rest[:length]
        data = rest[length + 4 :]


def test_warcio_finds_every_digest_right(path):
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout
    assert "digest pass" in checked.stdout
    assert "fail" not in checked.stdout


def test_warcio_reads_the_same_statuses_and_bodies(path):
    expected = [c for c in unusual() if c.status is not None and c.role.value != "rendered"]

    with path.open("rb") as stream:
        read = [
            (
                record.rec_headers["WARC-Target-URI"],
                record.http_headers.get_statuscode(),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(stream)
            if record.rec_type in ("response", "revisit")
        ]

    repeated = {2: b"", 5: b""}  # revisits carry no body
    bodies = [repeated.get(n, c.body) for n, c in enumerate(unusual()) if c in expected]
    bodies[1] = b""
    assert [(url, status) for url, status, _ in read] == [(c.url, str(c.status)) for c in expected]
    assert [body for *_, body in read] == bodies


def test_records_are_of_the_kinds_that_the_norm_has_for_them(path):
    kinds = [fields["WARC-Type"] for fields, _ in plain_records(path)]

    assert kinds == [
        "warcinfo", "response", "revisit", "response", "response", "response", "revisit", "conversion",
        "conversion", "metadata", "metadata", "response", "response", "response", "metadata",
        "response",
    ]  # fmt: skip


def test_a_revisit_names_what_it_repeats(path):
    records = [fields for fields, _ in plain_records(path)]
    first, second = records[1], records[2]

    assert second["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert second["WARC-Refers-To"] == first["WARC-Record-ID"]
    assert second["WARC-Refers-To-Target-URI"] == first["WARC-Target-URI"]
    assert second["WARC-Refers-To-Date"] == first["WARC-Date"]
    assert second["WARC-Payload-Digest"] == first["WARC-Payload-Digest"]
    assert records[6]["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert records[8]["WARC-Refers-To"] == records[2 - 1]["WARC-Record-ID"]


def test_truncation_is_said_with_its_cause(path):
    records = [fields for fields, _ in plain_records(path)]

    assert records[5]["WARC-Truncated"] == "length"
    assert records[11]["WARC-Truncated"] == "time"
    assert records[13]["WARC-Truncated"] == "disconnect"
    assert "WARC-Truncated" not in records[1]


def test_a_reader_is_not_told_to_decode_what_is_decoded(path):
    _, block = list(plain_records(path))[1]
    head, _, body = block.partition(b"\r\n\r\n")

    assert b"\r\nX-Archive-Orig-content-encoding: gzip\r\n" in head
    assert b"\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n" in head
    assert f"\r\nContent-Length: {len(body)}".encode() in head
    assert body == page(1).body


def test_each_member_unpacks_from_its_own_offset(tmp_path):
    with Archive(tmp_path, sqlite3.connect(":memory:"), run_id="r1") as archive:
        places = [archive.append(page(n, body=os.urandom(500))) for n in range(5)]

        for n, place in enumerate(places):
            with (tmp_path / place.file).open("rb") as stream:
                stream.seek(place.offset)
                record = gzip.decompress(stream.read(place.length))
            assert f"WARC-Target-URI: {page(n).url}\r\n".encode() in record


def test_the_payload_digest_is_sha1_in_base32(path):
    fields, block = list(plain_records(path))[1]

    digest = base64.b32encode(hashlib.sha1(block.partition(b"\r\n\r\n")[2]).digest()).decode()
    assert fields["WARC-Payload-Digest"] == f"sha1:{digest}"


def test_the_file_says_what_wrote_it(path):
    fields, block = next(plain_records(path))

    assert fields["WARC-Filename"] == path.name
    assert b"software: kaoping/" in block
    assert b"robots: obey\r\n" in block
    assert b"http-header-user-agent: kaoping/test\r\n" in block
