"""What the report on new-media accounts is made of: records that `rounds` fills and both writers read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kaoping.checks.observation import Observation
from kaoping.pages.newmedia import AccountSeen, Post

from .material import CheckFacts


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account with its figures; `days_since` None where no post was dated. Gaps are in days."""

    seen: AccountSeen
    days_since: int | None = None
    longest_gap: int = 0
    broken_days: int = 0
    problems: int = 0
    unsure: int = 0

    @property
    def functions(self) -> str:
        """How it could be looked at for interaction and service."""
        told = [
            word
            for word, is_so in (("菜单", self.seen.has_menu_seen), ("手机核查", self.seen.phone.who))
            if is_so
        ]
        return "、".join(told)

    @property
    def unseen(self) -> tuple[str, ...]:
        """What could not be seen of it, and so was not judged, in Chinese."""
        seen = self.seen
        told = (
            (not seen.lanes, "没有任何资料"),
            (
                bool(seen.lanes) and not seen.whole_lanes,
                "没有反映全部推文的来源,不能判断是否停更",
            ),
            (not self.functions, "没有看到菜单,互动和办事功能未判断"),
            (bool(seen.undated_count), f"{seen.undated_count} 篇没有可信的日期"),
            (bool(seen.deleted_count), f"{seen.deleted_count} 篇已删除,内容未判断"),
        )
        return tuple(words for is_so, words in told if is_so)


@dataclass(frozen=True, slots=True)
class LaneRow:
    """One lane: how many accounts and posts it told of."""

    name: str
    accounts: int
    posts: int


@dataclass(frozen=True, slots=True)
class AccountsReport:
    """A whole run over accounts. `observations` are in their order; `remarks` what was not taken and why."""

    today: date
    accounts: tuple[AccountRow, ...] = ()
    lanes: tuple[LaneRow, ...] = ()
    posts: tuple[Post, ...] = ()
    observations: tuple[Observation, ...] = ()
    checks: Mapping[str, CheckFacts] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    window_days: int = 14
    rulebook_version: str = ""
    product_version: str = ""
    command: str = ""

    def of(self, answer: str) -> Sequence[Observation]:
        """The observations with this answer."""
        return [o for o in self.observations if o.answer == answer]


def account_summary(report: AccountsReport) -> list[str]:
    """The run in a few lines for the terminal."""
    running = sum(row.seen.is_running for row in report.accounts)
    problems = report.of("problem")
    charged = sum(o.lane != "hint" for o in problems)
    lanes = (
        "、".join(f"{lane.name}{lane.posts}篇/{lane.accounts}个账号" for lane in report.lanes) or "没有数据"
    )
    return [
        f"账号{len(report.accounts)}个(运行{running}个),推文{len(report.posts)}篇,监测点{report.today}",
        f"数据来源:{lanes}",
        f"问题{charged}个,提示{len(problems) - charged}个,待判断{len(report.of('unsure'))}个,"
        f"未检查{len(report.of('not_checked'))}个",
        *([f"有{len(report.remarks)}条资料没有采用或须说明,见报告“资料说明”"] if report.remarks else []),
    ]
