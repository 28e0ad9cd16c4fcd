"""The words by which interpretations are understood: `reading/interpretation.yaml`, compiled once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from .words import alternatives


class VersionedRules(Protocol):
    """A rulebook: its readings, and the version by which what was compiled of it is kept."""

    @property
    def version(self) -> str: ...

    def reading(self, name: str, /) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Exemption:
    """Titles that need no interpretation, and why; `is_always` also where the title is that of rules."""

    why: str
    pattern: re.Pattern[str]
    is_always: bool


@dataclass(frozen=True, slots=True)
class ObligationWords:
    """By what a document is told to be one that must be interpreted."""

    rules: re.Pattern[str]
    exempt: tuple[Exemption, ...]
    decree: re.Pattern[str]
    decree_sections: re.Pattern[str]
    normative_number: re.Pattern[str]
    registered: re.Pattern[str]  # numbers under which normative documents are registered
    normative_sections: re.Pattern[str]
    formal: re.Pattern[str]
    effects: re.Pattern[str]
    least_effects: int
    void: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ElementWords:
    """One element: its name, the words of its headings, the words of sentences that speak of it."""

    item: str
    headings: re.Pattern[str]
    cues: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class FormWords:
    """One form of interpreting, by title, by what is shown, or by how lines begin."""

    form: str
    title: re.Pattern[str]
    media: str
    lines: re.Pattern[str] | None
    least_lines: int


@dataclass(frozen=True, slots=True)
class CopiedWords:
    """How sentences are compared; lengths in characters."""

    least_sentence: int
    least_sentences: int
    shingle: int
    least_alike: float
    formulas: re.Pattern[str]
    numbering: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class InterpretationWords:
    """Everything of `reading/interpretation.yaml`."""

    obligation: ObligationWords
    elements: tuple[ElementWords, ...]
    least_cue: int
    least_text: int
    heading_characters: int
    not_cues: re.Pattern[str]
    forms: tuple[FormWords, ...]
    text_form: str
    own_sections: re.Pattern[str]
    named: re.Pattern[str]  # links that are named as interpretations
    consultation: Mapping[str, re.Pattern[str]]
    scripted: re.Pattern[str]
    copied: CopiedWords


_KNOWN: dict[str, InterpretationWords] = {}


def interpretation_words(rules: VersionedRules) -> InterpretationWords:
    """The compiled words; compiling takes milliseconds and is done once for each version of the rulebook."""
    if rules.version not in _KNOWN:
        _KNOWN.clear()
        _KNOWN[rules.version] = _compiled(rules.reading("interpretation"))
    return _KNOWN[rules.version]


def _compiled(data: Mapping[str, Any]) -> InterpretationWords:
    wanted = data["elements"]
    return InterpretationWords(
        obligation=_obligation(data["obligation"]),
        elements=tuple(
            ElementWords(one["item"], re.compile(one["headings"]), re.compile(one["cues"]))
            for one in wanted["wanted"]
        ),
        least_cue=wanted["least_cue"],
        least_text=wanted["least_text"],
        heading_characters=wanted["heading_characters"],
        not_cues=re.compile(wanted["not_cues"]),
        forms=tuple(map(_form, data["forms"])),
        text_form=data["text_form"],
        own_sections=re.compile(data["own_sections"]),
        named=re.compile(data["named"]),
        consultation={name: re.compile(words) for name, words in data["consultation"].items()},
        scripted=re.compile(data["bonds"]["scripted"], re.IGNORECASE),
        copied=_copied(data["copied"]),
    )


def _obligation(data: Mapping[str, Any]) -> ObligationWords:
    return ObligationWords(
        rules=re.compile(data["rules"]),
        exempt=tuple(
            Exemption(one["why"], re.compile(one["pattern"]), bool(one.get("always")))
            for one in data["exempt"]
        ),
        decree=re.compile(data["decree"]),
        decree_sections=re.compile(data["decree_sections"]),
        normative_number=re.compile(data["normative_number"]),
        registered=re.compile(data["registered"]),
        normative_sections=re.compile(data["normative_sections"]),
        formal=re.compile(data["formal"]),
        effects=re.compile(alternatives(data["effects"])),
        least_effects=data["least_effects"],
        void=re.compile(data["void"]),
    )


def _form(data: Mapping[str, Any]) -> FormWords:
    lines = data.get("lines")
    return FormWords(
        form=data["form"],
        title=re.compile(data["title"]),
        media=data.get("media", ""),
        lines=re.compile(lines, re.MULTILINE) if lines else None,
        least_lines=data.get("least_lines", 1),
    )


def _copied(data: Mapping[str, Any]) -> CopiedWords:
    return CopiedWords(
        least_sentence=data["least_sentence"],
        least_sentences=data["least_sentences"],
        shingle=data["shingle"],
        least_alike=data["least_alike"],
        formulas=re.compile(data["formulas"]),
        numbering=re.compile(data["numbering"]),
    )
