"""
RSS, Atom and JSON feeds of accounts. Untrusted: XML with a DTD is refused unread, dates are held against the
day on which the feed was seen.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree

import msgspec

from kaoping.gather.addresses import join
from kaoping.roster import BEIJING

from .posts import LONGEST_TEXT, Post, believed
from .richtext import text_of_markup

LARGEST_BYTES = 10 << 20
MOST_ITEMS = 5000
MOST_ALIKE = 3  # entries of one instant, or of the feed's own making, from which on its dates are no dates
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE).search
_NOT_PLAIN = re.compile(rb"[\x00]")


class NotAFeed(ValueError):
    """`args[0]` says in Chinese why it is none."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed read: its title, its posts as it tells them, and what must be said of it."""

    title: str = ""
    posts: tuple[Post, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class _Item:
    title: str
    url: str
    at: datetime | None
    text: str
    pictures: tuple[str, ...] = ()


def read_feed(body: bytes, url: str, *, seen_at: datetime) -> Feed:
    """
    Posts of a feed, in its order, without account: whoever knows whose feed it is puts that in.

    Dates after the day of sight, and dates that are plainly the instant of the feed's making (the same for
    all entries), are not believed.

    Raises:
        NotAFeed: Neither RSS nor Atom nor a JSON feed, broken, or with a DTD.
    """
    body = body[:LARGEST_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    if body.startswith((b"{", b"[")):
        title, items = _json(body, url)
    else:
        title, items = _xml(body, url)
    kept = items[:MOST_ITEMS]
    liars = _made_up(kept, seen_at)
    posts = tuple(_post(one, url, seen_at, liars) for one in kept)
    remark = "订阅源条目过多,只读一部分" if len(items) > MOST_ITEMS else liars
    return Feed(title[:120], posts, remark)


def _post(one: _Item, url: str, seen_at: datetime, liars: str) -> Post:
    seen_on = seen_at.astimezone(BEIJING).date()
    day, doubt = believed(one.at.astimezone(BEIJING).date() if one.at else None, seen_on)
    return Post(
        url=one.url,
        title=one.title[:300],
        text=one.text[:LONGEST_TEXT],
        published=None if liars else day,
        doubt=liars or doubt,
        lane="feed",
        where=url,
        pictures=one.pictures,
        seen_at=seen_at,
    )


def _made_up(items: list[_Item], seen_at: datetime) -> str:
    """Why the dates of a feed tell when it was made rather than when its entries were, or ``""``."""
    moments = [one.at for one in items if one.at]
    if len(moments) < MOST_ALIKE:
        return ""
    most = Counter(moments).most_common(1)[0][1]
    if most == len(moments) and len({one.url for one in items}) > 1:
        return "订阅源各条时间完全相同,是生成时间而不是发布时间"
    near = sum(1 for at in moments if abs(at - seen_at) < timedelta(minutes=10))
    return "订阅源各条时间都是采集那一刻,不是发布时间" if near == len(moments) else ""


def _json(body: bytes, url: str) -> tuple[str, list[_Item]]:
    try:
        data = msgspec.json.decode(body)
    except (msgspec.MsgspecError, RecursionError):
        raise NotAFeed("不是有效的 JSON 订阅源") from None
    if not isinstance(data, Mapping) or not isinstance(data.get("items"), list):
        raise NotAFeed("JSON 中没有 items 列表,不是 JSON 订阅源")
    entries = [one for one in data["items"] if isinstance(one, Mapping)]
    return _text(data.get("title")), [_json_item(one, url) for one in entries]


def _json_item(one: Mapping[str, Any], url: str) -> _Item:
    markup = _text(one.get("content_html"))
    words, pictures = text_of_markup(markup) if markup else (_text(one.get("content_text")), ())
    told = _text(one.get("date_published")) or _text(one.get("date_modified"))
    link = _text(one.get("url")) or _text(one.get("external_url"))
    return _Item(_text(one.get("title")), _address(link, url), _moment(told), words, pictures)


def _xml(body: bytes, url: str) -> tuple[str, list[_Item]]:
    if _DTD(body) or _NOT_PLAIN.search(body[:4096]):
        raise NotAFeed("订阅源含 DTD 或实体声明,或不是文本,未采用")
    try:
        root = ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise NotAFeed(f"不是有效的 RSS 或 Atom({str(error)[:80]})") from None
    kind = _local(root.tag)
    if kind == "feed":
        return _of(root, "title"), [_atom_item(one, url) for one in _all(root, "entry")]
    if kind in ("rss", "RDF"):
        channel = next(_all(root, "channel"), root)
        entries = list(_all(channel, "item")) or list(_all(root, "item"))
        return _of(channel, "title"), [_rss_item(one, url) for one in entries]
    raise NotAFeed(f"根元素是 {kind[:40]},不是 RSS 或 Atom")


def _rss_item(one: ElementTree.Element, url: str) -> _Item:
    words, pictures = text_of_markup(_of(one, "encoded") or _of(one, "description"))
    link = _of(one, "link") or _of(one, "guid")
    told = _of(one, "pubDate") or _of(one, "date") or _of(one, "published")
    return _Item(_plain_title(_of(one, "title")), _address(link, url), _moment(told), words, pictures)


def _atom_item(one: ElementTree.Element, url: str) -> _Item:
    links = [e for e in _all(one, "link") if e.get("rel", "alternate") == "alternate"]
    link = links[0].get("href", "") if links else ""
    words, pictures = text_of_markup(_of(one, "content") or _of(one, "summary"))
    told = _of(one, "published") or _of(one, "updated")
    return _Item(_plain_title(_of(one, "title")), _address(link, url), _moment(told), words, pictures)


def _all(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (child for child in element if _local(child.tag) == name)


def _of(element: ElementTree.Element, name: str) -> str:
    found = next(_all(element, name), None)
    return "".join(found.itertext()).strip() if found is not None else ""


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _plain_title(title: str) -> str:
    return text_of_markup(title)[0].replace("\n", " ") if "<" in title else title


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _address(link: str, base: str) -> str:
    return (join(base, link) or "") if link else ""


def _moment(told: str) -> datetime | None:
    """RFC 822 or ISO; without a zone it is taken for Beijing's."""
    if not told:
        return None
    try:
        at = parsedate_to_datetime(told)
    except (ValueError, TypeError, IndexError, OverflowError):
        try:
            at = datetime.fromisoformat(told)
        except ValueError:
            return None
    try:
        return (at if at.tzinfo else at.replace(tzinfo=BEIJING)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
