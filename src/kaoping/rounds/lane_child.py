"""
The child process that reads feeds and articles of accounts and judges posts:
``python -m kaoping.rounds.lane_child``. As `reader_child`; frames are the same.
"""

from .lane_reading import LaneReader
from .lane_tasks import LaneOutcome, LaneTask
from .reader_child import serve

MEMORY_LIMIT_BYTES = 2 << 30


def main() -> None:
    """Answer tasks until standard input ends."""
    serve(
        LaneReader,
        LaneTask,
        lambda error: LaneOutcome(unseen=f"读取时程序出错({type(error).__name__})"),
        memory_limit_bytes=MEMORY_LIMIT_BYTES,
    )


if __name__ == "__main__":
    main()
