"""What stands in a place: content of its kind, old content, news in place of it, nothing, or nobody knows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kaoping.rulebook import CatalogueNode

from .disclosure import ItemState, PlaceSeen
from .disclosurewords import DisclosureWords
from .glimpse import Glimpse
from .page import ListItem
from .places import Below, KnownItem, Place

Articles = Callable[[Sequence[str]], Mapping[str, tuple[str, date | None]]]
_REPORTS = 50  # rows of a section of reports: a portal lists those of all its departments
# the best answer first: what is there beats what may be there, and that beats what is not
_ORDER: Sequence[ItemState] = (
    "present", "linked_out", "unsure", "only_old", "wrong_kind", "empty",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Content:
    rows: tuple[ListItem, ...]
    count: int
    characters: int
    has_files: bool
    has_page_text: bool  # a single page says more than the frame that all pages share
    doubt: str  # why what is there could not be seen
    said_empty: str
    has_period: bool


class PlaceJudge:
    """Judges places of one site; asks for the kinds of a section's newest articles only where it must."""

    def __init__(
        self,
        known: Sequence[Place],
        articles: Articles,
        today: date,
        words: DisclosureWords,
        frame_length: int = 0,
    ) -> None:
        self._below = Below(known)
        self._articles = articles
        self._today = today
        self._words = words
        self._frame_length = frame_length
        self._seen: dict[tuple[str, str, int], tuple[KnownItem, ...]] = {}

    def is_old(self, newest: date, months: int) -> bool:
        """Whether a day lies more than so many months before the day of judgement."""
        year, month = divmod(self._today.year * 12 + self._today.month - 1 - months, 12)
        return (newest.year, newest.month, newest.day) < (year, month + 1, self._today.day)

    def below(self, place: Place) -> list[Place]:
        """Sections and single pages below a place."""
        return self._below.of(place)

    def seen(self, place: Place, node: CatalogueNode) -> PlaceSeen:
        """The place judged as an answer to the node."""
        if place.form == "outer":
            why = "所链接的地址打不开" if place.works is False else ""
            return PlaceSeen(place.name, place.url, "linked_out", why=why, is_outer=True, works=place.works)
        if place.form == "unseen":
            return PlaceSeen(place.name, place.url, "unsure", why=place.why)
        kind = place.section.kind if place.section else ""
        content = self._content(place, _REPORTS if node.content == "report" else self._words.newest)
        if not content.count:
            state, why = self._without_rows(content, node)
            return PlaceSeen(place.name, place.url, state, why=why, section_kind=kind)
        items = self._known(place, content.rows)
        days = [r.published for r in content.rows if r.published and r.published <= self._today]
        newest = max(days, default=None)
        state, why = self._with_rows(node, items, newest)
        return PlaceSeen(
            place.name, place.url, state, newest, content.count, items, why,
            section_kind=kind, has_period=content.has_period,
        )  # fmt: skip

    def _content(self, place: Place, most: int) -> _Content:
        """All that a place shows, itself and what lies below it."""
        every = [place, *self._below.of(place)]
        sections = [p.section for p in every if p.section is not None]
        pages = [p.page for p in every if p.page is not None]
        rows = {row.url or row.title: row for s in sections for row in s.items}
        dated = sorted((r for r in rows.values() if r.published), key=_day, reverse=True)
        ordered = (*dated, *(r for r in rows.values() if not r.published))
        doubts = [s.unseen or s.needs_rendering or _unread(s.is_from_data, s.is_data_answered)
                  for s in sections if not s.item_count]  # fmt: skip
        doubts += [p.needs_rendering for p in pages]
        if not any(s.has_list or s.is_data_answered or s.item_count for s in sections) and sections:
            doubts.append("没有识别出列表")
        said = [s.empty_words for s in sections if s.empty_words]
        said += [p.empty_words for p in pages if p.empty_words]
        return _Content(
            rows=ordered[:most],
            count=sum(s.item_count for s in sections),
            characters=max((p.text_length for p in pages if p.shape == "article"), default=0),
            has_files=any(p.attachments or (p.images and p.shape == "article") for p in pages),
            has_page_text=any(self._says_more(p) for p in pages),
            doubt=next((d for d in doubts if d), "" if sections else _why_blank(place)),
            said_empty=next(iter(said), ""),
            has_period=bool(sections)
            and all(s.period_days is not None and not s.is_archive for s in sections),
        )

    def _says_more(self, page: Glimpse) -> bool:
        """A page whose text was not recognised as one, yet which holds text or a form of its own."""
        if page.empty_words or page.needs_rendering or page.shape in ("shell", "frameset", "home"):
            return False
        if page.interaction.has_form:
            return True
        beyond = page.visible_length - self._frame_length
        return self._frame_length > 0 and beyond >= self._words.page_beyond_frame

    def _without_rows(self, content: _Content, node: CatalogueNode) -> tuple[ItemState, str]:
        if content.characters >= self._words.page_characters or content.has_files:
            return "present", ""
        if content.said_empty:
            return "empty", f"页面写着“{content.said_empty}”"
        if content.has_page_text:
            return "present", ""
        if content.doubt:
            return "unsure", content.doubt
        if node.content in ("page", "guide"):
            return "unsure", "没有列表,内容可能直接写在页面上"
        return "empty", "没有一条信息"

    def _with_rows(
        self, node: CatalogueNode, items: Sequence[KnownItem], newest: date | None
    ) -> tuple[ItemState, str]:
        if self._is_news(node, items):
            return "wrong_kind", "最新内容几乎都是工作动态,没有政策文件"
        if node.months is not None and newest is not None and self.is_old(newest, node.months):
            return "only_old", f"最新内容为{newest.isoformat()},超过{node.months}个月"
        return "present", "" if newest or node.months is None else "没有读到日期"

    def _is_news(self, node: CatalogueNode, items: Sequence[KnownItem]) -> bool:
        if node.is_news_ok or node.content not in self._words.news_refused:
            return False
        told = [item.told for item in items]
        if "policy" in told or sum(1 for t in told if t) < self._words.least_known:
            return False
        return told.count("news") >= self._words.news_share * len(items)

    def policy_place(self, place: Place) -> PlaceSeen:
        """A section that no item claims, with its newest rows and what they count as."""
        content = self._content(place, self._words.newest)
        kind = place.section.kind if place.section else ""
        items = self._known(place, content.rows)
        return PlaceSeen(place.name, place.url, count=content.count, items=items, section_kind=kind)

    def _told(self, title: str, kind: str) -> tuple[str, str]:
        """Whether an item is news or policy by its kind, else by its title, and by what; ``""``: unknown."""
        if kind in self._words.policy_kinds:
            return "policy", "按内容认出的文种"
        if kind == "news":
            return "news", "正文是工作动态"
        if found := self._words.policy_titles.search(title):
            return "policy", f"标题含“{found.group()}”"
        if kind == "other" and (found := self._words.news_titles.search(title)):
            return "news", f"标题含“{found.group()}”"
        return kind, "按内容认出的文种" if kind else "没有读到这一页"

    def _known(self, place: Place, rows: Sequence[ListItem]) -> tuple[KnownItem, ...]:
        """The newest rows with the kinds of their own pages."""
        key = (place.form, place.url + "\n" + place.name, len(rows))
        if key not in self._seen:
            known = self._articles([row.url for row in rows])
            self._seen[key] = tuple(self._item(row, known.get(row.url)) for row in rows)
        return self._seen[key]

    def _item(self, row: ListItem, known: tuple[str, date | None] | None) -> KnownItem:
        kind, published = known or ("", None)
        told, why = self._told(row.title, kind)
        return KnownItem(row.title, row.url, row.published or published, kind, told, why)  # type: ignore[arg-type]


def _day(row: ListItem) -> date:
    return row.published or date.min


def _unread(is_from_data: bool, is_answered: bool) -> str:
    return "信息应来自脚本数据或接口,但没有读到" if is_from_data and not is_answered else ""


def _why_blank(place: Place) -> str:
    """A single page without text may hold what we do not read: pictures of text, frames, drawn tables."""
    return "页面上没有识别出内容" if place.form == "page" else ""


def best_of(seen: Sequence[PlaceSeen]) -> PlaceSeen:
    """The place that answers best; of equals the one with the newest content, then the first."""
    return min(seen, key=lambda s: (_ORDER.index(s.state), -(s.newest or date.min).toordinal()))
