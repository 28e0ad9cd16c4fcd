"""Says what a run saw in ten lines, for the terminal."""

from collections import Counter

from kaoping.checks.observation import Observation

from .arrangement import facts_of, group_order
from .material import Coverage, RunReport
from .symbols import shortened, shown
from .words import LANE_WORDS, PRECHECK_NOTE, VETO_ORDER, VETO_WORDS
from .workbook import name_of

MOST_NAMED = 4


def summary_lines(report: RunReport) -> list[str]:
    """Exactly ten lines of plain text: no control character of a page's text gets through."""
    seen = [one for site in report.sites for one in site.observations]
    lines = (
        _headline(report),
        _looked_at(report),
        _vetoes(report),
        _problems(seen),
        f"按类别:{_groups(seen, report)}",
        f"最多的:{_commonest(seen, report)}",
        f"待人工判断 {_count(seen, 'unsure')} 条;未能检查 {_count(seen, 'not_checked')} 条(不计为通过)",
        f"未看到的地址:{_unseen(report)}",
        _load(report),
        f"规则库 {report.rulebook_version[:12] or '—'},软件 {report.product_version or '—'}。{PRECHECK_NOTE}",
    )
    return [shown(line) for line in lines]


def _headline(report: RunReport) -> str:
    names = "、".join(shortened(name_of(site), 30) for site in report.sites[:MOST_NAMED]) or "没有网站"
    more = f"等 {len(report.sites)} 个网站" if len(report.sites) > MOST_NAMED else ""
    why = f":{';'.join(report.incomplete_why)}" if report.incomplete_why else ""
    end = "预检完成" if report.is_complete else f"预检不完整{shortened(why, 120)}"
    return f"{names}{more}({report.today}){end}"


def _looked_at(report: RunReport) -> str:
    blind = sum(site.pages_seen == 0 for site in report.sites)
    pages, found, targets = (
        sum(getattr(site, name) for site in report.sites)
        for name in ("pages_seen", "pages_found", "targets_checked")
    )
    note = f";{blind} 个网站没有看懂任何页面" if blind else ""
    return f"看懂页面 {pages:,} 个,发现地址 {found:,} 个,核验目标 {targets:,} 个{note}"


def _vetoes(report: RunReport) -> str:
    lines = [line for site in report.sites for line in site.verdict.lines]
    counts = Counter(line.state for line in lines)
    parts = [f"{VETO_WORDS[state]} {counts[state]} 项" for state in VETO_ORDER if counts[state]]
    suspected = dict.fromkeys(f"{line.id} {line.name}" for line in lines if line.state == "suspected")
    named = f"({'、'.join(suspected)})" if suspected else ""
    return f"单项否决:{','.join(parts) or '没有判断'}{named}"


def _problems(seen: list[Observation]) -> str:
    lanes = Counter(one.lane for one in seen if one.answer == "problem")
    parts = ",".join(f"{word} {lanes[lane]:,}" for lane, word in LANE_WORDS.items())
    return f"问题 {lanes.total():,} 条:{parts}"


def _groups(seen: list[Observation], report: RunReport) -> str:
    counts = Counter(facts_of(one.check, report).group for one in seen if one.answer == "problem")
    places = group_order(report)
    ordered = sorted(counts.items(), key=lambda entry: (places.get(entry[0], len(places)), entry[0]))
    return ";".join(f"{name} {count:,}" for name, count in ordered) or "无"


def _commonest(seen: list[Observation], report: RunReport) -> str:
    counts = Counter(one.check for one in seen if one.answer == "problem")
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_NAMED]
    return ";".join(f"{facts_of(check, report).title} {count:,}" for check, count in ordered) or "无"


def _count(seen: list[Observation], answer: str) -> str:
    return f"{sum(one.answer == answer for one in seen):,}"


def _unseen(report: RunReport) -> str:
    counts: Counter[str] = Counter()
    fates: list[Coverage] = [c for site in report.sites for c in (*site.failures, *site.not_visited)]
    for fate in fates:
        counts[fate.reason] += fate.count
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:MOST_NAMED]
    parts = ";".join(f"{shortened(reason, 40)} {count:,}" for reason, count in ordered)
    return f"{counts.total():,} 个({parts})" if counts else "无"


def _load(report: RunReport) -> str:
    requests = sum(site.requests for site in report.sites)
    busiest = max((site.busiest_second for site in report.sites), default=0)
    return f"对网站的访问:共 {requests:,} 次请求,单个网站最忙一秒 {busiest} 次(明细见 gather.log)"
