"""What of a page is kept when its checks have run."""

from dataclasses import replace

from .page import Page

PAIRING_CHARACTERS = 1500  # of an interpretation's text


def stored(page: Page) -> Page:
    """
    The page without its texts and scripts: they can be read again from the archive. Of an interpretation the
    head of the text stays, by which its document is found.
    """
    head = page.text[:PAIRING_CHARACTERS] if page.kind == "interpretation" else ""
    return replace(page, text=head, visible_text="", script_text="")
