"""One process at a time in a folder."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kaoping.errors import OutputError

LOOKS_EVERY_S = 0.2


@contextmanager
def alone_in(folder: Path, *, within_s: float, who: str) -> Iterator[None]:
    """
    Hold the folder for this process; an earlier one whose worker died may need a moment to leave it.

    Args:
        within_s: How long the earlier one is waited for, seconds.
        who: What it is called in the refusal (Chinese).

    Raises:
        OutputError: It did not leave in time.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("a") as lock:
        ends_at = time.monotonic() + within_s
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > ends_at:
                    raise OutputError(f"{folder} 正由另一个{who}使用,请稍后再试。") from None
                time.sleep(LOOKS_EVERY_S)
        yield
