"""One command over an invented city: what it finds, what it leaves alone, what it writes."""

import base64
import hashlib
import json
import re
from datetime import datetime

import openpyxl
import pyarrow.parquet as pq
import pytest
from city_runs import city_run
from runs import check, rows
from selectolax.lexbor import LexborHTMLParser
from small_sites import Answer, page, site
from warcio.archiveiterator import ArchiveIterator

FIELDS = (
    "check", "answer", "site", "unit", "url", "pages", "message", "facts", "quote", "span", "suggestion",
    "severity", "lane", "evidence", "rule_version", "seen_at",
)  # fmt: skip
PAGE_COLUMNS = [
    "site", "url", "title", "published", "published_where", "section", "kind", "shape", "text_length",
    "digest", "status", "charset", "captured_at",
]  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return city_run(tmp_path_factory.mktemp("city") / "out", seed=21, sites=8, pages=90)


class TestWhatItFinds:
    def test_every_planted_fault_is_found(self, run):
        missed = [words for words in run.tally().words if words.startswith("漏报")]

        assert missed == []

    def test_nothing_else_is_accused(self, run):
        false = [words for words in run.tally().words if words.startswith("误报")]

        assert false == []

    def test_no_look_alike_is_accused(self, run):
        accused = [words for words in run.tally().words if words.startswith("上当")]

        assert accused == []

    def test_the_planted_figures_are_the_reported_ones(self, run):
        late = {e.url: e.facts for e in run.truth if e.check == "interpretation.late"}

        reported = {
            o["url"]: {k: o["facts"].get(k) for k in late[o["url"]]}
            for o in run.observations
            if o["check"] == "interpretation.late" and o["url"] in late
        }

        assert reported == late


class TestObservations:
    def test_each_has_the_promised_fields_in_order(self, run):
        assert {tuple(o) for o in run.observations} == {FIELDS}

    def test_they_are_sorted_by_site_check_and_address(self, run):
        order = [(o["site"], o["check"], o["url"]) for o in run.observations]

        assert order == sorted(order)

    def test_their_words_are_from_the_closed_lists(self, run):
        assert {o["answer"] for o in run.observations} <= {"problem", "unsure", "not_checked"}
        assert {o["lane"] for o in run.observations} <= {"machine", "person", "hint"}
        assert {o["severity"] for o in run.observations} <= {"严重", "疑似", "一般", "提示"}

    def test_each_names_a_site_of_the_roster_its_unit_and_a_chinese_sentence(self, run):
        for o in run.observations:
            assert o["site"] in run.hosts
            assert o["unit"]
            assert re.search("[\u4e00-\u9fff]", o["message"])
            assert "\n" not in o["message"]

    def test_each_says_in_utc_when_it_was_seen(self, run):
        assert all(datetime.fromisoformat(o["seen_at"]).utcoffset().seconds == 0 for o in run.observations)

    def test_a_typo_quotes_its_sentence_and_says_what_would_be_right(self, run):
        typos = [o for o in run.observations if (o["check"], o["answer"]) == ("wording.typo", "problem")]

        assert typos
        assert all(o["quote"] and o["span"] for o in typos)
        assert all(o["suggestion"] for o in typos if o["facts"]["rule"] != "unpaired")


class TestEvidence:
    def test_offset_and_digest_lead_to_the_stored_response(self, run):
        proven = [o for o in run.observations if o["answer"] == "problem" and o["evidence"]["digest"]]

        assert len(proven) > 20
        assert [o for o in proven if stored_digest(run.out, o["evidence"]) != o["evidence"]["digest"]] == []

    def test_only_a_dead_address_may_lack_a_body(self, run):
        bare = {
            o["check"] for o in run.observations if o["answer"] == "problem" and not o["evidence"]["digest"]
        }

        assert bare <= {"upkeep.dead_link", "upkeep.unreachable"}

    def test_every_digest_of_the_archive_is_right(self, run):
        wrong, proven = [], 0
        for path in sorted((run.out / "archive").glob("*.warc.gz")):
            with path.open("rb") as stream:
                for record in ArchiveIterator(stream, check_digests=True):
                    record.content_stream().read()
                    proven += bool(record.digest_checker.passed)
                    if record.digest_checker.passed is False:  # None: it has no body, and so no digest
                        wrong.append((path.name, record.rec_headers.get_header("WARC-Target-URI")))

        assert wrong == []
        assert proven > 100

    def test_equal_bodies_are_stored_once(self, run):
        stored = [(kind, digest) for kind, digest in responses(run.out) if digest]

        digests = [digest for kind, digest in stored if kind == "response"]
        assert {kind for kind, _ in stored} == {"response", "revisit"}
        assert len(digests) == len(set(digests))


class TestTables:
    def test_every_page_understood_is_a_row(self, run):
        table = pq.read_table(run.out / "pages.parquet")

        assert table.column_names == PAGE_COLUMNS
        assert set(table["site"].to_pylist()) == set(run.hosts)
        assert table.num_rows > 200
        assert len(set(table["url"].to_pylist())) == table.num_rows
        dated = [
            p
            for p, shape in zip(table["published"].to_pylist(), table["shape"].to_pylist(), strict=True)
            if p and shape == "article"
        ]
        assert dated

    def test_the_log_has_a_line_for_each_stored_exchange(self, run):
        lines = log_lines(run.out)
        ((stored,),) = rows(run.out, "SELECT count(*) FROM captures WHERE role<>'rendered'")

        assert len(lines) == stored
        assert lines == sorted(lines, key=lambda line: line[0])
        assert {len(line) for line in lines} == {7}

    def test_the_log_has_a_line_for_each_request_that_the_site_got(self, tmp_path):
        links = "".join(f'<p><a href="/{name}">附件{name}</a></p>' for name in ("a.pdf", "b.doc", "c.html"))

        def respond(served, path):
            return Answer(body=page("望川市档案馆", links)) if path == "/" else None

        with site(respond) as served:
            check(served.home, out=tmp_path / "out")

        logged = sorted((line[1], line[2].removeprefix(served.base)) for line in log_lines(tmp_path / "out"))
        assert logged == sorted(served.asked)


class TestReports:
    def test_the_page_asks_nothing_of_the_network(self, run):
        tree = LexborHTMLParser((run.out / "report.html").read_text("utf-8"))

        assert tree.css("[src], link, iframe, object, embed, base") == []
        assert "url(" not in "".join(style.text() for style in tree.css("style"))

    def test_the_page_names_every_unit_and_every_problem(self, run):
        text = LexborHTMLParser((run.out / "report.html").read_text("utf-8")).body.text()

        assert all(o["unit"] in text for o in run.observations)
        assert "预检" in text

    def test_the_workbook_has_a_row_for_each_problem(self, run):
        book = openpyxl.load_workbook(run.out / "report.xlsx", read_only=True)
        problems = [o for o in run.observations if o["answer"] == "problem"]

        cells = {str(c) for row in book["问题"].iter_rows(values_only=True) for c in row if c is not None}

        assert book.sheetnames[:6] == ["概况", "问题", "待判断", "未检查", "栏目", "未访问地址"]
        assert set(book.sheetnames[6:]) == {"事项矩阵", "公开事项", "乡镇栏目", "动态代替依据"}
        assert {o["url"] for o in problems} <= cells

    def test_the_run_file_says_what_was_asked(self, run):
        plan = json.loads((run.out / "run.json").read_text("utf-8"))

        assert plan["today"] == "2026-09-15"
        assert len(plan["sites"]) == 8


def stored_digest(out, evidence):
    """The SHA-256 of the body that the evidence leads to, read as any WARC tool would."""
    path = out / "archive" / evidence["archive"]
    with path.open("rb") as stream:
        stream.seek(evidence["offset"])
        record = next(iter(ArchiveIterator(stream)))
        body = record.content_stream().read()
    if record.rec_type == "revisit":
        body = body_of(out, record.rec_headers["WARC-Refers-To"])
        assert record.rec_headers["WARC-Payload-Digest"] == f"sha1:{base32_sha1(body)}"
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def body_of(out, record_id):
    for path in (out / "archive").glob("*.warc.gz"):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_headers["WARC-Record-ID"] == record_id:
                    return record.content_stream().read()
    raise AssertionError(f"{record_id} is not in the archive")


def base32_sha1(body):
    return base64.b32encode(hashlib.sha1(body).digest()).decode()


def responses(out):
    for path in (out / "archive").glob("*.warc.gz"):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type in ("response", "revisit"):
                    yield record.rec_type, record.rec_headers["WARC-Payload-Digest"]


def log_lines(out):
    lines = (out / "gather.log").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]
