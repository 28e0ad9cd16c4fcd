"""One fact, one observation: the same footer typo on 3,000 pages is one observation with a count."""

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace

import msgspec

from .declaration import Check, load_checks
from .judging import message_of
from .observation import Observation
from .writing import sort_key

MOST_PAGES = 1000
_GRAVITY = {"严重": 0, "疑似": 1, "一般": 2, "提示": 3}


def fold(
    observations: Iterable[Observation], checks: Mapping[str, Check] | None = None
) -> tuple[Observation, ...]:
    """
    Join observations of the same fact.

    Two are the same when check, site, answer, the reason of an open answer and the values of the check's
    `same_fact` agree. `url` becomes the shortest address (then the first in order), `pages` the others in
    order of address, the shortest 1,000 of them; `facts.count` is the number of all pages. Folding again, or
    folding parts first, gives the same. The order of what comes in does not matter; sorted by `sort_key`.
    """
    known = load_checks() if checks is None else checks
    groups: dict[Hashable, list[Observation]] = {}
    for one in observations:
        groups.setdefault(_key(one, known.get(one.check)), []).append(one)
    return tuple(sorted((_joined(g, known.get(g[0].check)) for g in groups.values()), key=sort_key))


def _key(one: Observation, check: Check | None) -> Hashable:
    if check is None or (one.answer == "problem" and not check.same_fact):
        return (
            *_kind(one),
            one.url,
            msgspec.json.encode(dict(one.facts), order="sorted"),
            one.quote,
            one.span,
        )
    return (*_kind(one), *(_value(one, name) for name in check.same_fact))


def _kind(one: Observation) -> tuple[str, ...]:
    return one.check, one.site, one.answer, str(one.facts.get("why", ""))


def _value(one: Observation, name: str) -> str:
    return str(one.facts[name] if name in one.facts else getattr(one, name, ""))


def _joined(group: list[Observation], check: Check | None) -> Observation:
    if len(group) == 1 and (check is None or not check.same_fact):
        return group[0]
    first = min(group, key=lambda o: (_rank(o.url), *sort_key(o)))
    urls = {u for o in group for u in (o.url, *o.pages)}
    others = sorted(sorted(urls - {first.url}, key=_rank)[:MOST_PAGES])
    count = _count(group, len(urls))
    joined = replace(
        first,
        pages=tuple(others),
        severity=min((o.severity for o in group), key=_GRAVITY.__getitem__),
        facts={**first.facts, "count": count},
    )
    return replace(joined, message=_message(joined, check, count))


def _rank(url: str) -> tuple[int, str]:
    return len(url), url


def _count(group: list[Observation], distinct: int) -> int:
    """Pages counted before must not be lost: a list cut short still tells its whole number in its facts."""
    told = [int(o.facts.get("count", 0)) for o in group]
    if any(n > 1 + len(o.pages) for n, o in zip(told, group, strict=True)):
        return sum(max(n, 1 + len(o.pages)) for n, o in zip(told, group, strict=True))
    return distinct


def _message(one: Observation, check: Check | None, count: int) -> str:
    words = message_of(one, check) if check else re.sub(r"\(共\d+个页面\)$", "", one.message)
    told = check is not None and one.answer == "problem" and "{count}" in check.message
    return words if told or count < 2 else f"{words}(共{count}个页面)"
