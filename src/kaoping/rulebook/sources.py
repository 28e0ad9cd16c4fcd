"""Where a rule or a word list comes from, and how far its text was verified."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Mark = Literal["seen", "recalled", "unverified", "suggested"]

MARK_WORDS: Mapping[str, str] = {
    "seen": "已见原文或可靠转录",
    "recalled": "既有知识,未复核原文",
    "unverified": "未核实",
    "suggested": "本软件建议值",
}


@dataclass(frozen=True, slots=True)
class Source:
    """`what` is Chinese; `number` a document number such as 国办秘函〔2019〕19号; `date` ISO or ``""``."""

    what: str = ""
    number: str = ""
    url: str = ""
    date: str = ""
    mark: str = "unverified"

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Source":
        """From a valid file's `source`."""
        return cls(**{key: data[key] for key in ("what", "number", "url", "date", "mark") if data.get(key)})
