"""Words of this desk: what a key of its tables is called in Chinese."""

from django import template

from kaoping.ledger import REPORT_WORDS

from ..models import REPLY_WORDS
from ..states import ACT_WORDS

register = template.Library()


@register.filter
def reply_word(kind: str) -> str:
    """认可, 说明, 提出异议."""
    return REPLY_WORDS.get(kind, kind)


@register.filter
def act_word(kind: str) -> str:
    """What was done to a task."""
    return ACT_WORDS.get(kind, kind)


@register.filter
def report_word(state: str) -> str:
    """Whether a report came in time."""
    return {str(key): words for key, words in REPORT_WORDS.items()}.get(state, state)
