"""An account as seen by all its lanes: the record that checks judge, and what it has to pass on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from kaoping.roster.accounts import AccountEntry, RepostTask

from .lanes import lane_of
from .menus import MenuItem, Phone
from .posts import Post

_NOBODY = Phone()
MOST_DAYS = 2000


@dataclass(frozen=True, slots=True)
class AccountSeen:
    """
    One account. `days` are its days of publication up to today, newest first, each once. `whole_lanes` are
    the names of lanes that told all its posts; without any, silence proves nothing. `from_day` is the first
    day of which they tell, where known.
    """

    site: str = ""
    unit: str = ""
    url: str = ""
    platform: str = ""
    name: str = ""
    id: str = ""
    kind: str = ""
    state: str = "正常"
    filed: bool | None = None
    filed_name: str = ""
    opened: date | None = None
    has_service: bool | None = None
    former: tuple[str, ...] = ()
    lanes: tuple[str, ...] = ()  # Chinese names of all lanes that told of it
    whole_lanes: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    post_count: int = 0
    undated_count: int = 0  # posts without a date that is believed
    doubts: tuple[str, ...] = ()  # Chinese reasons why dates are not believed
    deleted_count: int = 0
    printed_names: tuple[str, ...] = ()  # account names that its articles print, the newest first
    menu: tuple[MenuItem, ...] = ()
    has_menu_seen: bool = False
    phone: Phone = _NOBODY

    @property
    def newest(self) -> date | None:
        """Its last day of publication."""
        return self.days[0] if self.days else None

    @property
    def is_running(self) -> bool:
        """Whether it is to be kept up."""
        return self.state in ("正常", "改名")

    def gaps(self, today: date, since: date) -> Iterator[tuple[int, date, date]]:
        """Days without a post between two posts, or since the last until today, from `since` on."""
        days = sorted(day for day in self.days if day >= since)
        for first, then in pairwise([*days, today]):
            yield (then - first).days, first, then


@dataclass(frozen=True, slots=True)
class Told:
    """A post that may be the one which was to be passed on."""

    title: str = ""
    url: str = ""
    published: date | None = None
    links: str = ""  # its text, where the original's address may stand


@dataclass(frozen=True, slots=True)
class RepostDuty:
    """One article that one account has to pass on, with its posts of those days."""

    site: str = ""
    unit: str = ""
    url: str = ""
    title: str = ""
    task_url: str = ""
    published: date | None = None
    due: date | None = None
    is_whole: bool = False
    told: tuple[Told, ...] = ()


def account_seen(
    entry: AccountEntry,
    posts: Sequence[Post],
    *,
    lanes: Iterable[str],
    whole: Iterable[str],
    today: date,
    menu: Sequence[MenuItem] | None = None,
    phone: Phone = _NOBODY,
) -> AccountSeen:
    """
    Put one account together.

    Args:
        posts: Its own, joined.
        lanes: Ids of all lanes that told of it, also of those that told that it has no post.
        whole: Ids of those that told all its posts.
        menu: None: nobody saw it.
    """
    known, all_of = tuple(dict.fromkeys(lanes)), frozenset(whole)
    seen = date.fromisoformat(phone.newest) if phone.newest else None
    days = sorted(
        {d for d in (*(p.published for p in posts), seen) if d is not None and d <= today}, reverse=True
    )
    return AccountSeen(
        site=entry.key,
        unit=entry.unit,
        url=next((p.url for p in posts if p.url and not p.deleted), entry.key),
        platform=entry.platform,
        name=entry.name,
        id=entry.id,
        kind=entry.kind,
        state=entry.state,
        filed=entry.filed,
        filed_name=entry.filed_name,
        opened=entry.opened,
        has_service=entry.has_service,
        former=entry.former,
        lanes=tuple(lane_of(one).name for one in known),
        # who looked at the account itself saw its newest post: nothing came after it
        whole_lanes=tuple(lane_of(one).name for one in known if one in all_of or (one == "phone" and seen)),
        days=tuple(days[:MOST_DAYS]),
        post_count=len(posts),
        undated_count=sum(1 for p in posts if p.published is None),
        doubts=tuple(dict.fromkeys(p.doubt for p in posts if p.doubt and p.published is None))[:5],
        deleted_count=sum(1 for p in posts if p.deleted),
        printed_names=tuple(dict.fromkeys(p.author for p in posts if p.author)),
        menu=tuple(menu or ()),
        has_menu_seen=menu is not None,
        phone=phone,
    )


def repost_duties(
    entry: AccountEntry, posts: Sequence[Post], tasks: Iterable[RepostTask], *, is_whole: bool, today: date
) -> Iterator[RepostDuty]:
    """What this account has to pass on by now, with the posts among which it must be."""
    for task in tasks:
        if task.due >= today or not entry.is_running or not task.concerns(entry):
            continue
        if entry.opened and entry.opened > task.due:
            continue
        near = [
            Told(p.title, p.url, p.published, p.text[:5000])
            for p in posts
            if p.published is None or task.published <= p.published <= task.due + timedelta(days=60)
        ]
        yield RepostDuty(
            site=entry.key,
            unit=entry.unit,
            url=next((p.url for p in posts if p.url), entry.key),
            title=task.title,
            task_url=task.url,
            published=task.published,
            due=task.due,
            is_whole=is_whole,
            told=tuple(near),
        )
