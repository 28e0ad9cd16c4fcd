"""What every step of the demo stands on: the city, the data folder, the people, the clock."""

import secrets
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from almanac import Clock

from kaoping_toytown.office import Office, office_of
from kaoping_toytown.serving import ServedCity


@dataclass(frozen=True, slots=True)
class Size:
    """
    How large the city is. `pages` is about how many lists and articles a site has; `spring_pages` and
    `autumn_pages` are how many addresses of a site a round asks for at most.
    """

    counties: int = 6
    departments: int = 29
    pages: int = 60
    spring_pages: int = 40
    autumn_pages: int = 60


OFFICE_PEOPLE = (
    ("office_admin", "office_admin", "林主任"),
    ("inspector", "inspector", "陈检查"),
    ("inspector2", "inspector", "许检查"),
    ("inspector3", "inspector", "何检查"),
    ("reviewer", "reviewer", "周复核"),
    ("reviewer2", "reviewer", "吴复核"),
    ("reviewer3", "reviewer", "郑复核"),
    ("leader", "leader", "王领导"),
    ("auditor", "auditor", "冯审计"),
)


@dataclass
class Stage:
    """One demo. `people` are by user name; `passwords` are told once, at the end."""

    out: Path
    size: Size
    city: ServedCity
    clock: Clock
    people: dict[str, Any] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    beside: list[Any] = field(default_factory=list)  # processes that run beside the steps
    told: dict[str, Any] = field(default_factory=dict)  # figures for the last words

    @property
    def data(self) -> Path:
        """The web application's data folder."""
        return self.out / "office"

    @cached_property
    def office(self) -> Office:
        """Whom the office assesses."""
        size = self.size
        return office_of(self.city.sites, counties=size.counties, departments=size.departments, seed=1)

    def round_named(self, title: str) -> Any:
        """The round as the database has it now."""
        from kaoping.web.planning.models import Round

        return Round.objects.get(title=title)

    def let_in(self, username: str, role: str, name: str, *, by: Any, unit: Any = None) -> Any:
        """Somebody's account, by invitation; the password is drawn here."""
        from kaoping.web.people.actions import accept_link, invite

        _, token = invite(by=by, username=username, name=name, role=role, unit=unit)
        self.passwords[username] = secrets.token_urlsafe(9)
        self.people[username] = accept_link(token=token, password=self.passwords[username])
        return self.people[username]
