"""The machine-readable scores of a round (scores.json) as published figures."""

from collections.abc import Iterator
from decimal import Decimal

from kaoping.errors import ScoringError, UsageError
from kaoping.scoring import (
    PublishedRank,
    PublishedSheet,
    ScoreSheet,
    plain,
    published_sheet,
    read_scores_json,
)

from .outcome import Flaw

Told = tuple[tuple[PublishedSheet, ...], tuple[PublishedRank, ...], tuple[Flaw, ...]]


def read_scores(data: bytes, file: str) -> Told:
    """
    Sheets and ranks, and the lines whose losses do not come to what they lost.

    Raises:
        UsageError: It is no file of scores.
    """
    try:
        scores = read_scores_json(data)
    except ScoringError as error:
        raise UsageError(f"{file} 无法核算:{error}。请给出评分生成的 scores.json。") from None
    sheets = tuple(published_sheet(one, one.bonus_earned, file) for one in scores.sheets)
    ranks = tuple(
        PublishedRank(
            one.unit, one.group, one.rank, one.total, one.percent, one.full, where=file, places=places
        )
        for places in (max((sheet.places for sheet in sheets), default=2),)
        for one in scores.standings
    )
    return sheets, ranks, tuple(flaw for one in scores.sheets for flaw in _losses(one, file))


def _losses(sheet: ScoreSheet, file: str) -> Iterator[Flaw]:
    for line in sheet.lines:
        if not line.is_leaf or not line.losses or line.state == "not_applicable":
            continue
        most = line.full if line.at_most is None else min(line.full, line.at_most)
        readded = min(most, sum((loss.points for loss in line.losses), Decimal(0)))
        if readded != line.lost:
            words = f"{sheet.unit} {line.indicator}{line.title}的扣分与失分原因各项之和不符"
            yield Flaw(file, None, "扣分", words, plain(line.lost), plain(readded))
