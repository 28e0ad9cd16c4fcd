"""What a store is: names and bytes. It is believed nothing that was not read back."""

from pathlib import Path
from typing import Protocol

PIECE_BYTES = 8 << 20  # what one request reads: memory stays flat, and no request takes for ever


class Store(Protocol):
    """
    Files under names with ``/``. Every method raises `OutputError` where the store does not answer, refuses,
    or has no such container.
    """

    address: str

    def put(self, name: str, file: Path) -> None:
        """Store a file's bytes under a name, in place of what was there."""

    def size(self, name: str) -> int | None:
        """Bytes under a name, None where there are none."""

    def read(self, name: str, start: int, length: int) -> bytes:
        """`length` bytes from `start`; the range lies within what `size` said."""

    def remove(self, name: str) -> None:
        """Forget a name; none of this name is no error."""
