"""XML read as a stream: no document type, no entity, nothing fetched; bounded depth (threat T4)."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from .attachment import Refused
from .yielded import MOST_CHARS

DEEPEST = 256
MOST_TAG_BYTES = 8 << 20
Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Data = Callable[[str], None]


def stream_xml(chunks: Iterable[bytes], start: Start, end: End, data: Data) -> None:
    """
    Feed an XML document to three functions. Names come without their namespace prefix.

    Raises:
        Refused: There is a document type, the markup is broken, nested more than 256 deep, or holds a tag of
            more than 8 MB.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0
    local: dict[str, str] = {}

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Refused("文件内部标记嵌套过深,未读取")
        short = local.get(name)
        if short is None:
            short = name.rpartition(":")[2]
            if len(local) < 4096:
                local[name] = short
        start(short, attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(local.get(name) or name.rpartition(":")[2])

    def refused(*_: object) -> None:
        raise Refused("文件内部含有文档类型声明(DTD),可能是攻击,未读取")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = refused
    parser.EntityDeclHandler = refused
    try:
        fed = 0
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            # what waits for its end is held in memory
            if fed - max(0, parser.CurrentByteIndex) > MOST_TAG_BYTES:
                raise Refused("文件内部有过长的标记,未读取", "capped")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused("文件内部标记损坏,无法读取") from error


def attribute(attributes: dict[str, str], name: str) -> str:
    """An attribute by its local name, or ``""``."""
    for key, value in attributes.items():
        if key == name or key.rpartition(":")[2] == name:
            return value
    return ""


class Texts:
    """The words of the elements named, a line for each block element: for notes, comments, slides."""

    def __init__(self, words: frozenset[str], blocks: frozenset[str]) -> None:
        self._words, self._blocks = words, blocks
        self._inside = self._length = 0
        self.pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._inside += name in self._words

    def end(self, name: str) -> None:
        self._inside -= name in self._words
        if name in self._blocks and self.pieces and self.pieces[-1] != "\n":
            self.pieces.append("\n")

    def data(self, text: str) -> None:
        if self._inside and self._length <= MOST_CHARS:  # one more than may be kept: so the cut is told
            self.pieces.append(text)
            self._length += len(text)

    def text(self) -> str:
        """The lines found, blank ones dropped."""
        return "\n".join(line for line in "".join(self.pieces).split("\n") if line.strip())


def texts_of(chunks: Iterable[bytes], words: frozenset[str], blocks: frozenset[str]) -> str:
    """The words of a small document. Raises `Refused`."""
    found = Texts(words, blocks)
    stream_xml(chunks, found.start, found.end, found.data)
    return found.text()
