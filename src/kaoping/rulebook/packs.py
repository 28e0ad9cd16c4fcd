"""Layered packs: what a province, a city, an office adds to a lexicon, and what they silence in it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from .lexicons import LISTED, Entry, Lexicon
from .normalised import plain
from .schemas import closest

LAYERS = ("国家", "省", "市", "县", "单位")


def layered_lexicons(lexicons: Mapping[str, Lexicon]) -> dict[str, Lexicon]:
    """
    Every lexicon by its name, with the packs that extend it laid over it.

    Packs follow each other by layer, then by name (one without a layer counts as 单位). A pack's entry
    takes the place of an earlier one of the same word and class; a word in its `off` is dropped. A pack of
    a listed lexicon stays one of its own beside it (`wording.listed` reads both): only its `off` is applied.
    """
    result = dict(lexicons)
    for pack in sorted((p for p in lexicons.values() if p.extends), key=layer_rank):
        under = result[pack.extends]
        if under.use == LISTED:
            result[under.name] = replace(under, off=(*under.off, *pack.off))
            result[pack.name] = replace(result[pack.name], use=LISTED)
        else:
            result[under.name] = replace(under, entries=tuple(_merged(under, pack)))
    return result


def pack_mistakes(lexicons: Iterable[Lexicon]) -> list[str]:
    """Packs that extend nothing, themselves or another pack, and `off` words that silence nothing."""
    known = {one.name: one for one in lexicons}
    found = []
    for pack in known.values():
        if pack.extends and pack.extends not in known:
            found.append(
                f"lexicons/{pack.name}.yaml:extends:没有词库“{pack.extends}”{closest(pack.extends, known)}"
            )
        elif pack.extends and known[pack.extends].extends:
            found.append(
                f"lexicons/{pack.name}.yaml:extends:“{pack.extends}”本身是补充包,请改为补充它所补充的词库"
            )
        elif pack.off and not pack.extends:
            found.append(f"lexicons/{pack.name}.yaml:off:没有写 extends:,不知道要停用哪个词库的词")
    return found or [words for pack in known.values() for words in _idle(pack, known)]


def _idle(pack: Lexicon, known: Mapping[str, Lexicon]) -> Iterator[str]:
    if not pack.off:
        return
    others = (
        known[pack.extends],
        *(p for p in known.values() if p.extends == pack.extends and p is not pack),
    )
    words = {plain(entry.wrong) for one in others for entry in one.entries}
    for n, word in enumerate(pack.off, start=1):
        if plain(word) not in words:
            hint = closest(word, words) if len(words) < 20_000 else ""
            yield f"lexicons/{pack.name}.yaml:off 第 {n} 项:词库“{pack.extends}”里没有“{word}”,不用停用{hint}"


def layer_rank(pack: Lexicon) -> tuple[int, str]:
    """Order of packs: by layer, then by name; one without a layer counts as 单位."""
    return LAYERS.index(pack.layer or LAYERS[-1]), pack.name


def _merged(under: Lexicon, pack: Lexicon) -> Iterator[Entry]:
    off = set(map(plain, pack.off))
    own = {(plain(entry.wrong), entry.class_) for entry in pack.entries}
    for entry in under.entries:
        word = plain(entry.wrong)
        if word not in off and (word, entry.class_) not in own:
            yield entry
    yield from pack.entries
