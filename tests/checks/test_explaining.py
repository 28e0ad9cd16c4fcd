import pytest

from kaoping.checks import explain, load_checks, read_cases
from kaoping.errors import UsageError


class TestExplain:
    @pytest.mark.parametrize("check_id", list(load_checks()))
    def test_it_tells_title_options_basis_and_every_case(self, check_id):
        check = load_checks()[check_id]

        told = explain(check_id)

        assert all(
            words in told for words in (check_id, check.title, check.basis, check.remedy, *check.options)
        )
        assert all(case.name in told for case in read_cases(check))

    def test_an_unknown_name_lists_the_known_ones(self):
        with pytest.raises(UsageError, match=r"interpretation\.late"):
            explain("interpretation.lat")
