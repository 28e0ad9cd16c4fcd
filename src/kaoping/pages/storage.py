"""What of a page is kept when its checks have run."""

from dataclasses import replace

from .page import Page


def stored(page: Page) -> Page:
    """The page without its texts and scripts: they can be read again from the archive."""
    return replace(page, text="", visible_text="", script_text="")
