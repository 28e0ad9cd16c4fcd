"""Lexicon files one by one, as they stand on disk: what the linter looks at."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import RulebookError
from .files import RulebookFile, layered
from .lexicons import Lexicon, lexicon_of
from .mistake import Mistake
from .schemas import Path as FieldPath
from .schemas import mistakes, validator
from .strict_yaml import lines, parse


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """One file and what it says by itself, before packs are laid over each other."""

    lexicon: Lexicon
    file: RulebookFile

    @property
    def shown(self) -> str:
        """The file, for messages."""
        return self.file.at(None)

    def places(self) -> Mapping[FieldPath, int]:
        """The line (from 1) of every value, by its path."""
        return lines(self.file.data)


def lexicon_file(path: Path) -> LexiconFile:
    """
    One lexicon file anywhere.

    Raises:
        RulebookError: It cannot be read, or its schema does not hold: file, line, field, what to do.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RulebookError(f"词库文件 {path} 无法读取({error.strerror}),请检查路径和权限") from error
    return _read(RulebookFile(f"lexicons/{path.name}", path, data, is_office=True))


def lexicon_files(folder: Path | None) -> tuple[LexiconFile, ...]:
    """
    Every lexicon file of an office's folder, or every shipped one where there is no folder.

    Raises:
        RulebookError: As of `lexicon_file`.
    """
    files = (file for file in layered(folder) if file.kind == "lexicons")
    return tuple(_read(file) for file in files if file.is_office == (folder is not None))


def _read(file: RulebookFile) -> LexiconFile:
    schema = next(f for f in layered(None) if f.name == "schemas/lexicons.schema.json")
    try:
        data = parse(file.data)
    except Mistake as mistake:
        raise RulebookError(f"{file.at(mistake.line)}:{mistake.words}") from None
    found = mistakes(validator(schema.data.decode()), data)
    if found:
        places = lines(file.data)
        raise RulebookError("\n".join(f"{file.at(places.get(path))}:{words}" for path, words in found[:20]))
    return LexiconFile(lexicon_of(file.stem, data, is_office=file.is_office), file)
