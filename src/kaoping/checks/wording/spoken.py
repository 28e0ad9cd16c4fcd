"""A page or a file as text that is judged."""

from kaoping.pages.attachments.attachment import Attachment
from kaoping.pages.page import Page

_MOST_CHARACTERS = 200_000


def as_page(subject: Page | Attachment) -> Page:
    """The page itself; of a file the words of its text parts as an article without a date."""
    if isinstance(subject, Page):
        return subject
    text = "\n".join(part.text for part in subject.parts if part.kind == "text")[:_MOST_CHARACTERS]
    return Page(
        url=subject.url, site=subject.site, shape="article", text=text, digest=subject.digest or "file"
    )
