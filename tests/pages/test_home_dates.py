"""A home page whose rows print no year, or no day at all: the articles that they lead to are asked."""

from datetime import date

from kaoping.pages import ListItem, Page, dated_by_targets, site_reading

HOME = "http://www.muyun.example/"
TODAY = date(2026, 9, 15)


def home(*days):
    rows = [
        ListItem(f"沐云县第{n}次政务公开工作会议召开", f"{HOME}{n}.html", day) for n, day in enumerate(days)
    ]
    return Page(url=HOME, shape="home", items=(*rows, ListItem("概况", f"{HOME}gk/")))


def newest(page):
    return site_reading(site="x", home=page, home_url=HOME, today=TODAY).home_newest


def test_rows_without_a_day_take_that_of_their_articles():
    days = {f"{HOME}{n}.html": date(2026, 8, 1 + n) for n in range(3)}

    assert newest(dated_by_targets(home(None, None, None), days.get)) == date(2026, 8, 3)


def test_articles_do_not_speak_for_a_page_of_which_few_were_read():
    days = {f"{HOME}0.html": date(2026, 1, 1)}

    assert newest(dated_by_targets(home(None, None, None), days.get)) is None


def test_a_day_that_is_printed_stands():
    days = {f"{HOME}0.html": date(2026, 9, 14), f"{HOME}1.html": date(2026, 9, 1)}

    page = dated_by_targets(home(date(2026, 7, 1), None), days.get)

    assert [item.published for item in page.items[:2]] == [date(2026, 7, 1), date(2026, 9, 1)]


def test_entries_to_sections_need_no_day():
    days = {f"{HOME}0.html": date(2026, 9, 1)}

    page = dated_by_targets(home(None), days.get)

    assert page.items[-1].published is None
    assert newest(page) == date(2026, 9, 1)
