"""Verdicts teach: what people have judged to be no fault is left out, counted and named."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kaoping.gather.addresses import normalise
from kaoping.rulebook import Waiver

from .observation import Observation

# facts by which checks name the word or rule that they met; several words of one sentence are joined by 、
_ENTRY_FACTS = ("wrong", "word", "words", "rule", "entry")
_SEPARATOR = "、"


@dataclass(frozen=True, slots=True)
class Silenced:
    """`kept` in the order given; how often each exception held; expired ones that would have held."""

    kept: tuple[Observation, ...]
    counts: tuple[tuple[Waiver, int], ...] = ()
    expired: tuple[Waiver, ...] = ()

    def remarks(self) -> tuple[str, ...]:
        """Chinese lines for the report: what was left out, by whose word; what is told again."""
        return (*(_counted(waiver, n) for waiver, n in self.counts), *map(_told_again, self.expired))


def silence(
    observations: Iterable[Observation],
    waivers: Iterable[Waiver],
    today: date,
    *,
    unit: str = "",
    site: str = "",
) -> Silenced:
    """
    Leave out what exceptions in force cover: exactly that, and nothing that was not checked.

    An observation on several pages loses those that an exception names, and stays for the others; one with
    several words stays unless all of them are excepted together.

    Args:
        observations: Before they are folded, so that each names its own page.
        waivers: Of the rulebook, also expired ones.
        today: The day of judgement.
        unit: Whose they are; an exception for another unit or site does not concern them.
        site: Where they stand: host, or host:port.
    """
    known = tuple(w for w in waivers if w.unit in ("", unit) and w.site in ("", site))
    if not known:
        return Silenced(tuple(observations))
    judging = _Judging(
        [w for w in known if not w.is_expired(today)], [w for w in known if w.is_expired(today)]
    )
    kept = tuple(left for one in observations if (left := judging.left_of(one)) is not None)
    return Silenced(
        kept,
        tuple((w, judging.counts[w]) for w in known if judging.counts[w]),
        tuple(w for w in known if w in judging.told_again),
    )


class _Judging:
    def __init__(self, in_force: list[Waiver], expired: list[Waiver]) -> None:
        self._in_force = in_force
        self._expired = expired
        self.counts: Counter[Waiver] = Counter()
        self.told_again: set[Waiver] = set()

    def left_of(self, one: Observation) -> Observation | None:
        """What is left of an observation: itself, itself on fewer pages, or nothing."""
        if one.answer == "not_checked":
            return one
        kept = []
        for page in dict.fromkeys((one.url, *one.pages)):
            covering = _covering(self._in_force, one, page)
            if covering is None:
                kept.append(page)
                self.told_again.update(_covering(self._expired, one, page) or ())
            else:
                self.counts.update(covering)
        if not kept:
            return None
        return one if len(kept) == 1 + len(one.pages) else replace(one, url=kept[0], pages=tuple(kept[1:]))


def _covering(waivers: Iterable[Waiver], one: Observation, page: str) -> tuple[Waiver, ...] | None:
    """The exceptions that together cover the observation on this page; None where a word is left over."""
    near = [w for w in waivers if _is_near(w, one, page)]
    whole = next((w for w in near if not w.entry), None)
    if whole is not None:
        return (whole,)
    by_entry = {w.entry: w for w in reversed(near)}
    words = tuple(_entries(one))
    if not words or not all(word in by_entry for word in words):
        return None
    return tuple(by_entry[word] for word in words)


def _is_near(waiver: Waiver, one: Observation, page: str) -> bool:
    """Whether check and page agree."""
    return waiver.check in ("", one.check) and (waiver.page in ("", page) or normalise(waiver.page) == page)


def _entries(one: Observation) -> Iterator[str]:
    """The distinct words or rules that the observation accuses."""
    told = [one.facts[name] for name in _ENTRY_FACTS if one.facts.get(name)]
    words = (w for t in told for w in (t.split(_SEPARATOR) if isinstance(t, str) else map(str, t)))
    return iter(dict.fromkeys(words))


def _counted(waiver: Waiver, count: int) -> str:
    return f"已按例外不计{count}处:{_scope(waiver)}({waiver.author}:{waiver.reason},至{waiver.until})"


def _told_again(waiver: Waiver) -> str:
    return f"例外已于{waiver.until}到期,不再生效:{_scope(waiver)}({waiver.author}:{waiver.reason})"


def _scope(waiver: Waiver) -> str:
    scopes = (waiver.check, waiver.entry and f"“{waiver.entry}”", waiver.unit, waiver.site, waiver.page)
    return " ".join(filter(None, scopes))
