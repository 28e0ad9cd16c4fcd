"""A unit's documents and interpretations, put together for the checks and for the report."""

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from kaoping.checks import judge, load_checks
from kaoping.gather import Frontier
from kaoping.gather.addresses import address_hash
from kaoping.gather.budget import BUDGET_SPENT
from kaoping.gather.frontier import entry_for
from kaoping.pages import Page, Section, stored
from kaoping.roster import SiteEntry
from kaoping.rounds.interpretation_part import interpretation_part
from kaoping.rounds.site_documents import DocumentShelf
from kaoping.rounds.store import PageStore, open_state
from kaoping.rounds.tasks import Outcome
from kaoping.rounds.unit_pairs import UnitPairs
from kaoping.rulebook import load_rulebook

RULES = load_rulebook()
TODAY = date(2026, 9, 15)
UNIT, PORTAL, OFFICE = "望川市人民政府", "www.example.com", "czj.example.com"
CLAUSES = "".join(f"申请人应当在每年{n}月以前向所在地社区提交书面申请材料。" for n in "一二三四五六")
ENTRIES = [
    SiteEntry(unit=UNIT, unit_kind="", name=host, url=f"http://{host}/", code="") for host in (PORTAL, OFFICE)
]


def document(host: str, name: str, day: date, number: str) -> Page:
    return Page(
        url=f"http://{host}/{name}.html", shape="article", kind="policy", published=day,
        title=f"关于印发《望川市{name}管理办法》的通知", document_number=number, text=CLAUSES,
    )  # fmt: skip


def reading(host: str, name: str, day: date) -> Page:
    title = f"《望川市{name}管理办法》政策解读"
    return Page(
        url=f"http://{host}/jd{name}.html", shape="article", kind="interpretation", published=day,
        title=title, text=CLAUSES, text_length=len(CLAUSES) + 100, section="政策解读",
    )  # fmt: skip


@pytest.fixture
def connection(tmp_path):
    connection = open_state(tmp_path / "state.sqlite")
    Frontier(connection)
    kept = PageStore(connection)
    pages = [
        (PORTAL, document(PORTAL, "养老服务", date(2026, 5, 6), "望政规〔2026〕3号")),
        (OFFICE, document(OFFICE, "养老服务", date(2026, 5, 9), "望政规〔2026〕3号")),
        (PORTAL, document(PORTAL, "停车收费", date(2026, 6, 9), "望政规〔2026〕5号")),
        (OFFICE, reading(OFFICE, "养老服务", date(2026, 5, 8))),
    ]
    for number, (site, page) in enumerate(pages):
        outcome = Outcome(
            page=msgspec.msgpack.encode(stored(page)), shape=page.shape, kind=page.kind, url=page.url
        )
        kept.put(address_hash(page.url), site, number, page.url, outcome)
    return connection


def site_documents(connection, host: str, sections=()):
    store = PageStore(connection)
    shelf = DocumentShelf(connection, store, UnitPairs(store, ENTRIES, RULES), RULES)
    entry = next(e for e in ENTRIES if e.name == host)
    return shelf.of(entry, f"http://{host}/", sections)


def missing(documents) -> list[tuple[str, str]]:
    check = load_checks()["interpretation.missing"]
    seen = [o for one in documents.documents() for o in judge(check, one, RULES, today=TODAY)]
    return [(o.answer, o.url) for o in seen]


class TestSiteDocuments:
    def test_a_document_interpreted_on_another_host_of_the_unit_is_not_missing(self, connection):
        told = missing(site_documents(connection, PORTAL))

        assert told == [("problem", f"http://{PORTAL}/停车收费.html")]

    def test_a_document_on_two_hosts_is_told_once_for_the_host_that_had_it_first(self, connection):
        portal, office = site_documents(connection, PORTAL), site_documents(connection, OFFICE)

        assert sorted(len(one.copies) for one in portal.documents()) == [0, 1]
        assert sorted(p.policy.url for p in portal.pairs()) == [f"http://{PORTAL}/养老服务.html"]
        assert list(office.documents()) == []
        assert list(office.pairs()) == []

    def test_an_interpretation_is_told_for_its_own_host_with_its_text(self, connection):
        (one,) = site_documents(connection, OFFICE).interpretations()

        assert one.page.text == CLAUSES
        assert [p.url for p in one.policies] == [f"http://{PORTAL}/养老服务.html"]

    def test_nobody_is_accused_where_the_site_was_not_walked_to_its_end(self, connection):
        entry = entry_for(f"http://{OFFICE}/more.html", OFFICE)
        Frontier(connection).add([replace(entry, reason=BUDGET_SPENT)])

        assert missing(site_documents(connection, PORTAL)) == [("unsure", f"http://{PORTAL}/停车收费.html")]

    def test_nobody_is_accused_where_the_list_of_interpretations_was_not_seen(self, connection):
        section = Section(
            kind="interpretation", name="政策解读", url="/jd/", needs_rendering="列表由脚本生成"
        )

        told = missing(site_documents(connection, PORTAL, [section]))

        assert [answer for answer, _ in told] == ["unsure"]


class TestInterpretationPart:
    def test_copied_texts_lie_side_by_side_with_the_common_sentences_marked(self, connection):
        documents = site_documents(connection, PORTAL)
        check = load_checks()["interpretation.copied"]
        seen = [o for pair in documents.pairs() for o in judge(check, pair, RULES, today=TODAY)]

        part = interpretation_part(documents, seen, PageStore(connection), RULES, TODAY)

        (compared,) = part.comparisons
        assert (compared.compared, compared.shared) == (6, 6)
        assert "".join(p.text for p in compared.interpretation) == CLAUSES
        assert all(p.is_shared for p in compared.policy)

    def test_it_counts_what_must_be_interpreted_and_what_is(self, connection):
        part = interpretation_part(
            site_documents(connection, PORTAL), [], PageStore(connection), RULES, TODAY
        )

        assert [(d.must, d.documents, d.interpreted) for d in part.duties] == [("应解读", 2, 1)]

    def test_forms_are_told_once_for_the_unit(self, connection):
        parts = [
            interpretation_part(site_documents(connection, host), [], PageStore(connection), RULES, TODAY)
            for host in (PORTAL, OFFICE)
        ]

        assert [[(f.form, f.count) for f in part.forms] for part in parts] == [[], [("文字", 1)]]
