"""All of a site's interaction and service: channels, messages, statistics and guides, out of its pages."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from .addresses import host_of
from .glimpse import Glimpse
from .interaction import (
    Channel,
    ChannelKind,
    InteractionReading,
    Message,
    ServiceGuide,
    Statistics,
)
from .interactionpage import missing_elements
from .interactionwords import SiteWords, site_words
from .places import Works
from .subjects import Section
from .words import Rules, squeeze

_MESSAGE_CAP = 5000
_GUIDE_CAP = 500
_STATISTICS_CAP = 20
_LONGEST_CHANNEL = 16
_LEAST_GUIDE = 150  # characters of a guide that is written out


class Exchange:
    """Gathers while the site's pages pass by; memory is bounded whatever the site's size."""

    def __init__(self, rules: Rules) -> None:
        self._words: SiteWords = site_words(rules.reading("interaction"))
        self._messages: list[tuple[int, str, Message]] = []
        self._rows: dict[str, Message] = {}
        self._seen_count = 0
        self._statistics: list[Statistics] = []
        self._guides: list[ServiceGuide] = []
        self._guide_count = 0
        self._forms: set[str] = set()
        self._seen: set[str] = set()  # addresses of pages on which figures were looked for
        self._own_pages: set[str] = set()
        self._boards: list[str] = []
        self._unread_figures: dict[str, str] = {}
        self._figure_pages: set[str] = set()

    def see(self, page: Glimpse) -> None:
        """Take what a page shows; the order of pages does not matter."""
        seen = page.interaction
        if page.shape != "article" and len(self._seen) < _MESSAGE_CAP:
            self._seen.add(page.url)
        if seen.is_message:
            self._seen_count += 1
            self._own_pages.add(page.url)
            self._keep(
                Message(page.url, page.title, seen.asked, seen.answered, seen.state, seen.reply_length, True,
                        self._is_excluded(page))
            )  # fmt: skip
        if seen.rows:
            self._boards.append(page.url)
            for row in seen.rows[: _MESSAGE_CAP - len(self._rows)]:
                self._rows[row.url] = Message(row.url, row.title, row.asked, row.answered, row.state,
                                              is_excluded=self._is_excluded(page))  # fmt: skip
        if len(self._statistics) < _STATISTICS_CAP:
            self._statistics += [Statistics(page.url, c.quote, c.numbers, c.until) for c in seen.statistics]
        if seen.unread_statistics:
            self._unread_figures[page.url] = seen.unread_statistics
        if seen.statistics:
            self._figure_pages.add(page.url)
        if seen.has_form:
            self._forms.add(page.url)
        if self._is_guide(page):
            self._guide(page)

    def _keep(self, message: Message) -> None:
        """The newest messages by the day of the question; undated ones go first when there are too many."""
        entry = ((message.asked or date.min).toordinal(), message.url, message)
        if len(self._messages) < _MESSAGE_CAP:
            heapq.heappush(self._messages, entry)
        else:
            heapq.heappushpop(self._messages, entry)

    def _is_excluded(self, page: Glimpse) -> bool:
        """Whether the page belongs to a board that is not for consultation."""
        names = (page.section, *(step.text for step in page.breadcrumb))
        return any(self._words.not_boards.search(name) for name in names)

    def _is_guide(self, page: Glimpse) -> bool:
        """A page with elements of a guide where services are kept, or one whose title calls it a guide."""
        words = self._words
        is_called = bool(words.guide_names.search(page.title))
        enough = 1 if is_called else words.least_elements
        if len(page.interaction.elements) < enough or words.not_guides.search(page.title):
            return False
        steps = (page.section, *(step.text for step in page.breadcrumb))
        return is_called or any(map(words.guide_sections.search, steps))

    def _guide(self, page: Glimpse) -> None:
        self._guide_count += 1
        if len(self._guides) < _GUIDE_CAP:
            lacking = missing_elements(page.interaction.elements, self._words.elements, page.title)
            self._guides.append(
                ServiceGuide(
                    page.url, page.title, page.published, page.interaction.elements, lacking,
                    bool(page.attachments), *self._how_guide_was_seen(page),
                )
            )  # fmt: skip

    def _how_guide_was_seen(self, page: Glimpse) -> tuple[bool, str]:
        """Whether the page merely leads to a guide elsewhere, and why some of it may not have been seen."""
        seen = page.interaction
        if seen.leads_out:
            return len(seen.elements) <= self._words.least_elements, "其余要素可能在所链接的平台上"
        if page.needs_rendering:
            return False, "页面内容由脚本生成"
        steps = (page.title, page.section, *(step.text for step in page.breadcrumb))
        if not any(map(self._words.guide_places.search, steps)):
            return False, "所在栏目不是办事指南,可能是一般说明"
        if any(self._words.guide_files.search(link.text) for link in page.attachments):
            return False, "其余要素可能在附件中"
        if page.images and page.text_length < _LEAST_GUIDE:
            return False, "其余要素可能在图片中"
        return False, ""

    def reading(
        self, *, site: str, unit: str, unit_kind: str, home_url: str, names: Mapping[str, str],
        sections: Sequence[Section], works: Works, unseen: str = "",
    ) -> InteractionReading:  # fmt: skip
        """
        Everything gathered, as one record.

        Args:
            names: What links outside lists call an address: where channels are looked for.
            works: Whether an address answered; None where nobody asked.
            unseen: Why parts of the site are not known.
        """
        own = [message for _, _, message in self._messages]
        rows = [message for url, message in self._rows.items() if url not in self._own_pages]
        messages = sorted((*own, *rows), key=lambda m: (-(m.asked or date.min).toordinal(), m.url))
        doubt = next((s.needs_rendering or s.unseen for s in sections
                      if s.kind == "interaction" and (s.needs_rendering or s.unseen)), "")  # fmt: skip
        return InteractionReading(
            site=site,
            unit=unit,
            unit_kind=unit_kind,
            home_url=home_url,
            channels=self._channels(site, names, sections, works),
            boards=tuple(sorted(self._boards)),
            messages=tuple(messages[:_MESSAGE_CAP]),
            message_count=self._seen_count + len(rows),
            statistics=tuple(sorted(self._statistics, key=lambda s: (s.url, s.quote))[:_STATISTICS_CAP]),
            guides=tuple(sorted(self._guides, key=lambda g: g.url)),
            guide_count=self._guide_count,
            unseen=unseen or doubt,
            unread_statistics=self._why_no_figures(names),
            platform_url=self._platform(site, names),
        )

    def _why_no_figures(self, names: Mapping[str, str]) -> str:
        """Why figures may be there that were not read: on pages that hint at them, or on one not seen."""
        for url in sorted(self._unread_figures):
            return self._unread_figures[url]
        for url, name in sorted(names.items()):
            is_led_to = self._words.statistics_pages.search(squeeze(name))
            if is_led_to and url not in self._figure_pages and url not in self._seen:
                return f"“{name}”页面没有看到"
        return ""

    def _platform(self, site: str, names: Mapping[str, str]) -> str:
        """Another host to which the whole of interaction is linked; ``""`` where there is none."""
        outer = (url for url, name in names.items() if host_of(url) != site)
        return min((u for u in outer if self._words.whole_platforms.search(squeeze(names[u]))), default="")

    def _channels(
        self, site: str, names: Mapping[str, str], sections: Sequence[Section], works: Works
    ) -> tuple[Channel, ...]:
        """Channels by the words of links and sections."""
        known: dict[str, Channel] = {}
        ways: Iterable[tuple[str, str, bool]] = (
            *((s.url, s.name, True) for s in sections),
            *((url, name, False) for url, name in names.items()),
        )
        for url, name, is_read in ways:
            kind = self._kind(name)
            if kind and url not in known:
                is_outer = host_of(url) != site
                answered = True if is_read else works(url)
                is_shown = bool(self._words.published_only.search(squeeze(name))) and url not in self._forms
                known[url] = Channel(name, url, kind, answered, url in self._forms, is_outer, is_shown)
        return tuple(sorted(known.values(), key=lambda c: (c.kind, c.url)))

    def _kind(self, name: str) -> ChannelKind | None:
        words = squeeze(name)
        if not 2 <= len(words) <= _LONGEST_CHANNEL or self._words.not_channels.search(words):
            return None
        return next((kind for kind, pattern in self._words.channels if pattern.search(words)), None)
