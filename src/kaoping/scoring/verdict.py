"""The provisional national verdict (预检): vetoes that observations touch, and those nobody looked at."""

from dataclasses import dataclass
from typing import Literal

VetoState = Literal["clear", "suspected", "unsure", "not_checked"]


@dataclass(frozen=True, slots=True)
class VetoLine:
    """One veto (单项否决) of the national indicators and what this run can say of it."""

    id: str = ""  # e.g. "WV3"
    name: str = ""
    rule: str = ""  # Chinese, with its figures
    state: VetoState = "not_checked"
    reason: str = ""  # Chinese: the counts, or why it was not looked at
    mark: str = "seen"  # how far the rule's text is verified
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A pre-check, never a score. `state` is the gravest of the lines; not_checked is lighter than unsure."""

    state: VetoState = "not_checked"
    summary: str = ""
    lines: tuple[VetoLine, ...] = ()
