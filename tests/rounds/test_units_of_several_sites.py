"""Whole runs over small sites: a unit of two sites, and a site without any section."""

from urllib.parse import unquote

from runs import check, host, observations
from small_sites import Answer, page, site

ROW = '<li><a href="/{0}/{1}.html">{0}公告第{1}号采购结果</a><span>2026-0{1}-11</span></li>'
HEADINGS = "单位名称,单位类别,网站名称,首页网址,网站标识码"


def listed(title):
    rows = "".join(ROW.format(title, n) for n in range(1, 9))
    trail = f'<div class="position">当前位置:<a href="/">首页</a> &gt; <a href="/{title}/">{title}</a></div>'
    return page(title, f'{trail}<ul class="list">{rows}</ul><div class="page">共8条</div>')


def serving(*sections):
    menu = "".join(f'<li><a href="/{name}/">{name}</a></li>' for name in sections)

    def respond(_, path):
        name = unquote(path).strip("/")
        if not name:
            return Answer(200, page("望川市水利局网站", f'<ul class="nav">{menu}</ul><p>欢迎访问</p>'))
        return Answer(200, listed(name)) if name in sections else None

    return respond


def observed(tmp_path, *homes):
    roster = tmp_path / "sites.csv"
    rows = [f"望川市水利局,市直部门,望川市水利局网站,{home}," for home in homes]
    roster.write_text("\n".join([HEADINGS, *rows]), "utf-8")
    check(roster, out=tmp_path / "out")
    return observations(tmp_path / "out")


def missing_items(seen, answer="problem"):
    return [
        (o["site"], o["facts"].get("item", ""))
        for o in seen
        if (o["check"], o["answer"]) == ("disclosure.item_missing", answer)
    ]


def test_what_one_of_a_units_sites_discloses_is_missing_on_none(tmp_path):
    with site(serving("规范性文件", "财政预决算")) as first, site(serving("机构职能", "规划计划")) as second:
        found = missing_items(observed(tmp_path, first.home, second.home))

    items = [item for _, item in found]
    assert not {"财政预决算", "规划"} & set(items)
    assert "政府信息公开制度" in items
    assert len(items) == len(set(items))
    assert {told_at for told_at, _ in found} == {host(first.home)}


def test_a_site_without_sections_lacks_nothing_for_certain(tmp_path):
    home = Answer(200, page("望川市水利局", "<p>欢迎</p>"))
    with site(lambda _, path: home if path == "/" else None) as bare:
        seen = observed(tmp_path, bare.home)

    assert missing_items(seen) == []
    assert missing_items(seen, "unsure")
