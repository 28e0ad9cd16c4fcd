"""
Looks again at earlier findings of new-media accounts, by what was handed in since.

Nobody may crawl a platform: what was not handed in anew cannot be tested. The folder has the form that
`kaoping accounts` reads, with nothing in it but what is newer than the findings.
"""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from kaoping.checks import Check, Observation
from kaoping.findings import Suspect
from kaoping.ledger import OpenItem, Sighting
from kaoping.pages.newmedia import Post
from kaoping.pages.newmedia.posts import title_key
from kaoping.reports.accounts import AccountRow, AccountsReport

from .accounts import AccountsPlan, check_accounts

FOLDER = "accounts"
NOTHING_HANDED_IN = "没有新交来的账号资料"
_OF_REGISTER = "newmedia.unfiled"  # judged by the list of accounts alone
_NAMING = ("item", "title", "task", "wrong", "rule")


def is_of_account(item: OpenItem, checks: Mapping[str, Check]) -> bool:
    """Whether a check of accounts saw it."""
    check = checks.get(item.check)
    return check is not None and check.is_of_accounts


def account_sightings(
    items: Sequence[OpenItem], plan: AccountsPlan | None, folder: Path
) -> Mapping[str, Sighting]:
    """
    What is seen of each finding now, by its id. Results of the check lie in `folder`, and an earlier try's
    are replaced.

    Args:
        plan: None: nothing was handed in since.

    Raises:
        KaopingError: For what the user can mend in the lists.
    """
    if not items:
        return {}
    if plan is None:
        return {item.id: Sighting("unseen", NOTHING_HANDED_IN) for item in items}
    shutil.rmtree(folder, ignore_errors=True)
    seeing = _Seeing(check_accounts(plan, folder))
    return {item.id: seeing.of(item) for item in items}


class _Seeing:
    def __init__(self, report: AccountsReport) -> None:
        self._rows = {row.seen.site: row for row in report.accounts}
        self._observations: dict[str, list[Observation]] = {}
        for one in report.observations:
            self._observations.setdefault(one.site, []).append(one)
        self._posts: dict[str, list[Post]] = {}
        for post in report.posts:
            self._posts.setdefault(post.site, []).append(post)

    def of(self, item: OpenItem) -> Sighting:
        suspect = item.finding.suspect
        row = self._rows.get(account_key(suspect)) or self._renamed(suspect)
        if row is None:
            return Sighting("unseen", "账号名单中已没有这个账号")
        if not row.seen.is_running and item.check != _OF_REGISTER:
            return Sighting("gone", f"账号已{row.seen.state}", url=suspect.url)
        if not row.seen.lanes and item.check != _OF_REGISTER:
            return Sighting("unseen", NOTHING_HANDED_IN)
        if item.check == "newmedia.wording":
            return self._by_post(suspect, row)
        if item.check == "newmedia.repost_missed":
            return self._by_task(suspect, row)
        return self._by_account(item, row)

    def _renamed(self, suspect: Suspect) -> AccountRow | None:
        """The account that bore this name before."""
        platform, _, name = account_key(suspect).partition("·")
        near = (r for r in self._rows.values() if r.seen.platform == platform and name in r.seen.former)
        return next(near, None)

    def _by_account(self, item: OpenItem, row: AccountRow) -> Sighting:
        suspect = item.finding.suspect
        own = [one for one in self._observations.get(row.seen.site, ()) if one.check == item.check]
        same = [one for one in own if _named(one.facts) == _named(suspect.facts)]
        there = next((one for one in same if one.answer == "problem"), None)
        if there is not None:
            return _seen_as(there, "there")
        # an answer that tells of the account as a whole names nothing of it
        open_ = next((one for one in own if one.answer in ("unsure", "not_checked")), None)
        if open_ is not None:
            return _seen_as(open_, "unseen")
        if item.check in ("newmedia.stale", "newmedia.never_updated") and not row.seen.whole_lanes:
            return Sighting("unseen", "新交资料不反映全部推文,不能认定")
        return Sighting("gone", f"按新交资料({_lanes(row)})没有再发现该问题", url=suspect.url)

    def _by_task(self, suspect: Suspect, row: AccountRow) -> Sighting:
        """Passed on since: the post is there. Its task need not be in the lists that came in."""
        wanted = title_key(str(suspect.facts.get("item", "")))
        posts = self._posts.get(row.seen.site, ())
        post = next((p for p in posts if not p.deleted and title_key(p.title) == wanted), None)
        if post is not None and wanted:
            return Sighting("gone", "已转载", at=post.seen_at, url=post.address, digest=post.digest)
        if not row.seen.whole_lanes:
            return Sighting("unseen", "新交资料不反映全部推文,不能认定")
        return Sighting("there", "新交资料中仍没有这篇转载", url=suspect.url)

    def _by_post(self, suspect: Suspect, row: AccountRow) -> Sighting:
        own = [one for one in self._observations.get(row.seen.site, ()) if one.check == "newmedia.wording"]
        same = [
            one
            for one in own
            if one.facts.get("wrong") == suspect.facts.get("wrong")
            and (one.url == suspect.url or (suspect.quote and one.quote == suspect.quote))
        ]
        if same:
            return _seen_as(same[0], "there" if same[0].answer == "problem" else "unseen")
        post = next((p for p in self._posts.get(row.seen.site, ()) if _is_post(p, suspect)), None)
        if post is None:
            return Sighting("unseen", "新交资料中没有这篇推文")
        if post.deleted:
            return Sighting("gone", f"推文已删除({post.deleted})", at=post.seen_at, url=suspect.url)
        if "图中文字" in str(suspect.facts.get("place", "")) and not post.picture_text:
            return Sighting("unseen", "这篇推文的图片没有识读")
        if not post.text and suspect.quote not in post.title:
            return Sighting("unseen", "新交资料只有这篇推文的标题,没有正文")
        if any(one.answer == "not_checked" and one.url == post.address for one in own):
            return Sighting("unseen", "这篇推文没有判断成")
        return Sighting(
            "gone", "推文中没有再发现该问题", at=post.seen_at, url=suspect.url, digest=post.digest
        )


def account_key(suspect: Suspect) -> str:
    """The account that a finding is about, as its check called it."""
    return str(suspect.facts.get("account") or suspect.facts.get("name") or suspect.site)


def _named(facts: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(facts.get(name, "")) for name in _NAMING)


def _is_post(post: Post, suspect: Suspect) -> bool:
    if post.address == suspect.url or (post.url and post.url in suspect.pages):
        return True
    title = str(suspect.facts.get("title", ""))
    return bool(title) and title_key(post.title) == title_key(title)


def _lanes(row: AccountRow) -> str:
    return "、".join(row.seen.lanes) or "账号名单"


def _seen_as(seen: Observation, how: str) -> Sighting:
    return Sighting(
        seen=how,  # type: ignore[arg-type]
        message=seen.message,
        at=seen.seen_at,
        url=seen.url,
        quote=seen.quote,
        digest=seen.evidence.digest,
    )
