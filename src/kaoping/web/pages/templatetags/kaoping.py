"""Tags and filters of all templates: the menu, instants, points, marks, pages of a list, charts."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kaoping.checks import load_checks

from ..menu import Desk, desks_of

register = template.Library()
_NOTICE = {"success": "ok", "warning": "warn", "error": "bad", "info": "info", "debug": "info"}


@register.filter
def desks(request: HttpRequest) -> tuple[Desk, ...]:
    """The desks that the user's role opens, with the current one marked."""
    return desks_of(request)


@register.filter
def notice_kind(level: str) -> str:
    """The class of a message's box."""
    return _NOTICE.get(level, "info")


@register.filter
def instant(value: datetime | None) -> str:
    """A moment in Beijing time, to the minute; ``—`` for none."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else "—"


@register.filter
def points(value: Decimal | None) -> str:
    """Points without idle zeros; ``—`` for none."""
    if value is None:
        return "—"
    text = f"{Decimal(value):.4f}".rstrip("0").rstrip(".")
    return text or "0"


@register.filter
def check_words(check_id: str) -> str:
    """A check's title; an id that no check has stays as it is."""
    found = load_checks().get(check_id)
    return found.title if found else check_id


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """The mapping's value for a key, or ``""``."""
    return mapping.get(key, "")


@register.simple_tag
def bar(done: float, whole: float, label: str = "") -> SafeString:
    """A bar of progress, with its words for those who do not see it."""
    share = max(0.0, min(1.0, done / whole)) if whole else 0.0
    words = label or f"{round(share * 100)}%"
    return format_html(
        '<span class="bar" role="img" aria-label="{}"><svg viewBox="0 0 100 10" preserveAspectRatio="none"'
        ' aria-hidden="true"><rect width="{}" height="10"></rect></svg></span>',
        words,
        f"{share * 100:.1f}",
    )


@register.simple_tag(takes_context=True)
def query(context: Mapping[str, Any], **changes: Any) -> str:
    """The page's own query with some values changed; None or ``""`` takes one away."""
    request: HttpRequest = context["request"]
    values = {key: request.GET.getlist(key) for key in request.GET}
    for key, value in changes.items():
        values[key] = [] if value in (None, "") else [str(value)]
    return "?" + urlencode([(key, one) for key, many in values.items() for one in many])


@register.filter
def marked(quote: str, part: str) -> SafeString:
    """The quote with each place of `part` marked."""
    if not part or part not in quote:
        return format_html("{}", quote)
    before, after = quote.split(part, 1)
    return format_html("{}<mark>{}</mark>{}", before, part, marked(after, part))


@register.inclusion_tag("field.html")
def field(bound: Any, hint: str = "") -> Mapping[str, Any]:
    """A labelled form field with its hint and its errors, tied together for screen readers."""
    parts = {"hint": hint or bound.help_text, "error": bound.errors}
    described = " ".join(f"{bound.auto_id}-{name}" for name, words in parts.items() if words)
    attributes = {"aria-describedby": described} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {"bound": bound, "hint": hint or bound.help_text, "control": bound.as_widget(attrs=attributes)}
