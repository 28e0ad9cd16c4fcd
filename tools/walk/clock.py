"""`clock.py DATA`: lets eleven minutes pass for all who are signed in, so that what they proved is stale."""

import sys
from datetime import timedelta
from pathlib import Path

from kaoping.web.starting import use_data_folder


def main() -> None:
    use_data_folder(Path(sys.argv[1]))
    import django

    django.setup()
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from kaoping.web.people.sessions import PROVEN

    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        if session.get(PROVEN):
            session[PROVEN] = (timezone.now() - timedelta(minutes=11)).isoformat()
            session.save()


if __name__ == "__main__":
    main()
