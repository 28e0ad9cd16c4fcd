"""Dead files and outer pages over the network, and sites that have little to judge."""

import pytest
from runs import check, observations, problems
from small_sites import Answer, page, site

NEWS = "".join(f'<li><a href="/n/{n}.html">望川市第{n}次会议召开</a></li>' for n in range(6))


def told(out, name):
    return [o for o in problems(out) if o["check"] == name]


def run_over(tmp_path, respond, *more):
    with site(respond) as served:
        done = check(served.home, *more, out=tmp_path / "out")
    assert done.returncode in (0, 1), done.stderr
    return served, tmp_path / "out"


def test_a_dead_file_on_another_host_is_one_fault_of_attachments_and_no_dead_link(tmp_path):
    with site(lambda served, path: None) as files:
        link = f'<p><a href="{files.base}/sc/1.pdf">申报手册.pdf</a></p>'
        host = files.base.removeprefix("http://")
        _, out = run_over(
            tmp_path,
            lambda served, path: Answer(body=page("望川市档案局", link)) if path == "/" else None,
            "--allow",
            host,
        )

    assert [o["facts"]["target"] for o in told(out, "upkeep.attachment_dead")] == [f"{files.base}/sc/1.pdf"]
    assert told(out, "upkeep.dead_link") == []


@pytest.mark.parametrize(
    ("words", "is_dead"),
    [
        ("<h1>404</h1><p>您要查找的网页不存在,可能已被移除。</p>", True),
        (
            f"<h1>网站提示“页面不存在”怎么办</h1><p>{'请检查网址是否正确,必要时联系网站。' * 60}</p>",
            False,
        ),
    ],
)
def test_an_outer_page_that_only_says_it_is_gone_is_a_dead_link(tmp_path, words, is_dead):
    title = "404 Not Found" if is_dead else "使用帮助"
    with site(lambda served, path: Answer(body=page(title, words))) as outside:
        link = f'<p><a href="{outside.base}/a.html">有关报道</a></p>'
        _, out = run_over(
            tmp_path,
            lambda served, path: Answer(body=page("望川市档案局", link)) if path == "/" else None,
            "--allow",
            outside.base.removeprefix("http://"),
        )
        looks = [path for method, path in outside.asked if path == "/a.html"]

    assert bool(told(out, "upkeep.dead_link")) is is_dead
    assert len(looks) == (2 if is_dead else 1)


def test_a_site_without_sections_is_judged_as_far_as_it_goes(tmp_path):
    respond = lambda served, path: Answer(body=page("望川市档案局", "<p>网站</p>")) if path == "/" else None  # noqa: E731

    _, out = run_over(tmp_path, respond)

    assert [o for o in observations(out) if o["check"].startswith("upkeep.section")] == []
    assert "norms.search_missing" in {o["check"] for o in observations(out)}


def test_a_list_without_any_day_goes_to_a_person(tmp_path):
    def respond(served, path):
        if path == "/":
            return Answer(body=page("望川市档案局", '<ul><li><a href="/dt/">工作动态</a></li></ul>'))
        if path == "/dt/":
            trail = '<div class="position">位置：<a href="/">首页</a> &gt; <a href="/dt/">工作动态</a></div>'
            return Answer(body=page("工作动态", f"{trail}<ul class=list>{NEWS}</ul>"))
        return Answer(body=page("会议", "<h1>会议召开</h1>" + "<p>会议强调要抓好落实,按时公开。</p>" * 9))

    _, out = run_over(tmp_path, respond)

    stale = [o for o in observations(out) if o["check"] == "upkeep.section_stale"]
    assert [o["answer"] for o in stale] == ["unsure"]
    assert "未注明发布时间的按未更新看待" in stale[0]["message"]
