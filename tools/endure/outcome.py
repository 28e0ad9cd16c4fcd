"""What came of killing one kind of work."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    `hits` of `kills` met a living process at work; `differs` names what in the end was not as in work that
    nothing broke: empty where nothing was lost and nothing is there twice.
    """

    work: str
    where: str
    kills: int
    hits: int
    seconds: float
    differs: tuple[str, ...]


def table(outcomes: list[Outcome]) -> str:
    """One line each, as Markdown."""
    lines = ["| work | on | kills | met it alive | s | lost or twice |", "|---|---|---|---|---|---|"]
    for one in outcomes:
        said = "、".join(one.differs) or "nothing"
        lines.append(f"| {one.work} | {one.where} | {one.kills} | {one.hits} | {one.seconds:.0f} | {said} |")
    return "\n".join(lines)
