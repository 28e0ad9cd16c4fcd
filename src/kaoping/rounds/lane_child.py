"""The kind of child that reads feeds and articles of accounts and judges posts."""

from .lane_reading import LaneReader
from .lane_tasks import LaneOutcome, LaneTask
from .reader_child import Kind

MEMORY_LIMIT_BYTES = 2 << 30


KIND = Kind(
    LaneReader,
    LaneTask,
    lambda error: LaneOutcome(unseen=f"读取时程序出错({type(error).__name__})"),
    memory_limit_bytes=MEMORY_LIMIT_BYTES,
)
