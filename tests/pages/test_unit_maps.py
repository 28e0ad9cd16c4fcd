"""Maps of a unit that has several sites."""

from kaoping.pages.disclosure import DisclosureItem, DisclosureMap, PlaceSeen
from kaoping.pages.places import KnownItem
from kaoping.pages.unitmaps import with_siblings

FIRST, SECOND = "www.a.example", "www.b.example"


def one_map(site, **item):
    return DisclosureMap(site=site, unit="望川市水利局", items=(DisclosureItem(id="A20.09", **item),))


def joined(own, other):
    (item,) = with_siblings(own, [other], FIRST).items
    return item


def test_what_another_site_of_the_unit_discloses_is_not_missing_here():
    item = joined(
        one_map(SECOND, state="missing"), one_map(FIRST, state="present", url=f"http://{FIRST}/cg/")
    )

    assert (item.state, item.url, item.why) == (
        "linked_out", f"http://{FIRST}/cg/", f"由本单位的另一网站({FIRST})公开",
    )  # fmt: skip


def test_what_all_sites_lack_is_told_at_the_first():
    first = joined(one_map(FIRST, state="missing"), one_map(SECOND, state="missing"))
    second = joined(one_map(SECOND, state="missing"), one_map(FIRST, state="missing"))

    assert (first.state, first.told_at, second.state, second.told_at) == ("missing", "", "missing", FIRST)


def test_where_another_site_was_not_seen_nothing_is_missing():
    item = joined(one_map(FIRST, state="missing"), one_map(SECOND, state="unsure", why="没有看懂任何页面"))

    assert item.state == "unsure"


def test_an_empty_place_stays_empty_whatever_other_sites_have():
    item = joined(one_map(SECOND, state="empty"), one_map(FIRST, state="present", url=f"http://{FIRST}/"))

    assert item.state == "empty"


def test_annual_reports_of_all_sites_count_together():
    report = KnownItem("2025年政府信息公开工作年度报告", f"http://{SECOND}/1.html")
    other = one_map(SECOND, content="report", state="present", places=(PlaceSeen(items=(report,)),))

    item = joined(one_map(FIRST, content="report", state="only_old"), other)

    assert item.documents == (report,)
