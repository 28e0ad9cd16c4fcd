"""The words by which a page's fittings are known: rulebook data (`reading/fittings.yaml`), compiled."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_LONGEST_SCRIPT = 1 << 16
_AROUND = 200


@dataclass(frozen=True, slots=True)
class FittingWords:
    """Patterns of the entrance to report errors and of search boxes made by scripts."""

    hints: tuple[str, ...]
    find_errors: re.Pattern[str]
    find_errors_boxes: re.Pattern[str]
    find_errors_near: re.Pattern[str]
    code: re.Pattern[str]
    search_boxes: re.Pattern[str]
    search_scripts: re.Pattern[str]

    def may_hold_entrance(self, markup: str) -> bool:
        """Whether a closer look is worth while: plain words are found much faster than patterns."""
        return any(hint in markup for hint in self.hints)

    def code_in(self, words: str) -> str:
        """The site code that an address of the entrance bears, or ``""``."""
        found = self.code.search(words)
        return found.group(1).lower() if found else ""

    def find_errors_lines(self, script_text: str) -> Iterator[str]:
        """The places of an inline script that speak of the entrance, with what stands around."""
        for found in self.find_errors.finditer(script_text[:_LONGEST_SCRIPT]):
            yield script_text[max(0, found.start() - _AROUND) : found.end() + _AROUND]


def fitting_words(data: Mapping[str, Any]) -> FittingWords:
    """Compile `reading/fittings.yaml`. Raises `KeyError` where a list is missing."""
    errors, search = data["find_errors"], data["search"]
    return FittingWords(
        hints=tuple(errors["hints"]),
        find_errors=_any((*errors["addresses"], *errors["words"])),
        find_errors_boxes=_any(errors["boxes"]),
        find_errors_near=_any(errors["near_words"]),
        code=re.compile(errors["code"], re.IGNORECASE),
        search_boxes=_any(search["boxes"]),
        search_scripts=_any(search["scripts"]),
    )


def _any(sources: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{source})" for source in sources), re.IGNORECASE)
