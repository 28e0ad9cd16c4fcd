import re

import pytest

from kaoping.checks import explain, load_checks, read_cases
from kaoping.checks.cases import told_of
from kaoping.errors import UsageError

FILES = {"wording.yaml"}


class TestExplain:
    @pytest.mark.parametrize("check_id", list(load_checks()))
    def test_it_tells_title_options_basis_and_every_case(self, check_id):
        check = load_checks()[check_id]

        told = explain(check_id)

        assert all(
            words in told for words in (check_id, check.title, check.basis, check.remedy, *check.options)
        )
        assert all(case.name in told for case in read_cases(check))

    @pytest.mark.parametrize("check_id", list(load_checks()))
    def test_it_tells_a_user_in_chinese_what_is_looked_at_and_when_it_speaks(self, check_id):
        about = told_of(load_checks()[check_id])
        others = {name for words in about.values() for name in re.findall(r"[a-z]+\.[a-z_]+", words)}

        assert list(about)[:2] == ["看什么", "何时报"]
        assert set(about) <= {"看什么", "何时报", "无法判定", "不报", "未检查", "提示", "归别项", "另"}
        assert all(re.search("[\u4e00-\u9fff]", words) for words in about.values())
        assert others - FILES <= set(load_checks())
        assert "Looks at" not in explain(check_id)

    def test_an_unknown_name_lists_the_known_ones(self):
        with pytest.raises(UsageError, match=r"interpretation\.late"):
            explain("interpretation.lat")
