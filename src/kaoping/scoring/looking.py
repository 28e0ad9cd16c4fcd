"""Whether somebody looked: a rule that nobody looked at is never passed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kaoping.findings import Looked

NOBODY = "无人查看"
NOTHING = "没有看到可查的对象"
TORN = "查看结论不一致"


@dataclass(frozen=True, slots=True)
class Look:
    """
    What is known of the looking at one rule for one unit. `seen` are subjects really looked at. `is_whole`:
    all there was to see was seen. `why` says in Chinese what is wanting.
    """

    seen: int = 0
    is_whole: bool = False
    is_failed: bool = False
    is_applicable: bool = True
    why: str = NOBODY


def rows_by_name(looked: Iterable[Looked]) -> Mapping[str, Sequence[Looked]]:
    """Rows under the name by which a rule finds them, in the order given."""
    found: dict[str, list[Looked]] = {}
    for row in looked:
        found.setdefault(row.name, []).append(row)
    return found


def look_at(names: Iterable[str], rows: Mapping[str, Sequence[Looked]]) -> Look:
    """
    The looking at one rule.

    Args:
        names: Names by which a row may speak of it, none twice: the rule's id, what sees it (a check's id, a
            kind of import), its indicator's id.
        rows: The unit's rows, from `rows_by_name`.

    Returns:
        Not applicable only where a person said so and no other contradicts. Whole where a person answered
        "met", or where subjects were looked at and none of them stayed unseen.
    """
    own = [row for name in names if name in rows for row in rows[name]]
    if not own:
        return Look()
    if len(own) == 1 and not own[0].verdict:
        return _by_count(own, max(own[0].subjects - own[0].unseen, 0))
    verdicts = {row.verdict for row in own if row.verdict}
    seen = sum(max(row.subjects - row.unseen, 0) for row in own)
    if verdicts == {"not_applicable"}:
        return Look(seen, is_whole=True, is_applicable=False, why=_reasons(own) or "人工认定不适用")
    if len(verdicts) > 1:
        return Look(seen, why=TORN)
    if verdicts:
        return Look(max(seen, 1), is_whole=True, why="")
    return _by_count(own, seen)


def _by_count(own: Sequence[Looked], seen: int) -> Look:
    unseen = sum(row.unseen for row in own)
    if any(row.failed for row in own):
        return Look(seen, is_failed=True, why=_reasons(own) or "检查出错")
    if unseen:
        reasons = _reasons(own)
        return Look(seen, why=f"{unseen}个对象没有看到" + (f"({reasons})" if reasons else ""))
    if not seen:
        return Look(why=_reasons(own) or NOTHING)
    return Look(seen, is_whole=True, why="")


def _reasons(own: Sequence[Looked]) -> str:
    return "、".join(sorted({row.why for row in own if row.why}))
