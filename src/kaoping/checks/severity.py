"""How grave a wrong word is: by its class and by where it stands, from the rulebook's table."""

from typing import Literal

from kaoping.pages.page import Page
from kaoping.rulebook import Place, Rulebook

from .observation import Severity

TABLE = "wording"


def severity_of(rules: Rulebook, class_: str, place: Place) -> Severity:
    """
    The severity of one wrong word.

    Args:
        rules: Its table ``severities/wording.yaml`` is used.
        class_: ``S1`` … ``S5``, or the word by which a lexicon names the class; an unknown one is ordinary.
        place: From `place_of`.
    """
    return rules.severity_table(TABLE).level(class_, place)


def place_of(page: Page, rules: Rulebook, *, where: Literal["title", "text"]) -> Place:
    """The place that weighs most: a title, the home page, a leaders' section, any other text."""
    if where == "title":
        return "in_title"
    if page.shape == "home":
        return "home"
    words = rules.severity_table(TABLE).leaders
    path = (page.section, *(link.text for link in page.breadcrumb))
    return "leaders" if any(word in name for name in path if name for word in words) else "body"
