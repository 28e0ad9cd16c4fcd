"""Filters of the review and evidence pages: words for codes, texts with personal numbers hidden."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.dateparse import parse_datetime

from kaoping.findings import VERDICT_WORDS
from kaoping.pages.personal import masked
from kaoping.web.pages.templatetags.kaoping import instant

from ...evidence.proofs import VOICE_WORDS
from ..queries import LANE_WORDS

register = template.Library()
_VERDICTS = {str(verdict): words for verdict, words in VERDICT_WORDS.items()}


@register.filter
def shown(text: Any) -> str:
    """The text with personal numbers hidden."""
    return masked(str(text or ""))


@register.filter
def verdict_words(verdict: str) -> str:
    """A verdict in Chinese."""
    return _VERDICTS.get(verdict, verdict)


@register.filter
def voice_words(voice: str) -> str:
    """Who saw it, in Chinese."""
    return VOICE_WORDS.get(voice, voice)


@register.filter
def lane_words(lane: str) -> str:
    """Whether a machine can measure it."""
    return LANE_WORDS.get(lane, lane)


@register.filter
def written_instant(written: Any) -> str:
    """A moment as it stands in JSON, in Beijing time."""
    moment: datetime | None = parse_datetime(str(written)) if written else None
    return instant(moment)
