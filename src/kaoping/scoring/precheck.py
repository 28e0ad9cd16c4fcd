"""The provisional national verdict (预检) of a site: its six vetoes against what one run observed."""

from collections.abc import Iterable, Mapping, Sequence

from kaoping.checks import Observation
from kaoping.pages.subjects import Section, Site
from kaoping.rulebook import Rulebook, Veto, VetoClause

from .verdict import Verdict, VetoLine, VetoState

# from weightless to grave; what nobody could look at weighs less than what looks doubtful
_WEIGHT: dict[VetoState, int] = {"clear": 0, "not_checked": 1, "unsure": 2, "suspected": 3}
_STATE_WORDS: dict[VetoState, str] = {
    "clear": "未见",
    "not_checked": "待核",
    "unsure": "无法判定",
    "suspected": "疑似",
}
MOST_URLS = 20
ONCE = "仅本次运行所见,须连续监测并经人工确认"
NOT_LOOKED = "软件不能判断,须人工查看"


def precheck_verdict(
    site: Site, observations: Iterable[Observation], sections: Sequence[Section], rules: Rulebook
) -> Verdict:
    """
    What one run can say of each veto (单项否决) of the rulebook's indicator system.

    Args:
        site: The site; observations of others are left out.
        observations: Folded or not; they need no second sighting.
        sections: The site's sections, for clauses that count only some kinds.
        rules: Its system names the vetoes, the checks that touch them and from how many subjects on.

    Returns:
        One line per veto in the file's order. The gravest a line gets is `suspected`: a person confirms.
        A veto of which a part could not be looked at is never `clear`.
    """
    own = [o for o in observations if o.site == site.site]
    kinds = {s.url: s.kind for s in sections}
    lines = tuple(_line(veto, site, own, kinds) for veto in rules.precheck.vetoes)
    return Verdict(state=_gravest(line.state for line in lines), summary=_summary(lines), lines=lines)


def _gravest(states: Iterable[VetoState]) -> VetoState:
    return max(states, key=lambda state: _WEIGHT[state], default="not_checked")


def _line(veto: Veto, site: Site, observations: Sequence[Observation], kinds: Mapping[str, str]) -> VetoLine:
    told = [_clause(clause, site, observations, kinds) for clause in veto.clauses]
    state = _gravest(s for s, _, _ in told)
    # the gravest state speaks; of those merely not looked at, one word is enough
    reasons = [reason for s, reason, _ in told if s == state] or [NOT_LOOKED]
    urls = dict.fromkeys(url for s, _, seen in told if s == state for url in seen)
    return VetoLine(
        id=veto.id,
        name=veto.name,
        rule=veto.rule,
        state=state,
        reason=";".join(dict.fromkeys(reasons)),
        mark=veto.mark,
        urls=tuple(urls)[:MOST_URLS],
    )


def _clause(
    clause: VetoClause, site: Site, observations: Sequence[Observation], kinds: Mapping[str, str]
) -> tuple[VetoState, str, list[str]]:
    if not clause.check:
        return "not_checked", f"“{clause.rule}”{NOT_LOOKED}", []
    seen = [o for o in observations if o.check == clause.check and _counts(o, clause, kinds)]
    problems = sorted({o.url for o in seen if o.answer == "problem"})
    doubts = sorted({o.url for o in seen if o.answer == "unsure"})
    unseen = [o for o in seen if o.answer == "not_checked"]
    if len(problems) >= clause.count:
        return "suspected", f"{clause.rule}:本次查得{len(problems)}个。{ONCE}", problems
    if len(problems) + len(doubts) >= clause.count:
        return (
            "unsure",
            f"{clause.rule}:本次查得{len(problems)}个,另有{len(doubts)}个无法判定",
            problems + doubts,
        )
    if unseen:
        return "not_checked", "、".join(dict.fromkeys(str(o.facts.get("why", "")) for o in unseen)), []
    if site.home is None:
        return "not_checked", site.home_unseen or "没有取得首页", []
    return "clear", f"{clause.rule}:本次查得{len(problems)}个,未达到{clause.count}个", problems


def _counts(one: Observation, clause: VetoClause, kinds: Mapping[str, str]) -> bool:
    return not clause.kinds or str(one.facts.get("kind") or kinds.get(one.url, "")) in clause.kinds


def _summary(lines: Sequence[VetoLine]) -> str:
    parts = []
    for state in sorted(_WEIGHT, key=lambda state: -_WEIGHT[state]):
        names = [f"{line.id}{line.name}" for line in lines if line.state == state]
        if names:
            parts.append(_STATE_WORDS[state] + "、".join(names))
    return (
        f"预检(不是评分,也不是正式结论):{';'.join(parts)}。" if parts else "预检(不是评分):没有可判断的项目。"
    )
