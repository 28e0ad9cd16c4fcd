"""A text without a page: what an editor has before it is published, judged by the same checks as a page."""

from datetime import date

from .attachments.attachment import Part
from .page import Page
from .personal import has_long_run


def page_of_text(text: str, *, on: date | None = None, url: str = "") -> Page:
    """
    An article of nothing but this text, as checks of words read it.

    Args:
        text: Any text; spans of observations are offsets in it.
        on: The day whose rules hold.
        url: What it is called in observations.
    """
    parts = (Part(name="正文", text=text, length=len(text)),) if has_long_run(text) else ()
    return Page(
        url=url,
        shape="article",
        published=on,
        text=text,
        text_length=len(text),
        visible_text=text,
        visible_length=len(text),
        parts=parts,
    )
