"""What stands beside a letter's labels, each in its own box: its state, and the words of the reply."""

from collections.abc import Iterator
from dataclasses import dataclass

from .interactionwords import InteractionWords
from .markup import Tree
from .words import collapse

_LONGEST_LABEL = 16
_MOST_LABELS = 60
_VALUE_CAP = 20_000  # characters
_CLIMB = 4
_SKIPPED = frozenset({"script", "style"})


@dataclass(frozen=True, slots=True)
class LetterValues:
    """`reply` is None where no box is labelled as the reply, and ``""`` where the box is there and empty."""

    status: str = ""
    reply: str | None = None


def letter_values(tree: Tree, words: InteractionWords) -> LetterValues:
    """Read labels that stand alone in their box, and what follows them up to the next label."""
    status, reply = "", None
    labels = list(_labels(tree, words))
    alone = {box for box, _ in labels}
    for box, text in labels:
        if words.reply_alone.match(text):
            value = _beside(tree, box, alone)
            reply = value if reply is None or len(value) > len(reply) else reply
        elif words.status.match(text) and not status:
            status = _beside(tree, box, alone)
    return LetterValues(status, reply)


def _labels(tree: Tree, words: InteractionWords) -> Iterator[tuple[int, str]]:
    """Boxes that hold nothing but a label, with its words."""
    count = 0
    for node, text in enumerate(tree.texts):
        if not 2 <= len(text) <= 3 * _LONGEST_LABEL or count >= _MOST_LABELS or tree.hidden[node]:
            continue
        if words.labels.match(text):
            count += 1
            yield _box(tree, node), text


def _box(tree: Tree, node: int) -> int:
    """The widest element around a text that holds no other element's words and has brothers."""
    for _ in range(_CLIMB):
        above = tree.parents[node]
        if above < 0 or sum(1 for _ in _children(tree, above)) > 1:
            return node
        node = above
    return node


def _children(tree: Tree, node: int) -> Iterator[int]:
    child = node + 1
    while child < tree.ends[node]:
        if tree.tags[child] != "-text" or not tree.texts[child].isspace():
            yield child
        child = tree.ends[child]


def _beside(tree: Tree, box: int, alone: set[int]) -> str:
    """The words behind a box inside its parent, up to a box that is or begins with the next label."""
    pieces: list[str] = []
    size = 0
    end = tree.ends[tree.parents[box]]
    child = tree.ends[box]
    while child < end and size < _VALUE_CAP:
        if any(inner in alone for inner in range(child, min(tree.ends[child], child + _CLIMB))):
            break
        if tree.tags[child] not in _SKIPPED:
            words = collapse(tree.words(child)[:_VALUE_CAP])
            pieces.append(words)
            size += len(words)
        child = tree.ends[child]
    return "".join(f"\n{piece}" for piece in pieces if piece)
