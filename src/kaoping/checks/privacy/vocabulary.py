"""The rulebook's words of personal data, compiled once per process."""

import re
from dataclasses import dataclass

from kaoping.rulebook import Rulebook

READING = "personal"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One pattern for each class of words in ``reading/personal.yaml``."""

    identity: re.Pattern[str]
    card: re.Pattern[str]
    phone: re.Pattern[str]
    person: re.Pattern[str]
    duty: re.Pattern[str]
    duty_titles: re.Pattern[str]
    not_personal: re.Pattern[str]
    address: re.Pattern[str]
    address_detail: re.Pattern[str]
    name: re.Pattern[str]


_KNOWN: dict[str, Vocabulary] = {}


def vocabulary(rules: Rulebook) -> Vocabulary:
    """The words of this rulebook, which its version names."""
    if rules.version not in _KNOWN:
        data = rules.reading(READING)
        lists = ("identity", "card", "phone", "person", "duty", "duty_titles", "not_personal", "address")
        patterns = {name: re.compile("|".join(map(re.escape, data[name]))) for name in lists}
        _KNOWN[rules.version] = Vocabulary(
            **patterns,
            address_detail=re.compile(data["address_detail"]),
            name=re.compile(data["name"]),
        )
    return _KNOWN[rules.version]
