"""
Judges one site of COUNT stored pages and prints pages, MB before, MB at the peak, CPU seconds.

The pages are written straight into the run's state: one in twelve a list page of 15 rows, two in twelve a
policy document or an interpretation, the others news; each bears the site's 180 navigation links.
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from array import array
from datetime import date, timedelta
from pathlib import Path

import msgspec

from kaoping.archive.index import Index
from kaoping.gather.addresses import address_hash
from kaoping.gather.frontier import Frontier, entry_for
from kaoping.pages import Link, ListItem, Page
from kaoping.roster import SiteEntry
from kaoping.rounds.judging import SiteJudge
from kaoping.rounds.reading import Outcome
from kaoping.rounds.store import PageStore, open_state
from kaoping.rulebook import load_rulebook

HOME, NAME, TODAY = "http://www.wangchuan.example/", "望川市人民政府", date(2026, 9, 15)
PAGES_A_LIST, ROWS = 40, 15
MENU = tuple(Link(f"{HOME}l{n}/", f"第{n}个栏目", "navigation") for n in range(180))
encode = msgspec.msgpack.Encoder().encode
HASHES = array("q", sorted(address_hash(link.url) for link in MENU)).tobytes()


def main() -> None:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        state = Path(folder) / "state.sqlite"
        writer = multiprocessing.Process(target=_fill, args=(state, int(sys.argv[1])))
        writer.start()
        writer.join()
        rules, connection = load_rulebook(), open_state(state)
        judge = SiteJudge(connection, PageStore(connection), rules, TODAY)
        before, began = _peak_mb(), time.process_time()
        judged = judge.judge(
            SiteEntry(url=HOME, name="望川市人民政府", unit="望川市人民政府", unit_kind="市级", code="")
        )
        took = time.process_time() - began
        print(f"{len(judged.sections)}个栏目 {judged.looked_at['interpretation.late']}对", file=sys.stderr)
        print(sys.argv[1], f"{before:.0f}", f"{_peak_mb():.0f}", f"{took:.1f}")


def _fill(state: Path, count: int) -> None:
    connection = open_state(state)
    Index(connection).create()
    Frontier(connection).add([entry_for(HOME, "www.wangchuan.example")])
    store = PageStore(connection)
    connection.execute("BEGIN")
    _put(store, Page(url=HOME, site="www.wangchuan.example", shape="home", links=MENU), 0)
    for number in range(1, count):
        _put(store, _page(number), number)
    connection.execute("COMMIT")


def _put(store: PageStore, page: Page, number: int) -> None:
    outcome = Outcome(page=encode(page), shape=page.shape, kind=page.kind, url=page.url, link_hashes=HASHES)
    store.put(address_hash(page.url), page.site, number, page.url, outcome)


def _page(number: int) -> Page:
    if number % 12 == 0:
        return _list(number // 12)
    kind = {1: "policy", 2: "interpretation"}.get(number % 12, "news")
    about = f"望川市第{number // 12}号公共数据管理办法"
    title = {"policy": about, "interpretation": f"《{about}》政策解读"}.get(
        kind, f"望川市召开第{number}次会议"
    )
    return Page(
        url=f"{HOME}l{number % 180}/202609/t20260910_{number}.html",
        site="www.wangchuan.example",
        shape="article",
        kind=kind,
        published=_day(number),
        document_number=f"望政发〔2026〕{number // 12}号" if kind == "policy" else "",
        title=title,
        links=MENU,
        tags={"ColumnName": "栏目", "PubDate": "2026-09-10"},
        text_length=900,
    )


def _list(number: int) -> Page:
    section, page = divmod(number, PAGES_A_LIST)
    folder = f"{HOME}l{section}/"
    items = tuple(
        ListItem(f"望川市第{number}批第{n}条公示", f"{folder}t_{number}{n:02}.html", _day(number + n))
        for n in range(ROWS)
    )
    following = tuple(f"{folder}index_{n}.html" for n in range(1, PAGES_A_LIST) if n != page)
    links = MENU + tuple(Link(i.url, i.title, "list") for i in items)
    return Page(
        url=f"{folder}index_{page}.html" if page else folder, site="www.wangchuan.example", shape="section",
        section=f"第{section}个栏目", has_list=True, items=items, links=links, next_urls=following,
        tags={"ColumnName": f"第{section}个栏目", "ColumnType": "动态"}, pager="createPageHTML",
    )  # fmt: skip


def _day(number: int) -> date:
    return TODAY - timedelta(days=number % 700)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
