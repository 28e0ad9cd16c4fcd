"""What all pages of a site share: head, menus and foot; by it a page's own text is told from its frame."""

from .glimpse import Glimpse

_LEAST_PAGES = 8
_OWN_SHAPES = frozenset({"article", "section", "other"})


class Frame:
    """Measures the frame while a site's pages pass by: no page shows fewer characters than its frame has."""

    def __init__(self) -> None:
        self.pages = 0
        self._own = 0
        self._shortest: int | None = None

    def see(self, page: Glimpse) -> None:
        """Note one page; entrances, shells and "not found" pages have other frames or none."""
        self.pages += 1
        if page.shape not in _OWN_SHAPES or page.says_not_found or page.needs_rendering:
            return
        if page.visible_length > 0:
            self._own += 1
            self._shortest = min(self._shortest or page.visible_length, page.visible_length)

    @property
    def length(self) -> int:
        """Visible characters of the frame at most; 0 where too few pages were seen to tell."""
        return self._shortest or 0 if self._own >= _LEAST_PAGES else 0
