"""What the report shows of a site's interpretations: forms over the period, copied texts side by side."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A run of one text; `is_shared`: the other text has it too."""

    text: str = ""
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """An interpretation beside its document. `is_cut`: of a text only the beginning is shown."""

    policy_url: str = ""
    policy_title: str = ""
    interpretation_url: str = ""
    interpretation_title: str = ""
    compared: int = 0  # sentences of the interpretation
    shared: int = 0  # of them in the document
    policy: tuple[TextPiece, ...] = ()
    interpretation: tuple[TextPiece, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class FormCount:
    """How many interpretations were of one form; one of two forms counts under both."""

    form: str = ""
    count: int = 0
    share: int = 0  # percent of the interpretations


@dataclass(frozen=True, slots=True)
class DutyCount:
    """How many documents of the period are of one kind: to be interpreted or not, with why."""

    must: str = ""  # 应解读, 不需解读, 待人工判断
    why: str = ""
    documents: int = 0
    interpreted: int = 0


@dataclass(frozen=True, slots=True)
class InterpretationPart:
    """The part of one site; empty where it bears none of the unit's interpretations."""

    months: int = 12
    total: int = 0
    forms: tuple[FormCount, ...] = ()
    duties: tuple[DutyCount, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    left_out: int = 0  # comparisons that are not shown

    @property
    def is_empty(self) -> bool:
        """Nothing to show."""
        return not (self.forms or self.duties or self.comparisons)
