"""Why an act of this desk was not done; the words are Chinese and say what to do."""

from kaoping.errors import UsageError


class Refused(UsageError):
    """The state of the round, the day or the role does not allow it."""


class Outrun(Refused):
    """Somebody was quicker: the page answers 409."""
