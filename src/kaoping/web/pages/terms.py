"""Terms of leases: over when they have run out, and when they end later than any that is given could."""

from datetime import datetime, timedelta

from django.db.models import Q


def is_over(field: str, lasts: timedelta, *, now: datetime) -> Q:
    """
    Rows whose lease is over. One that ends more than twice its length from now was given before the clock was
    set back: its holder, if it lives, has long renewed it, and if not, nobody waits hours for it. The second
    length is for machines whose clocks differ.

    Args:
        field: The moment up to which a row is held, a nullable field; null is not over.
        lasts: How long a lease lasts.
    """
    return Q(**{f"{field}__lt": now}) | Q(**{f"{field}__gt": now + 2 * lasts})
