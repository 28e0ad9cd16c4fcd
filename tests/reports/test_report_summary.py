import pytest
from wangchuan import dead_link, hostile, run, site, typo, unreachable

from kaoping.reports import summary_lines


@pytest.mark.parametrize("sites", [(), (site(),), (unreachable(),), (hostile(), site())])
def test_it_is_ten_lines_that_cannot_command_a_terminal(sites):
    lines = summary_lines(run(*sites))

    assert len(lines) == 10
    assert all(line.isprintable() for line in lines)


def test_it_counts_problems_apart_from_what_was_not_seen():
    seen = (dead_link(1), dead_link(2), typo(), typo(answer="unsure"), typo(answer="not_checked"))

    text = "\n".join(summary_lines(run(site(observations=seen))))

    assert "问题 3 条:机器可证 2,需人工确认 1,提示 0" in text
    assert "错敏信息 1;运维更新 2" in text
    assert "待人工判断 1 条;未能检查 1 条" in text


def test_it_does_not_call_an_unreachable_site_clean():
    assert "1 个网站没有看懂任何页面" in "\n".join(summary_lines(run(unreachable())))
