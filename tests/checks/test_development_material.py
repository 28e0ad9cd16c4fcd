"""Measured on real material where it is at hand; skipped where it is not."""

import importlib.util
import sys
from datetime import UTC, datetime

import pytest

from kaoping.checks import judge, load_checks
from kaoping.gather.capture import Capture
from kaoping.pages import Reader
from kaoping.pages.page import Page
from kaoping.rulebook import load_rulebook

RULES = load_rulebook()
TYPO, TAMPERED = load_checks()["wording.typo"], load_checks()["integrity.tampered"]
LEAST_PRECISION = 0.95


def is_true(wrong, source, target):
    at = source.find(wrong)
    return source[at : at + len(wrong)] != target[at : at + len(wrong)]


class TestTypo:
    def test_on_sentences_with_known_errors_it_is_right_in_95_of_100(self, shared):
        verdicts = []
        for path in sorted((shared / "corpus/errors_dev").glob("*.tsv")):
            for line in path.read_text("utf-8").splitlines():
                _, source, target = line.split("\t")
                for seen in judge(TYPO, Page(text=source), RULES):
                    verdicts += [is_true(w, source, target) for w in seen.facts["wrong"].split("、")]

        assert sum(verdicts) >= LEAST_PRECISION * len(verdicts)
        assert len(verdicts) >= 20


class TestTampered:
    def test_the_hijacked_notice_is_accused(self, shared):
        text = (shared / "corpus/hijacked/huangshi-2022-notice.txt").read_text("utf-8")

        (seen,) = judge(TAMPERED, Page(url="u", visible_text=text), RULES)

        assert seen.answer == "problem"
        assert seen.facts["score"] >= 5

    def test_no_saved_article_is_accused(self, shared):
        reader, accused = Reader(RULES), []
        for path in sorted((shared / "corpus/articles").glob("*.html")):
            url = f"http://www.example.gov.cn/{path.name}"
            capture = Capture(
                site="www.example.gov.cn",
                url=url,
                status=200,
                body=path.read_bytes(),
                headers=(("content-type", "text/html"),),
                fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
            accused += [o.message for o in judge(TAMPERED, reader.read(capture), RULES)]

        assert accused == []


@pytest.fixture(scope="module")
def hostile(shared):
    spec = importlib.util.spec_from_file_location("hostile_server", shared / "hostile/hostile_server.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["hostile_server"] = module
    spec.loader.exec_module(module)
    return module


def read(hostile, path):
    sent = []

    class Exchange:
        def send(self, status, body, **rest):
            sent.append(body)

    hostile.CASES[path]["fn"](Exchange())
    url = f"http://www.example.gov.cn{path}"
    return Reader(RULES).read(
        Capture(
            site="www.example.gov.cn",
            url=url,
            status=200,
            body=sent[0],
            headers=(("content-type", "text/html; charset=utf-8"),),
            fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
    )


ACCUSED = (
    "/tamper/replaced",
    "/tamper/entities",
    "/tamper/js-title",
    "/html/two-titles",
    "/unicode/zero-width",
)
CLEAN = ("plain", "anti-gambling", "lottery", "company", "fake-cert", "dropdown", "a11y", "masked", "hotline")


class TestHostilePages:
    @pytest.mark.parametrize("path", ACCUSED)
    def test_a_tampered_page_is_accused(self, hostile, path):
        seen = judge(TAMPERED, read(hostile, path), RULES)

        assert [o.answer for o in seen] == ["problem"]

    @pytest.mark.parametrize("name", CLEAN)
    def test_a_lawful_page_is_clean(self, hostile, name):
        page = read(hostile, f"/ok/{name}")

        assert judge(TAMPERED, page, RULES) == ()
        assert judge(TYPO, page, RULES) == ()

    @pytest.mark.parametrize(
        "path", ["/html/redos", "/html/nul", "/unicode/zalgo", "/unicode/astral", "/unicode/bidi"]
    )
    def test_a_page_of_junk_is_neither_accused_nor_a_crash(self, hostile, path):
        page = read(hostile, path)

        assert [o.answer for check in (TAMPERED, TYPO) for o in judge(check, page, RULES)] == []
