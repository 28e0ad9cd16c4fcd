"""Why an act of this desk is refused."""

from kaoping.errors import UsageError

from ..planning.models import Round
from ..planning.states import states_from


class Refused(UsageError):
    """The round does not allow it now; the words are Chinese and say what to do."""


def held(round_: Round) -> Round:
    """The round as it stands now, held until the transaction ends: one act on it after the other."""
    return Round.objects.select_for_update(no_key=True).get(pk=round_.pk)


def refuse_published(round_: Round) -> None:
    """Raises `Refused` from the release on: what was published stays as it was."""
    if round_.state == "sealed":
        raise Refused("本轮已封存,任何内容都不能再改。确需更正请另建一轮。")
    if round_.state in states_from("released"):
        raise Refused("本轮结果已经发布,得分和通报不能再改。")
