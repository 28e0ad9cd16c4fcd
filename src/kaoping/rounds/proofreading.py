"""Looks through texts before they are published: the rules of pages, told with their places in the text."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from kaoping.checks import Check, judge, load_checks
from kaoping.checks.integrity.plain import PlainSign, signs_of_hijack
from kaoping.checks.observation import Lane, Observation, Severity
from kaoping.checks.privacy.leaks import WORDS, quoted
from kaoping.pages import Page
from kaoping.pages.attachments import Attachment
from kaoping.pages.draft import page_of_text
from kaoping.pages.personal import find, masked
from kaoping.rulebook import Rulebook

from .drafts import Draft

GROUPS = ("wording", "privacy")  # checks that can judge a text alone; hijacking shows by signs of its own
WHOLE = "privacy"
# names that were right once: where nobody says of what day a text is, they are worth a look and no more
DATED_RULES = frozenset({"body", "division", "law_repealed"})


@dataclass(frozen=True, slots=True)
class Flaw:
    """
    One finding in a text: ``text[start:end]`` of the whole text, or of the line where lines are told apart.
    `line` counts from 1. Quote, suggestion and reason are masked. `place` is the part of the file.
    """

    file: str
    line: int
    check: str
    rule: str
    lane: Lane
    severity: Severity
    start: int
    end: int
    quote: str
    suggestion: str
    reason: str
    place: str = ""
    title: str = ""


class Proofreader:
    """
    The checks that can judge a bare text.

    Args:
        rules: The rulebook in force.
        on: The day of the text, for rules that hold from a day or until one.
        secret: The installation's key; see `installation_secret`.
        is_dated: Whether `on` was given as the text's own day, rather than taken for want of one.
    """

    def __init__(self, rules: Rulebook, on: date, secret: bytes, *, is_dated: bool = True) -> None:
        self._rules, self._on, self._secret, self._is_dated = rules, on, secret, is_dated
        checks = [c for c in load_checks().values() if c.group in GROUPS and rules.demand_of(c.id)]
        # words are read part by part; personal numbers in the whole file, where columns can be told
        self._texts = [c for c in checks if Page in c.subjects and c.group != WHOLE]
        self._files = [c for c in checks if Attachment in c.subjects and c.group == WHOLE]

    def flaws(self, draft: Draft) -> list[Flaw]:
        """Everything found in a text, in order of place."""
        found = []
        for number, part in enumerate(draft.parts):
            end = draft.starts[number] + len(part.text or "\n".join("\t".join(r) for r in part.rows))
            # a cell is a sentence of its own: parted by line ends, which are as long as tabs
            words = draft.text[draft.starts[number] : end].replace("\t", "\n")
            for check, seen in self._seen(self._texts, page_of_text(words, on=self._on)):
                start, stop = _span(seen, words)
                found.append(self._flaw(draft, check, seen, draft.starts[number], start, stop))
            found.extend(self._hijacked(draft, number, words))
        whole = Attachment(name=draft.name, format=draft.format, parts=draft.parts, has_text=True)
        for check, seen in self._seen(self._files, whole):
            found.append(self._in_file(draft, check, seen))
            found.extend(self._further(draft, check, seen))
        return sorted(found, key=lambda flaw: (flaw.start, flaw.end, flaw.check))

    def line_flaws(self, draft: Draft) -> Iterator[Flaw]:
        """What is found where every line is a text of its own, in order; lines count from 1."""
        for number, line in enumerate(draft.text.split("\n"), 1):
            words = line.rstrip("\r")
            if not words.strip():
                continue
            page = page_of_text(words, on=self._on)
            found = []
            for check, seen in self._seen([*self._texts, *(self._files if page.parts else ())], page):
                start, end = _span(seen, words)
                found.append(_flaw_of(draft.name, check, seen, line=number, start=start, end=end))
            found.extend(_flaw_of_sign(draft.name, s, number) for s in signs_of_hijack(words, self._rules))
            yield from sorted(found, key=lambda flaw: (flaw.start, flaw.end, flaw.check))

    def _seen(self, checks: list[Check], subject: Page | Attachment) -> Iterator[tuple[Check, Observation]]:
        for check in checks:
            for seen in judge(check, subject, self._rules, today=self._on, secret=self._secret):
                if seen.answer != "not_checked":
                    yield check, self._weighed(seen)

    def _weighed(self, seen: Observation) -> Observation:
        if self._is_dated or DATED_RULES.isdisjoint(str(seen.facts.get("rule", "")).split("、")):
            return seen
        return replace(seen, lane="hint")

    def _flaw(self, draft: Draft, check: Check, seen: Observation, at: int, start: int, end: int) -> Flaw:
        line, _ = draft.line_of(at + start)
        flaw = _flaw_of(draft.name, check, seen, line=line, start=at + start, end=at + end)
        number = max(n for n, begin in enumerate(draft.starts) if begin <= at)
        return replace(flaw, place=draft.parts[number].name if len(draft.parts) > 1 else "")

    def _hijacked(self, draft: Draft, number: int, words: str) -> Iterator[Flaw]:
        """Planted words and garbled script of one part, by their places in the whole text."""
        at = draft.starts[number]
        for sign in signs_of_hijack(words, self._rules):
            flaw = _flaw_of_sign(draft.name, sign, draft.line_of(at + sign.start)[0])
            place = draft.parts[number].name if len(draft.parts) > 1 else ""
            yield replace(flaw, start=at + sign.start, end=at + sign.end, place=place)

    def _further(self, draft: Draft, check: Check, seen: Observation) -> Iterator[Flaw]:
        """An observation tells a text's first number of a kind: an editor wants the place of each."""
        kinds = {words: kind for kind, words in WORDS.items() if kind in ("identity", "weak")}
        kind = kinds.get(str(seen.facts.get("kind")))
        if kind is None or seen.span is None:
            return
        for number, part in enumerate(draft.parts):
            for one in find(part.text):
                is_told = part.name == seen.facts["part"] and one.start == seen.span[0]
                if one.kind == kind and not is_told:
                    flaw = self._flaw(draft, check, seen, draft.starts[number], one.start, one.end)
                    yield replace(flaw, quote=quoted(part.text, one))

    def _in_file(self, draft: Draft, check: Check, seen: Observation) -> Flaw:
        """What was seen in the whole of a file has its place by part, and by span or row."""
        name, row = str(seen.facts.get("part", "")), int(seen.facts.get("row", 0))
        number = next((n for n, part in enumerate(draft.parts) if part.name == name), -1)
        if number < 0:  # the file's name or properties
            return replace(_flaw_of(draft.name, check, seen, line=1, start=0, end=0), place=name)
        if seen.span is not None:
            return self._flaw(draft, check, seen, draft.starts[number], *seen.span)
        start = draft.row_start(number, row)
        end = draft.text.find("\n", start)
        length = (len(draft.text) if end < 0 else end) - start
        return self._flaw(draft, check, seen, draft.starts[number], start - draft.starts[number],
                          start - draft.starts[number] + length)  # fmt: skip


def _span(seen: Observation, text: str) -> tuple[int, int]:
    """Where it was seen; where the check tells no span, the quote is looked for."""
    if seen.span is not None:
        return seen.span
    at = text.find(seen.quote) if seen.quote else -1
    return (at, at + len(seen.quote)) if at >= 0 else (0, 0)


def _flaw_of(name: str, check: Check, seen: Observation, *, line: int, start: int, end: int) -> Flaw:
    is_sure = seen.answer == "problem" and seen.lane != "hint"
    return Flaw(
        file=name,
        line=line,
        check=seen.check,
        rule=str(seen.facts.get("rule") or seen.facts.get("kind") or seen.check),
        lane=seen.lane if is_sure else "hint",
        severity=seen.severity if is_sure else "提示",
        start=start,
        end=end,
        quote=masked(seen.quote),
        suggestion=masked(seen.suggestion),
        reason=masked(seen.message),
        title=check.title,
    )


def _flaw_of_sign(name: str, sign: PlainSign, line: int) -> Flaw:
    check = load_checks()[sign.check]
    return Flaw(
        file=name,
        line=line,
        check=check.id,
        rule=sign.kind,
        lane=sign.lane,
        severity=check.severity if sign.lane != "hint" else "提示",
        start=sign.start,
        end=sign.end,
        quote=masked(sign.quote),
        suggestion=masked(sign.suggestion),
        reason=masked(sign.reason),
        title=check.title,
    )
