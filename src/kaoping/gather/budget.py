"""What a run may spend, and the words for what it did not visit."""

from dataclasses import dataclass

from kaoping.gather.capture import Role

BUDGET_SPENT = "预算用尽"
BYTES_SPENT = "流量预算用尽"
TIME_UP = "时间用尽"
ROBOTS_FORBID = "robots 禁止"
TOO_DEEP = "层级过深"
HOST_REFUSES = "对方限制访问"
OUTSIDE = "站外页面"
BAD_SCHEME = "协议不支持"
TOO_LONG = "地址过长"


@dataclass(frozen=True, slots=True)
class Budget:
    """
    Limits. `max_pages`, `max_targets`, `max_attachments` (files fetched whole) and `max_bytes` are of one
    site, `max_outer` of one foreign host; `max_minutes` is of the whole run, None without end. `max_depth`
    counts steps from the home page, the pages of one list counting once.
    """

    max_pages: int = 2_000
    max_targets: int = 10_000
    max_attachments: int = 0
    max_bytes: int = 4 << 30
    max_depth: int = 12
    max_minutes: float | None = None
    max_outer: int = 500
    deadline_s: float = 30.0
    target_deadline_s: float = 20.0
    attachment_deadline_s: float = 60.0

    def deadline_of(self, role: Role) -> float:
        """Seconds that one request may take, by what it is made for."""
        if role is Role.ATTACHMENT:
            return self.attachment_deadline_s
        return self.target_deadline_s if role is Role.TARGET else self.deadline_s
