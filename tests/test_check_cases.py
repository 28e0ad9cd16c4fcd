"""Runs every case file beside every check; a check's author never edits this file."""

import pytest

from kaoping.checks import differences, load_checks, read_cases, run_case
from kaoping.rulebook import load_rulebook

CHECKS = load_checks()
CASES = [pytest.param(c, case, id=f"{c.id}: {case.name}") for c in CHECKS.values() for case in read_cases(c)]


@pytest.fixture(scope="module")
def rules():
    return load_rulebook()


@pytest.mark.parametrize(("check", "case"), CASES)
def test_the_check_says_what_its_case_expects(check, case, rules):
    seen = run_case(check, case, rules)

    assert differences(case, seen) == []


@pytest.mark.parametrize("check", CHECKS.values(), ids=list(CHECKS))
class TestEveryCheck:
    def test_it_has_a_silent_a_firing_and_an_awkward_case(self, check):
        cases = read_cases(check)
        awkward = [c for c in cases if c.expect and not isinstance(c.expect[0], dict)]

        assert len(cases) >= 3
        assert any(not c.expect for c in cases)
        assert any(isinstance(e, dict) for c in cases for e in c.expect)
        assert awkward or len([c for c in cases if not c.expect]) > 1

    def test_it_says_in_english_what_it_looks_at_and_when_it_accuses(self, check):
        assert "Looks at:" in check.doc
        assert "Problem when:" in check.doc

    def test_it_names_title_basis_remedy_and_message_in_chinese(self, check):
        for words in (check.title, check.basis, check.remedy, check.message):
            assert any("\u4e00" <= c <= "\u9fff" for c in words)
