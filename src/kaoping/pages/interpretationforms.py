"""The forms of an interpretation: text, picture, video, questions and answers, press conference."""

from .interpretationwords import FormWords, InterpretationWords
from .page import Page


def forms_of(page: Page, words: InterpretationWords) -> tuple[str, ...]:
    """
    Every form that a page shows, in the rulebook's order; text comes last, and only where there is enough
    of it. A page of which nothing could be told is ``()``.
    """
    found = [one.form for one in words.forms if _is_of(page, one)]
    is_asked = any(one.lines and one.form in found for one in words.forms)
    if page.text_length >= words.least_text and not is_asked:
        found.append(words.text_form)
    return tuple(dict.fromkeys(found))


def is_pictured(page: Page, words: InterpretationWords) -> bool:
    """Whether what it says may stand in pictures, videos or files, where no words can be read."""
    shows = page.images or page.videos or page.attachments or page.needs_rendering
    return bool(shows) or page.text_length < words.least_text


def _is_of(page: Page, one: FormWords) -> bool:
    if one.title.search(page.title):
        return True
    if one.media == "video" and page.videos:
        return True
    if one.media == "image" and page.images:
        return True
    if any(one.title.search(link.text) for link in page.attachments):
        return True
    return one.lines is not None and len(one.lines.findall(page.text[:30_000])) >= one.least_lines
