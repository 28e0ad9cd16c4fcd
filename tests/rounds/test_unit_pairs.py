"""Documents and interpretations of one unit's sites, put together from what a run has stored."""

from datetime import date

import msgspec
import pytest

from kaoping.pages import Page, stored
from kaoping.roster import SiteEntry
from kaoping.rounds.store import PageStore, open_state
from kaoping.rounds.tasks import Outcome
from kaoping.rounds.unit_pairs import UnitPairs
from kaoping.rulebook import load_rulebook

PORTAL, OFFICE = "www.example.com", "czj.example.com"


def entry(host, unit):
    return SiteEntry(unit=unit, unit_kind="", name=host, url=f"http://{host}/", code="")


@pytest.fixture
def store(tmp_path):
    kept = PageStore(open_state(tmp_path / "state.sqlite"))
    text = "近日，市政府办公室印发了《望川市养老服务促进办法》，现解读如下。"
    policy = Page(url=f"http://{PORTAL}/1.html", shape="article", kind="policy",
                  title="望川市养老服务促进办法", published=date(2026, 5, 6))  # fmt: skip
    reading = Page(url=f"http://{OFFICE}/2.html", shape="article", kind="interpretation",
                   title="养老新政策解读", published=date(2026, 5, 8), text=text)  # fmt: skip
    for number, (site, page) in enumerate([(PORTAL, policy), (OFFICE, reading)]):
        record = msgspec.msgpack.encode(stored(page))
        outcome = Outcome(page=record, shape=page.shape, kind=page.kind, url=page.url)
        kept.put(number, site, number, page.url, outcome)
    return kept


class TestUnitPairs:
    @pytest.mark.parametrize(
        "units",
        [("望川市人民政府", "望川市人民政府"), (PORTAL, OFFICE)],
        ids=["the roster's unit is the same", "bare addresses of one domain"],
    )
    def test_a_pair_across_a_units_sites_is_told_once_for_the_documents_site(self, store, units):
        entries = [entry(PORTAL, units[0]), entry(OFFICE, units[1])]
        pairs = UnitPairs(store, entries, load_rulebook())

        found = {e.name: [(p.policy.url, p.interpretation.url) for p in pairs.of(e)] for e in entries}

        assert found == {PORTAL: [(f"http://{PORTAL}/1.html", f"http://{OFFICE}/2.html")], OFFICE: []}

    def test_sites_of_different_units_are_not_paired(self, store):
        entries = [entry(PORTAL, "望川市人民政府"), entry(OFFICE, "望川市财政局")]
        pairs = UnitPairs(store, entries, load_rulebook())

        assert [list(pairs.of(e)) for e in entries] == [[], []]
