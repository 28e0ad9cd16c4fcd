"""Notes on drafts for consultation: they interpret no document that is in force."""

from .interpretationwords import InterpretationWords
from .page import Page

HEAD_CHARACTERS = 600


def is_consultation(page: Page, words: InterpretationWords) -> bool:
    """Whether its title says that it is of a draft, or it stands where opinions are asked for."""
    names = (page.section, *(step.text for step in page.breadcrumb))
    told = words.consultation
    return any(told["sections"].search(name) for name in names) or bool(told["head"].search(page.title))


def may_be_consultation(page: Page, words: InterpretationWords) -> bool:
    """Whether it may be a drafter's note: by its title, or because its beginning speaks of a draft."""
    told = words.consultation
    return bool(told["doubtful"].search(page.title) or told["head"].search(page.text[:HEAD_CHARACTERS]))
