"""Whether a stored run may be judged again in part, and what the change since then can touch."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from kaoping.errors import RulebookError
from kaoping.rulebook import Rulebook, load_rulebook

from .change import PageChange, change_between
from .engines.jobs import secret_mark
from .engines.version import build
from .letters import Words
from .run_file import RunPlan, Since

_load = lru_cache(maxsize=2)(load_rulebook)


def marked(plan: RunPlan, rules: Rulebook) -> RunPlan:
    """The plan with the marks of what reads its pages: this code, these rules, this key."""
    return replace(plan, build=build(), secret_mark=secret_mark(), rulebook_version=rules.version)


def still_marked(plan: RunPlan, rules: Rulebook) -> RunPlan:
    """The plan as it is where what goes on with it now began it; else without marks: both read pages."""
    now = marked(plan, rules)
    return plan if plan == now else replace(plan, build="", secret_mark="")


def change_since(since: Since | None, begun: RunPlan, today: date, rules: Rulebook) -> PageChange:
    """
    What may be said otherwise of the pages of a run that was begun with this plan; with a reason where all
    pages have to be read, as they have where nobody asked for less (`since` is None).
    """
    if since is None:
        return _all("没有要求只判断有变动的")
    if not begun.build or begun.build != build():
        return _all("那次检查不是由本程序的这一版本完成的")
    if begun.secret_mark != secret_mark():
        return _all("那次检查用的是另一个个人信息密钥")
    if begun.today != today:
        return _all("监测点日期不同")
    earlier = Path(since.rulebook or begun.rulebook) if since.rulebook or begun.rulebook else None
    try:
        before = _load(earlier)
    except RulebookError:
        return _all(f"那次检查的规则目录 {earlier} 已不可用")
    if before.version != begun.rulebook_version:
        return _all("规则目录不是那次检查时的样子,请用 --since 给出改动前的一份")
    return change_between(before, rules)


def _all(why: str) -> PageChange:
    return PageChange(Words(()), why)
