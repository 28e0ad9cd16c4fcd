"""How far two blind raters agree: percent, Cohen's kappa, and where they differ."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ..people.models import User
from ..planning.models import Round
from .models import Answer, Task

_PLACES = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Agreement:
    """`percent` and `kappa` are None where there is nothing to compare, or all raters always say the same."""

    both: int
    agreed: int
    percent: Decimal | None
    kappa: Decimal | None

    @property
    def words(self) -> str:
        """Kappa in words, after Landis and Koch 1977."""
        if self.kappa is None:
            return "不能计算"
        bands = ((Decimal("0.8"), "几乎一致"), (Decimal("0.6"), "高度一致"), (Decimal("0.4"), "中等一致"))
        return next((words for least, words in bands if self.kappa > least), "一致性差,应重新培训")


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """
    Agreement of pairs of verdicts. Kappa = (observed - chance) / (1 - chance), to three places (half up);
    Cohen 1960.
    """
    n = len(pairs)
    if not n:
        return Agreement(0, 0, None, None)
    agreed = sum(first == second for first, second in pairs)
    observed = Decimal(agreed) / n
    firsts, seconds = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    chance = sum((Decimal(firsts[key] * seconds[key]) for key in firsts), Decimal(0)) / (n * n)
    kappa = None if chance == 1 else _rounded((observed - chance) / (1 - chance))
    return Agreement(n, agreed, _rounded(observed * 100), kappa)


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_PLACES, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Double:
    """One question with two blind raters: their papers and their own last answers, and the ruling if any."""

    tasks: tuple[Task, Task]
    answers: tuple[Answer | None, Answer | None]
    ruling: Answer | None = None

    @property
    def is_whole(self) -> bool:
        """Whether both have answered."""
        return None not in self.answers

    @property
    def differs(self) -> bool:
        """Whether both have answered, each otherwise."""
        first, second = self.answers
        return first is not None and second is not None and first.verdict != second.verdict


def doubles_of(round_: Round, user: User) -> list[Double]:
    """The round's questions with two raters, without those in which `user` is one of them."""
    answers: dict[int, Answer] = {}
    rulings: dict[int, Answer] = {}
    for one in (
        Answer.objects.filter(task__round=round_, task__is_sampled=True, is_draft=False)
        .select_related("by")
        .order_by("at", "id")
    ):
        (rulings if one.is_ruling else answers)[one.task_id] = one
    papers: dict[tuple[int, str], list[Task]] = {}
    tasks = Task.objects.filter(round=round_, is_sampled=True).select_related("unit", "inspector")
    for task in tasks.order_by("unit__order", "unit__name", "rule", "rater"):
        papers.setdefault((task.unit_id, task.rule), []).append(task)
    return [
        Double(
            (pair[0], pair[1]),
            (answers.get(pair[0].pk), answers.get(pair[1].pk)),
            rulings.get(pair[0].pk),
        )
        for pair in papers.values()
        if len(pair) == 2 and user.pk not in {one.inspector_id for one in pair}
    ]


def agreement_of(doubles: Sequence[Double]) -> Agreement:
    """The figure over all that both have answered, as they answered: rulings change nothing in it."""
    pairs = [
        (one.answers[0].verdict, one.answers[1].verdict)
        for one in doubles
        if one.answers[0] is not None and one.answers[1] is not None
    ]
    return agreement(pairs)
