"""One site's articles, worked out on demand: dates, titles, neighbours. Nothing is kept for each page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from kaoping_toytown import names, prose, readings, workdays
from kaoping_toytown.chance import Dice
from kaoping_toytown.records import Article, Edit, Section, SitePlan, ToySite

_FIRST_ID = 10  # ids begin at 1000000, seven digits as real systems have them
_PER_SECTION = 100_000


class SiteBook:
    """A site with its plan: the one place that knows what article stands where."""

    def __init__(
        self, site: ToySite, plan: SitePlan, *, seed: int, today: date, per_page: int, page_bytes: int | None
    ) -> None:
        self.site = site
        self.plan = plan
        self.seed = seed
        self.today = today
        self.per_page = per_page
        self.page_bytes = page_bytes
        self.by_number = {section.number: section for section in plan.sections.values()}
        self.by_path = {section.path: section for section in plan.sections.values()}
        self.region = names.CITY if site.unit_kind in ("市级门户", "市直单位") else site.unit[:3]
        self.issuer = site.unit

    def dice(self, section: Section, index: int, use: int) -> Dice:
        """The dice of one article for one use, so that a change in one use leaves the others alone."""
        return Dice(self.seed, self.site.number, section.number, index, use)

    def section(self, key: str) -> Section:
        return self.plan.sections[key]

    def article_id(self, section: Section, index: int) -> int:
        return (section.number + _FIRST_ID) * _PER_SECTION + _PER_SECTION - 1 - index

    def find(self, article_id: int) -> Article | None:
        """The article with this id, if there is one."""
        section = self.by_number.get(article_id // _PER_SECTION - _FIRST_ID)
        index = _PER_SECTION - 1 - article_id % _PER_SECTION
        if section is None or not 0 <= index < section.count:
            return None
        return self.article(section, index)

    def date_of(self, section: Section, index: int) -> date:
        fixed = self.plan.dates.get((section.key, index))
        if fixed is not None:
            return fixed
        if section.key in self.plan.copies:
            return self.date_of(self.section(self.plan.copies[section.key]), index)
        if section.kind == "interpretation":
            return self._interpreted(index)
        spread = int(section.step)
        jitter = self.dice(section, index, 1).below(spread) if spread > 1 and index else 0
        if section.kind == "report":
            jitter = 0
        day = self.today - timedelta(days=section.newest_age + int(index * section.step) + jitter)
        return workdays.workday_at_or_before(day) if section.kind == "normative" else day

    def _interpreted(self, index: int) -> date:
        """In time by any calendar: up to three working days, or the next day where holidays are not known."""
        published = self.date_of(self.section("normative"), index)
        dice = self.dice(self.section("interpretation"), index, 2)
        if not workdays.is_known(published) or published.month == 12:
            return published + timedelta(days=dice.below(2))
        return workdays.add_workdays(published, dice.below(4))

    def article(self, section: Section, index: int) -> Article:
        dice = self.dice(section, index, 3)
        day = self.date_of(section, index)
        minute = dice.between(8 * 60 + 30, 17 * 60 + 30)
        source = dice.pick(prose.words()["source"]) if section.kind == "news" else self.site.unit
        title = self._title(section, index, day)
        return Article(section, index, self.article_id(section, index), title, day, minute, source)

    def _title(self, section: Section, index: int, day: date) -> str:
        for edit in self.edits(section, index):
            if edit.where == "title":
                return edit.text
        if section.key in self.plan.copies:
            model = self.section(self.plan.copies[section.key])
            return self._title(model, index, day).replace(self._speaker(model), self._speaker(section))
        if section.kind == "interpretation":
            return readings.title_of(self, index)
        dice, turn = self.dice(section, index, 4), index + self.seed + 3 * self.site.number + section.number
        title = prose.title(section.kind, turn, dice, self.given(section, index, day))
        return f"{self.issuer}{title}" if section.kind == "normative" else title

    def edits(self, section: Section, index: int) -> list[Edit]:
        return self.plan.edits.get((section.key, index), [])

    def document_name(self, index: int) -> str:
        """The normative document's own name, with its 《》."""
        title = self.article(self.section("normative"), index).title
        return title[title.index("《") : title.index("》") + 1]

    def document_number(self, index: int) -> str:
        """Counted within the year, as offices do: 望政发〔2026〕12号."""
        section = self.section("normative")
        day = self.date_of(section, index)
        start = (self.today - date(day.year, 1, 1)).days - section.newest_age
        return f"{self._agency_word()}〔{day.year}〕{max(1, int((start + 1) / section.step) - index + 1)}号"

    def _agency_word(self) -> str:
        unit = self.site.unit
        if self.site.unit_kind == "市直单位":
            return f"望{unit.removeprefix(names.CITY)[:2]}规"
        return f"{unit[0]}政发"

    def given(self, section: Section, index: int, day: date) -> Mapping[str, str]:
        """The words that an article's title and sentences must agree on."""
        year = day.year
        deadline = day + timedelta(days=15)
        return {
            "unit": self._speaker(section),
            "opener": self._speaker(section).removesuffix("政府"),
            "field": self._field(section, index),
            "region": self.region,
            "year": str(year),
            "month": str(day.month),
            "budget_year": str(year - 1),
            "report_year": str(year - 1),
            "plan_year": str(year + 2),
            "day": f"{day.month}月{day.day}日",
            "deadline": f"{deadline.year}年{deadline.month}月{deadline.day}日",
            "phone": names.telephone(self.site.number * 131 + section.number),
        }

    def _field(self, section: Section, index: int) -> str:
        """What the article is about; an interpretation is about what its document is about."""
        if section.kind == "interpretation":
            section = self.section("normative")
        return self.dice(section, index, 6).pick(prose.words()["field"])

    def _speaker(self, section: Section) -> str:
        if section.key.startswith("township_"):
            return self.site.townships[int(section.key.split("_")[1]) - 1]
        return self.site.unit

    def page_count(self, section: Section) -> int:
        return max(1, -(-section.count // self.per_page))

    def rows(self, section: Section, page: int, size: int | None = None) -> list[Article]:
        """The articles on a page (0 is the first), newest first but for rows pinned on top."""
        size = size or self.per_page
        first = page * size
        positions = range(first, min(first + size, section.count))
        return [self.article(section, self.index_at(section, position)) for position in positions]

    def pinned(self, section: Section) -> int:
        """How many rows stand above newer ones; they are the section's oldest."""
        return 2 if section.form == "pinned" and section.count > 4 else 0

    def index_at(self, section: Section, position: int) -> int:
        pinned = self.pinned(section)
        return section.count - 1 - position if position < pinned else position - pinned
