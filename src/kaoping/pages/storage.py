"""What of a page is kept when its checks have run."""

from dataclasses import replace

from .page import Page

PAIRING_CHARACTERS = 1500  # of an interpretation's text
COMPARED_CHARACTERS = 30_000  # of the text of a document or an interpretation
_COMPARED = frozenset({"policy", "interpretation"})


def is_cut_short(page: Page) -> bool:
    """Whether a stored page's text lacks its end."""
    return COMPARED_CHARACTERS <= len(page.text) < page.text_length


def stored(page: Page) -> Page:
    """
    The page without its texts and scripts: they can be read again from the archive. Of documents and
    interpretations the text stays, at most 30,000 characters: they are matched by it, and compared.
    """
    text = page.text[:COMPARED_CHARACTERS] if page.kind in _COMPARED else ""
    return replace(page, text=text, visible_text="", script_text="")
