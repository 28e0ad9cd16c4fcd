"""What a look back saw of each earlier finding: there, gone, or not to be seen, with the evidence."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kaoping.checks import Check, Observation
from kaoping.gather import FAILURE_WORDS, Failure, address_hash, host_of, normalise
from kaoping.ledger import OpenItem, Sighting, same_as
from kaoping.pages import Attachment, LinkTarget, Page
from kaoping.pages.attachments import CitedAttachment
from kaoping.pages.disclosure import CatalogueItem, DisclosureMap
from kaoping.pages.documents import PolicyDocument, UnitInterpretations
from kaoping.pages.interaction import InteractionReading
from kaoping.pages.suspicion import ForeignLoad, OuterPage, Views
from kaoping.pages.townships import Platform

from .attachment_store import AttachmentStore
from .cut_short import pages_left
from .judging import READ_WORDS, Judgement
from .lookback_orders import addresses_of, is_by_page
from .sightings import GONE, Sightings
from .store import PageStore

NOT_BY_CHECK = "不是由检查项发现的,须由人员复核"
DRAWN_BY_SCRIPT = "页面由脚本生成,需要浏览器渲染"
MOST_HOPS = 10
TEMPLATE_PAGES = 20  # of so many pages of one template one may be unseen
# who reads these says "missing" of a whole site: a part of it proves nothing
_WHOLE = frozenset({CatalogueItem, DisclosureMap, Platform, PolicyDocument, UnitInterpretations})
# faults that are gone together with the page that bore them
_GONE_WITH_PAGE = frozenset({LinkTarget, CitedAttachment, ForeignLoad, OuterPage, Views, Attachment})
_GONE_GROUPS = ("wording", "integrity", "privacy", "norms")


@dataclass(frozen=True, slots=True)
class PageState:
    """How one address was found: `why` says in Chinese why it could not be seen, `gone` how it is gone."""

    why: str = ""
    gone: str = ""


def unlooked(item: OpenItem, checks: Mapping[str, Check]) -> Sighting:
    """A finding at which no machine can look again."""
    if not item.check:
        return Sighting("unseen", NOT_BY_CHECK)
    is_known = item.check in checks
    return Sighting("unseen", "没有网站地址" if is_known else f"规则中没有检查项 {item.check}")


class Seeing:
    """Reads the run's state file and its judgements; holds nothing of its own."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        judgements: Iterable[Judgement],
        checks: Mapping[str, Check],
    ) -> None:
        self._db = connection
        self._judgements = {host_of(normalise(j.entry.url) or j.entry.url): j for j in judgements}
        self._checks = checks
        self._store = PageStore(connection)
        self._files = AttachmentStore(connection)
        self._sightings = Sightings(connection, self._store)

    def of(self, item: OpenItem) -> Sighting:
        """What was seen of one finding. What could not be seen is never gone, and never there."""
        suspect = item.finding.suspect
        check, judgement = self._checks.get(item.check), self._judgements.get(suspect.site)
        if check is None or judgement is None:
            return unlooked(item, self._checks)
        same = same_as(suspect, check.id, judgement.observations)
        there = next((o for o in same if o.answer == "problem"), None)
        if there is not None:
            return self._there(there, check, suspect.site)
        if same:
            return _seen_as(same[0], "unseen")
        if is_by_page(check):
            return self._by_pages(item, check)
        return self._by_site(item, check, judgement)

    def _there(self, seen: Observation, check: Check, site: str) -> Sighting:
        is_home = address_hash(seen.url) == address_hash(self._home(site))
        says_missing = not _WHOLE.isdisjoint(check.subjects) or (
            InteractionReading in check.subjects and is_home
        )
        left = pages_left(self._db, site) if says_missing else 0
        if left:
            why = f"网站没有看全(还有{left}页未访问),不能认定仍然缺失;可加大 --max-pages 重新复核"
            return replace(_seen_as(seen, "unseen"), message=why)
        return _seen_as(seen, "there")

    def _by_pages(self, item: OpenItem, check: Check) -> Sighting:
        urls = addresses_of(item)
        states = {url: self._state(url, check) for url in urls}
        if shut := _shut(states, check):
            return self._proven("unseen", f"{states[shut].why}:{shut}", shut, item)
        if Views in check.subjects and (why := self._why_not_viewed(urls, item.finding.suspect.site)):
            return self._proven("unseen", why, urls[0], item)
        target = normalise(str(item.finding.suspect.facts.get("target", "")))
        if target and not _GONE_WITH_PAGE.isdisjoint(check.subjects):
            return self._by_target(item, urls[0], target)
        gone = [s.gone for s in states.values() if s.gone]
        if urls and len(gone) == len(urls):
            is_cured = check.group in _GONE_GROUPS or not _GONE_WITH_PAGE.isdisjoint(check.subjects)
            words = f"页面已删除({gone[0]})"
            if not is_cured:
                words += ",是否已按要求处理须人工核对"
            return self._proven("gone" if is_cured else "unseen", words, urls[0], item)
        seen = next((url for url in urls if not states[url].gone), item.finding.suspect.url)
        return self._proven("gone", "复核时没有再发现该问题", seen, item)

    def _why_not_viewed(self, urls: Sequence[str], site: str) -> str:
        """Why other eyes saw nothing of these pages, or ``""`` where each of them did."""
        hashes = [address_hash(url) for url in (*urls, self._home(site))]
        marks = ",".join("?" * len(hashes))
        answers = self._db.execute(
            "SELECT status, failure FROM captures WHERE seq IN (SELECT max(seq) FROM captures"
            f" WHERE role LIKE 'view%' AND url_hash IN ({marks}) GROUP BY url_hash, role)",
            hashes,
        ).fetchall()
        if not answers:
            return "没有以其他身份(爬虫、搜索来访者、手机)查看"
        is_refused = any(failure or (status or 0) >= 400 for status, failure in answers)
        return "对方拒绝其他身份(爬虫、搜索来访者、手机)访问" if is_refused else ""

    def _by_target(self, item: OpenItem, page: str, target: str) -> Sighting:
        """A dead or bad address: no page leads there any more, or it answers as it should."""
        site, url_hash = item.finding.suspect.site, address_hash(target)
        cited, _ = self._store.citing(site, {url_hash})[url_hash]
        if not cited:
            return self._proven("gone", "页面已不再引用该地址", page, item)
        why = self._answer(target)
        if why:
            return self._proven("unseen", f"所指地址{why}:{target}", target, item)
        return self._proven("gone", "所指地址已能正常打开", target, item)

    def _by_site(self, item: OpenItem, check: Check, judgement: Judgement) -> Sighting:
        suspect = item.finding.suspect
        if judgement.site.home is None:
            why = judgement.site.home_unseen or "首页无法访问"
            return self._proven("unseen", why, self._home(suspect.site), item)
        states = {url: self._state(url, check) for url in addresses_of(item)}
        if shut := _shut(states, check):
            return self._proven("unseen", f"{states[shut].why}:{shut}", shut, item)
        return self._proven("gone", "复核时没有再发现该问题", suspect.url, item)

    def _state(self, url: str, check: Check) -> PageState:
        """How one of the finding's pages was found."""
        row = self._store.row(address_hash(url))
        if row is not None:
            if row.unreadable:
                return PageState(row.unreadable)
            if row.says_not_found:
                return PageState(gone=f"返回200但页面显示“{row.says_not_found}”")
            is_blind = row.needs_rendering and (check.group in READ_WORDS or Page not in check.subjects)
            return PageState(DRAWN_BY_SCRIPT) if is_blind else PageState()
        file = self._files.file(address_hash(url))
        if file is not None:
            is_read = file.state in ("read", "capped") and file.has_text
            return PageState() if is_read else PageState("附件没有可读文字或无法读取")
        return self._unread(url)

    def _unread(self, url: str) -> PageState:
        """An address of which no page was made: gone, refused, or redirected to one that was."""
        for _ in range(MOST_HOPS):
            status, failure, location = self._last(url)
            if status in GONE and not failure:
                return PageState(gone=f"返回{status}")
            if failure or status is None or status >= 400:
                return PageState(self._why(url, status, failure))
            if not location:
                break
            url = location
            if self._store.row(address_hash(url)) is not None:
                return PageState()
        return PageState("没有读到页面内容")

    def _answer(self, target: str) -> str:
        """Why a target that is still cited cannot be called alive, or ``""``."""
        for _ in range(MOST_HOPS):
            status, failure, location = self._last(target)
            if failure or status is None or status >= 400:
                return self._why(target, status, failure)
            if not location:
                return ""
            target = location
        return FAILURE_WORDS[Failure.REDIRECT_LOOP]

    def _last(self, url: str) -> tuple[int | None, str, str]:
        row = self._db.execute(
            "SELECT status, failure, location FROM captures WHERE url_hash=? AND role NOT LIKE 'view%'"
            " ORDER BY seq DESC LIMIT 1",
            (address_hash(url),),
        ).fetchone()
        return (row[0], row[1] or "", row[2] or "") if row else (None, "", "")

    def _why(self, url: str, status: int | None, failure: str) -> str:
        if failure:
            return FAILURE_WORDS[Failure(failure)]
        if status is not None:
            return f"返回{status}"
        key = address_hash(url)
        row = self._db.execute("SELECT reason FROM urls WHERE hash IN (?,?)", (key, ~key)).fetchone()
        return f"没有访问({row[0]})" if row and row[0] else "没有访问到"

    def _home(self, site: str) -> str:
        judgement = self._judgements.get(site)
        return judgement.site.home_url if judgement else f"http://{site}/"

    def _proven(self, seen: str, message: str, proof: str, item: OpenItem) -> Sighting:
        evidence, at = self._sightings.evidence(address_hash(proof))
        return Sighting(
            seen=seen,  # type: ignore[arg-type]
            message=message,
            at=at or self._sightings.last_moment(item.finding.suspect.site),
            url=item.finding.suspect.url,
            digest=evidence.digest,
            archive=evidence.archive,
            offset=evidence.offset,
        )


def _shut(states: Mapping[str, PageState], check: Check) -> str:
    """
    The first page that could not be seen, or ``""``. A template's fault is proven by the pages that were,
    where they are nearly all and the finding's own is among them.
    """
    shut = [url for url, state in states.items() if state.why]
    if not shut:
        return ""
    is_proven = check.group == "norms" and shut[0] != next(iter(states))
    return "" if is_proven and len(shut) * TEMPLATE_PAGES <= len(states) else shut[0]


def _seen_as(seen: Observation, how: str) -> Sighting:
    return Sighting(
        seen=how,  # type: ignore[arg-type]
        message=seen.message,
        at=seen.seen_at,
        url=seen.url,
        pages=seen.pages,
        quote=seen.quote,
        digest=seen.evidence.digest,
        archive=seen.evidence.archive,
        offset=seen.evidence.offset,
    )
