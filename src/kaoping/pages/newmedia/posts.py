"""A post (推文) of a new-media account, whatever lane it came by; and the same post out of several lanes."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from .lanes import lane_of

LONGEST_TEXT = 100_000  # characters: no platform takes more
FIRST_YEAR = 2009  # no platform is older
_NOT_WORDS = re.compile(r"[\W_]+")
_SHORTEST_ALIKE = 6  # titles shorter than this are no proof that two posts are one
# letters that are but ornaments of ordinary ones: mathematical, circled, squared, full-width
_ORNAMENTAL = (
    range(0x2100, 0x2150), range(0x2460, 0x2500), range(0x3200, 0x3400), range(0xFF01, 0xFF5F),
    range(0x1D400, 0x1D800), range(0x1F100, 0x1F200),
)  # fmt: skip
_PICTURES = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0e\ufe0f\u20e3]"
)


@dataclass(frozen=True, slots=True)
class Post:
    """
    One post. `site` is the account's key. `published` is believed or null; `doubt` says in Chinese why a
    date that was told is not believed. `where` names file and row, or the address that told of it.
    `picture_text` is what a machine read in its pictures: never more than a hint.
    """

    site: str = ""
    unit: str = ""
    url: str = ""
    title: str = ""
    text: str = ""
    published: date | None = None
    lane: str = "export"
    where: str = ""
    author: str = ""  # the account's name as the post prints it
    author_id: str = ""
    pictures: tuple[str, ...] = ()
    picture_text: str = ""
    deleted: str = ""  # the words by which the platform says that it is gone, or ""
    doubt: str = ""
    told_by: tuple[str, ...] = ()  # ids of all lanes that told of it
    digest: str = ""
    archive: str = ""
    offset: int = 0
    seen_at: datetime | None = None

    @property
    def address(self) -> str:
        """How observations call it: its address, else the account with its title."""
        return self.url or f"{self.site}《{self.title[:60]}》"


def plain_text(text: str) -> str:
    """
    The text as it is read aloud: ornamental letters as ordinary ones, pictures (emoji) as blanks.

    Every character stays one character, so that places in it are places in the text.
    """
    if text.isascii():
        return text
    return "".join(map(_plain, text)) if _needs_plain(text) else text


def believed(day: date | None, seen_on: date) -> tuple[date | None, str]:
    """The day that a lane told, and in Chinese why it is not believed."""
    if day is None:
        return None, ""
    if day > seen_on:
        return None, f"所报日期{day}在采集日{seen_on}之后"
    if day.year < FIRST_YEAR:
        return None, f"所报日期{day}早于任何平台"
    return day, ""


def joined_posts(posts: Iterable[Post]) -> tuple[Post, ...]:
    """
    The posts with each one once, newest first, those without a date last.

    Two lanes tell of one post where account and address agree, or account and (long enough) title within
    three days. The lane of the lowest rank keeps its words and its date; another date beside it is a doubt.
    """
    ordered = sorted(posts, key=lambda p: (lane_of(p.lane).rank, p.where, p.url, p.title))
    kept: list[Post] = []
    by_address: dict[tuple[str, str], int] = {}
    by_title: dict[tuple[str, str], list[int]] = {}
    for post in ordered:
        at = _same(post, kept, by_address, by_title)
        if at is None:
            at = len(kept)
            kept.append(replace(post, told_by=(post.lane,)))
        else:
            kept[at] = _joined(kept[at], post)
        if post.url:
            by_address.setdefault((post.site, post.url), at)
        if len(name := title_key(post.title)) >= _SHORTEST_ALIKE:
            by_title.setdefault((post.site, name), []).append(at)
    return tuple(sorted(kept, key=lambda p: (p.published is None, _newest_first(p), p.site, p.address)))


def title_key(title: str) -> str:
    """A title without blanks, marks and ornaments."""
    return _NOT_WORDS.sub("", plain_text(unicodedata.normalize("NFKC", title))).casefold()


def _same(
    post: Post,
    kept: list[Post],
    by_address: dict[tuple[str, str], int],
    by_title: dict[tuple[str, str], list[int]],
) -> int | None:
    if post.url and (at := by_address.get((post.site, post.url))) is not None:
        return at
    for at in by_title.get((post.site, title_key(post.title)), ()):
        other = kept[at]
        is_near = (
            post.published is None
            or other.published is None
            or abs((post.published - other.published).days) <= 3
        )
        # two addresses within one lane are two posts, however alike
        if is_near and not (post.lane == other.lane and post.url != other.url):
            return at
    return None


def _joined(first: Post, other: Post) -> Post:
    doubt = first.doubt
    if first.published and other.published and first.published != other.published:
        names = f"{lane_of(first.lane).name}为{first.published},{lane_of(other.lane).name}为{other.published}"
        doubt = doubt or f"各来源日期不一致:{names}"
    return replace(
        first,
        url=first.url or other.url,
        text=first.text or other.text,
        published=first.published or other.published,
        pictures=first.pictures or other.pictures,
        deleted=first.deleted or other.deleted,
        doubt=doubt,
        told_by=tuple(dict.fromkeys((*first.told_by, other.lane))),
    )


def _newest_first(post: Post) -> int:
    return -post.published.toordinal() if post.published else 0


def _needs_plain(text: str) -> bool:
    return bool(_PICTURES.search(text)) or any(_is_ornamental(ord(c)) for c in set(text))


def _is_ornamental(code: int) -> bool:
    return any(code in span for span in _ORNAMENTAL)


def _plain(character: str) -> str:
    if _PICTURES.match(character):
        return " "
    if _is_ornamental(ord(character)):
        folded = unicodedata.normalize("NFKC", character)
        if len(folded) == 1 and folded.isalnum():
            return folded
    return character
