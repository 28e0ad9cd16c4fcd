"""Judges the accounts of one folder: puts each together, runs its checks, lays each fact down once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from kaoping.checks import fold, judge, load_checks, silence, sort_key
from kaoping.checks.observation import Evidence, Observation
from kaoping.pages.newmedia import (
    LANES,
    AccountSeen,
    Phone,
    Post,
    RepostDuty,
    account_seen,
    repost_duties,
)
from kaoping.reports.accounts import AccountRow, LaneRow
from kaoping.rulebook import Rulebook

from .account_folder import AccountFolder
from .lane_tasks import LanePool
from .telling import FAR_MORNING

_NOBODY = Phone()


@dataclass(frozen=True, slots=True)
class AccountsJudged:
    """All accounts of a folder, judged."""

    rows: tuple[AccountRow, ...]
    lanes: tuple[LaneRow, ...]
    posts: tuple[Post, ...]
    observations: tuple[Observation, ...]
    remarks: tuple[str, ...]
    looked_at: Mapping[str, Mapping[str, int]]  # account's key -> check id -> subjects


async def judge_accounts(
    found: AccountFolder, posts: Sequence[Post], rules: Rulebook, today: date, pool: LanePool
) -> AccountsJudged:
    """
    Judge everything. The same folder, captures, rulebook and date give the same records.

    `posts` are those of the folder, joined; they are judged by their words in children, and one that ends
    its child is *not checked*.
    """
    spoken, lost = await pool.judge(posts)
    own: dict[str, list[Post]] = {}
    for post in posts:
        own.setdefault(post.site, []).append(post)
    seen = {one.key: _seen(found, one.key, own.get(one.key, []), today) for one in found.accounts}
    facts = [*spoken, *_unjudged(lost, rules), *_of_accounts(seen.values(), rules, today)]
    owed = list(_duties(found, own, seen, today))
    facts += (o for duty in owed for o in _of_duty(duty, rules, today))
    duties = Counter(duty.site for duty in owed)
    told = _silenced(facts, found, rules, today)
    observations = tuple(sorted((_completed(o, found, own, rules, today) for o in fold(told)), key=sort_key))
    return AccountsJudged(
        rows=tuple(_row(one, observations, rules, today) for one in seen.values()),
        lanes=tuple(_lane_rows(found, posts)),
        posts=tuple(posts),
        observations=observations,
        remarks=tuple(found.remarks),
        looked_at={
            one.key: {
                **dict.fromkeys(_ids(AccountSeen, rules), 1),
                **dict.fromkeys(_ids(Post, rules), len(own.get(one.key, ()))),
                **dict.fromkeys(_ids(RepostDuty, rules), duties.get(one.key, 0)),
            }
            for one in found.accounts
        },
    )


def _ids(kind: type, rules: Rulebook) -> list[str]:
    return [c.id for c in load_checks().values() if kind in c.subjects and rules.demand_of(c.id)]


def _seen(found: AccountFolder, key: str, posts: Sequence[Post], today: date) -> AccountSeen:
    return account_seen(
        found.directory.by_key[key],
        posts,
        lanes=found.told.get(key, ()),
        whole=found.whole.get(key, ()),
        today=today,
        menu=found.menus.get(key),
        phone=found.phones.get(key, _NOBODY),
    )


def _of_accounts(accounts: Iterable[AccountSeen], rules: Rulebook, today: date) -> list[Observation]:
    checks = [c for c in load_checks().values() if AccountSeen in c.subjects and rules.demand_of(c.id)]
    return [o for one in accounts for c in checks for o in judge(c, one, rules, today=today)]


def _duties(
    found: AccountFolder,
    own: Mapping[str, Sequence[Post]],
    seen: Mapping[str, AccountSeen],
    today: date,
) -> Iterator[RepostDuty]:
    for entry in found.accounts:
        is_whole = bool(found.whole.get(entry.key))
        if seen[entry.key].lanes:  # else nothing is known of its posts: `newmedia.stale` says so once
            posts = own.get(entry.key, ())
            yield from repost_duties(entry, posts, found.reposts, is_whole=is_whole, today=today)


def _of_duty(duty: RepostDuty, rules: Rulebook, today: date) -> Iterator[Observation]:
    for check in load_checks().values():
        if RepostDuty in check.subjects and rules.demand_of(check.id):
            yield from judge(check, duty, rules, today=today)


def _unjudged(lost: Sequence[Post], rules: Rulebook) -> Iterator[Observation]:
    for post in lost:
        yield Observation(
            check="newmedia.wording",
            answer="not_checked",
            site=post.site,
            unit=post.unit,
            url=post.address,
            message="推文未检查:判断超时或耗尽内存,已中止",
            facts={"why": "判断超时或耗尽内存,已中止", "name": post.site},
            rule_version=rules.version,
        )


def _silenced(
    facts: Sequence[Observation], found: AccountFolder, rules: Rulebook, today: date
) -> Iterator[Observation]:
    ordered = sorted(facts, key=lambda o: o.site)
    for key, own in groupby(ordered, key=lambda o: o.site):
        unit = found.directory.by_key[key].unit
        yield from silence(own, rules.waivers, today, unit=unit, site=key).kept


def _completed(
    one: Observation, found: AccountFolder, own: Mapping[str, Sequence[Post]], rules: Rulebook, today: date
) -> Observation:
    moment = datetime.combine(today, FAR_MORNING, UTC)
    newest = next((p for p in own.get(one.site, ()) if p.digest), None)
    is_bare = not one.evidence.digest and newest is not None
    return replace(
        one,
        unit=found.directory.by_key[one.site].unit,
        rule_version=rules.version,
        evidence=Evidence(newest.digest, newest.archive, newest.offset)
        if is_bare and newest
        else one.evidence,
        seen_at=one.seen_at or (newest.seen_at if newest else None) or moment,
    )


def _row(seen: AccountSeen, observations: Sequence[Observation], rules: Rulebook, today: date) -> AccountRow:
    demand = rules.demand_of("newmedia.stale")
    window = int(demand.options["window_days"]) if demand else 14
    period = int(demand.options["period_days"]) if demand else 180
    gaps = [days for days, _, _ in seen.gaps(today, today - timedelta(days=period))]
    if seen.newest and (today - seen.newest).days > period:
        gaps = [(today - seen.newest).days]
    mine = [o for o in observations if o.site == seen.site]
    return AccountRow(
        seen=seen,
        days_since=(today - seen.newest).days if seen.newest else None,
        longest_gap=max(gaps, default=0) if seen.days else 0,
        broken_days=sum(max(0, days - window) for days in gaps) if seen.days else 0,
        problems=sum(o.answer == "problem" and o.lane != "hint" for o in mine),
        unsure=sum(o.answer == "unsure" for o in mine),
    )


def _lane_rows(found: AccountFolder, posts: Sequence[Post]) -> Iterator[LaneRow]:
    for lane in LANES.values():
        accounts = sum(lane.id in lanes for lanes in found.told.values())
        count = sum(lane.id in post.told_by for post in posts)
        if accounts or count:
            yield LaneRow(lane.name, accounts, count)
