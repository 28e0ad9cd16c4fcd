"""
Every exception the product raises on purpose, as one tree.

    KaopingError
    ├── RulebookError      a rulebook file is wrong: raised when it is loaded, never later
    ├── RosterError        a sites file cannot be used: names sheet, row and column
    ├── FindingsError      observations, inspections or decisions cannot be used: names file, row and column
    ├── ScoringError       a round cannot be scored as it is written: weights, groups, findings of no rule
    ├── ArchiveError       an archive folder is not one, or its records are damaged
    ├── LedgerError        what units owe cannot be read or counted, or an event cannot follow
    ├── RoundError         a round's folder is wrong: round.yaml, or files that do not fit together
    ├── OutputError        the output folder cannot take this run (other run, disk full, no permission)
    └── UsageError         the command was given something it cannot mean

Messages are Chinese, say what is wrong, where, and what to do: the command line prints them as they are.
A site's misbehaviour is never an exception: it is a `Capture` with a failure.
"""


class KaopingError(Exception):
    """Root of all errors that a user can mend."""


class RulebookError(KaopingError):
    """A rulebook file is missing, malformed, or names something that does not exist."""


class RosterError(KaopingError):
    """A sites file is empty, malformed, or has a row that cannot be read."""


class FindingsError(KaopingError):
    """What was seen or ruled is damaged, names what does not exist, or contradicts itself."""


class ScoringError(KaopingError):
    """What is to be scored does not fit together; nothing was scored."""


class ArchiveError(KaopingError):
    """A stored archive cannot be read."""


class LedgerError(KaopingError):
    """What units owe cannot be read or counted."""


class RoundError(KaopingError):
    """A round's folder lacks something, contradicts itself, or was changed after the round had begun."""


class OutputError(KaopingError):
    """The output folder cannot be written, or holds another run."""


class UsageError(KaopingError):
    """The command line asks for something that cannot be done."""
