"""When two sightings are of one fact: addresses, words and ids in one spelling."""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

from kaoping.gather import normalise

_NOT_WORDS = re.compile(r"[\W_]+")
_LOCAL = re.compile(r"https?://", re.I).match
_ROUTE = re.compile(r"#[!/].+").search  # pages of a site that is all script are told apart by nothing else
_ID = re.compile(r"[A-Z2-7]{16}").fullmatch
_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B", "-": "", " ": "", "—": "", "‐": "", "–": ""})
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_PAIRS = tuple(first + second for first in _LETTERS for second in _LETTERS)
_KEY_BYTES = 10  # 80 bits: that two of a million findings are alike is a matter of 1 in 10^12


@lru_cache(maxsize=1 << 15)
def address_key(url: str) -> str:
    """
    What all spellings of one address have in common: http or https, with or without www., port 80 or 443,
    slash at the end, fragment and session, percent-encoded or not. ``#/`` and ``#!`` routes count.

    What is no address is itself, without blanks around.
    """
    plain = url.strip()
    one = normalise(plain if "://" in plain else f"http://{plain}") if plain else None
    if one is None:
        return plain
    host, _, rest = one.partition("://")[2].partition("/")
    path, mark, query = rest.partition("?")
    route = found[0] if "#" in plain and (found := _ROUTE(plain)) else ""
    return f"{host_key(host)}/{path.rstrip('/')}{mark}{query}{route.rstrip('/')}"


def host_key(host: str) -> str:
    """A host without ``www.`` and the usual ports."""
    bare = host.removesuffix(":80").removesuffix(":443")
    short = bare.removeprefix("www.")
    return short if "." in short else bare


@lru_cache(maxsize=1 << 14)
def words_key(text: str) -> str:
    """Words without blanks and marks, in one width and case; an address as `address_key`."""
    if _LOCAL(text):
        return address_key(text)
    plain = unicodedata.normalize("NFKC", text)
    return _NOT_WORDS.sub("", plain).casefold() or "".join(plain.split())


def fact_key(unit: str, told_by: str, place: str, words: str) -> str:
    """
    The key of a fact, whatever rule it falls under.

    Args:
        unit: Official name.
        told_by: What sees such facts: a check's id, a kind of import, or a rule's own id.
        place: An address or a host, by `address_key` or `host_key`.
        words: What is meant there, by `words_key`.
    """
    return _digest(unit, told_by, place, words).hexdigest()


def suspect_id(system: str, rule: str, fact: str) -> str:
    """The id (问题编号) of a fact under a rule: four groups of four letters, which can be read out aloud."""
    number = int.from_bytes(_digest(system, rule, fact).digest(), "big")
    pairs = _PAIRS
    a, b, c, d = number >> 60, number >> 40, number >> 20, number
    return "-".join([pairs[part >> 10 & 1023] + pairs[part & 1023] for part in (a, b, c, d)])


def read_id(written: str) -> str | None:
    """An id as somebody wrote it, in its one spelling; None where it cannot be one."""
    plain = unicodedata.normalize("NFKC", written).upper().translate(_MISREAD)
    if not _ID(plain):
        return None
    return f"{plain[:4]}-{plain[4:8]}-{plain[8:12]}-{plain[12:]}"


def witness_key(*parts: str) -> str:
    """The key of one saying of one voice."""
    return _digest(*parts).hexdigest()


def _digest(*parts: str) -> blake2b:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES)
