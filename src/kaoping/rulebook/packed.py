"""
A lexicon made ready for matching: one automaton over the normal forms of its words, and their entries.

A long one is kept in a cache file named by the digest of the lexicon's own file, so that 500,000 words are
neither parsed nor built again. File: `_MAGIC`; five lengths (of the automaton, places, entries, order, head)
and a digest of all that follows; then these parts. Entries are read one by one, when their word was met.
"""

import mmap
import os
import struct
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, overload

import daachorse
import msgspec
import xxhash

from .lexicons import Entry
from .normalised import plain

_MAGIC = b"kaoping-lexicon-1\n"
_HEAD = struct.Struct("<5Q16s")
_FIELDS = tuple(field.name for field in fields(Entry))
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(tuple[tuple[int, Entry], ...])


class Forms:
    """Entries by their normal forms: what a finder needs. `numbered` answers for one form of `patterns`."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        grouped: dict[str, list[tuple[int, Entry]]] = {}
        for number, entry in enumerate(entries):
            if word := plain(entry.wrong):
                grouped.setdefault(word, []).append((number, entry))
        self.patterns = list(grouped)
        self._groups = [tuple(group) for group in grouped.values()]
        self._automaton: daachorse.CharwiseDoubleArrayAhoCorasick | None = None

    def automaton(self) -> "daachorse.CharwiseDoubleArrayAhoCorasick":
        """The third number of its matches is the number of the form; built when first asked for."""
        if self._automaton is None:
            self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(self.patterns)
        return self._automaton

    def numbered(self, form: int) -> tuple[tuple[int, Entry], ...]:
        """The entries of a form, each with its place in the lexicon."""
        return self._groups[form]


class PackedEntries(Sequence[Entry]):
    """
    The entries of a cache file, in the lexicon's order, and its automaton (as `Forms`).

    Pickled as its path alone, so that a child process opens the same file and shares its memory.

    Args:
        path: The cache file.
        is_verified: Its digest was held against its bytes before.

    Raises:
        ValueError: The file is none of ours, of another version, or damaged.
        OSError: It cannot be read.
    """

    def __init__(self, path: Path, *, is_verified: bool = False) -> None:
        self._path = path
        with path.open("rb") as file:
            head = file.read(len(_MAGIC) + _HEAD.size)
            if len(head) < len(_MAGIC) + _HEAD.size or not head.startswith(_MAGIC):
                raise ValueError(f"{path} is no packed lexicon")
            *lengths, digest = _HEAD.unpack_from(head, len(_MAGIC))
            if path.stat().st_size != len(head) + sum(lengths):
                raise ValueError(f"{path} is cut short")
            if not is_verified and _digest_of_rest(file) != digest:
                raise ValueError(f"{path} is damaged")
            # The automaton is read when it is needed; until then it takes none of a child's address space.
            self._begin, self._length = len(head), lengths[0]
            after = self._begin + self._length
            mapped_from = after - after % mmap.ALLOCATIONGRANULARITY
            self._file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ, offset=mapped_from)
        view = memoryview(self._file)[after - mapped_from :]
        places, self._blobs, order, rest = _cut(view, lengths[1:])
        self._places, self._order = places.cast("Q"), order.cast("Q")
        self.head: dict[str, Any] = msgspec.msgpack.decode(rest)
        self._automaton: daachorse.CharwiseDoubleArrayAhoCorasick | None = None
        self.numbered = lru_cache(maxsize=4096)(self._numbered)

    def automaton(self) -> "daachorse.CharwiseDoubleArrayAhoCorasick":
        """As of `Forms`; read from the file when first asked for."""
        if self._automaton is None:
            with self._path.open("rb") as file:
                file.seek(self._begin)
                data = file.read(self._length)
            self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick.deserialize(data)
        return self._automaton

    def _numbered(self, form: int) -> tuple[tuple[int, Entry], ...]:
        return _DECODER.decode(self._blobs[self._places[form] : self._places[form + 1]])

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, number: int) -> Entry: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, number: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(number, slice):
            return tuple(self[n] for n in range(*number.indices(len(self))))
        wanted = number + len(self) if number < 0 else number
        if not 0 <= wanted < len(self):
            raise IndexError(number)
        return next(entry for n, entry in self._numbered(self._order[wanted]) if n == wanted)

    def __iter__(self) -> Iterator[Entry]:
        return (self[n] for n in range(len(self)))

    def __reduce__(self) -> tuple[Callable[[Path], "PackedEntries"], tuple[Path]]:
        return _verified, (self._path,)


def _verified(path: Path) -> PackedEntries:
    """Opened in a child, whose parent has read the whole file just before."""
    return PackedEntries(path, is_verified=True)


def pack(entries: Sequence[Entry], head: dict[str, Any], path: Path) -> None:
    """
    Write a cache file, whole or not at all.

    Args:
        entries: In the lexicon's order; none without a normal form.
        head: What else is to be kept of the lexicon's file: plain data.
        path: Where; the folder must be there.

    Raises:
        OSError: The file cannot be written.
    """
    forms = Forms(entries)
    blobs = [_encoded(forms.numbered(n)) for n in range(len(forms.patterns))]
    places, order = array("Q", [0]), array("Q", bytes(8 * len(entries)))
    for form, blob in enumerate(blobs):
        places.append(places[-1] + len(blob))
        for number, _ in forms.numbered(form):
            order[number] = form
    parts = [forms.automaton().serialize(), places.tobytes(), b"".join(blobs), order.tobytes()]
    _write(path, [*parts, _ENCODER.encode(head)])


def _encoded(group: Iterable[tuple[int, Entry]]) -> bytes:
    """What is not said takes no room: most words have neither neighbours nor sentences."""
    kept = []
    for number, entry in group:
        values = ((name, getattr(entry, name)) for name in _FIELDS)
        kept.append((number, {name: value for name, value in values if value}))
    return _ENCODER.encode(kept)


def _write(path: Path, parts: list[bytes]) -> None:
    digest = xxhash.xxh3_128()
    for part in parts:
        digest.update(part)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_MAGIC + _HEAD.pack(*map(len, parts), digest.digest()))
            file.writelines(parts)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _digest_of_rest(file: BinaryIO) -> bytes:
    digest = xxhash.xxh3_128()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.digest()


def _cut(view: memoryview, lengths: Iterable[int]) -> Iterator[memoryview]:
    done = 0
    for length in lengths:
        yield view[done : done + length]
        done += length
