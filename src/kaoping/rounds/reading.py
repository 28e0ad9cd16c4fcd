"""What a child process does with captures: read them, run the page checks, say where to go next."""

from array import array
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import lru_cache

import msgspec

from kaoping.checks import Check, judge, load_checks
from kaoping.checks.observation import Observation
from kaoping.checks.wording.typo import foresee_typos, open_statistics, typo
from kaoping.gather import Role
from kaoping.gather.addresses import address_hash, host_of
from kaoping.pages import Page, Reader, found, stored
from kaoping.pages.hosts import trusted_hosts
from kaoping.pages.personal import encoded_masked
from kaoping.pages.suspicion import ForeignPage, own_page_abroad
from kaoping.rulebook import Rulebook

from .change import rules_of_pages
from .context import Context
from .letters import letters_of
from .secret import installation_secret
from .tasks import VIEW_CHECKS, Outcome, Task

OUTER_CHARACTERS = 6000
_VIEWS = frozenset({Role.AGAIN, Role.SCREEN, Role.SPIDER, Role.REFERRED, Role.PHONE})
_LOOKOUTS = _VIEWS | {Role.TARGET, Role.NONSENSE}


class PageJudge:
    """Reads captures and runs every check that reads a `Page`. One per child process."""

    def __init__(self, rules: Rulebook, today: date) -> None:
        self._rules = rules_of_pages(rules)
        self._today = today
        self._reader = Reader(rules)
        demanded = [c for c in load_checks().values() if rules.demand_of(c.id)]
        self._checks = [c for c in demanded if Page in c.subjects]
        # looked for once, not once a page
        self._options = {c.id: rules.options(c.id) for c in demanded}
        self._has_typo = any(c.id == typo.id for c in self._checks)
        if self._has_typo:
            open_statistics()  # once, before children are forked
        self._view_checks = [c for c in self._checks if c.id in VIEW_CHECKS]
        self._foreign = [c for c in demanded if ForeignPage in c.subjects]
        self._trusted = trusted_hosts(rules)
        self._ahead: dict[int, Page] = {}
        self._encoder = msgspec.msgpack.Encoder()
        self._secret = installation_secret()

    def outcome(self, task: Task) -> Outcome:
        """Read and judge one capture; a crash of ours becomes `unreadable`, never an exception."""
        page = self._ahead.pop(id(task), None) or self._read(task)
        is_outer = task.capture.role is Role.TARGET  # it is judged as what a link leads to, not as a page
        is_lookout = task.capture.role in _LOOKOUTS  # nothing is looked for behind it
        checks = self._checks_of(task.capture.role)
        observations = (
            self._observations(replace(page, is_frame=True) if task.is_frame else page, checks)
            if checks
            else []
        )
        context = Context(task.cited_by, task.section_url, task.is_frame)
        return Outcome(
            letters=letters_of(page, context) if checks is self._checks else b"",
            words=page.visible_text[:OUTER_CHARACTERS] if is_outer else "",
            page=encoded_masked(stored(page), self._encoder),
            shape=page.shape,
            kind=page.kind,
            url=page.url,
            section_url=page.section_url,
            fingerprint=page.fingerprint,
            says_not_found=page.says_not_found,
            needs_rendering=page.needs_rendering,
            found=() if is_lookout else found(page),
            link_hashes=b"" if is_lookout else _hashes(page),
            observations=encoded_masked(observations, self._encoder) if observations else b"",
            observation_count=sum(o.answer == "problem" for o in observations),
        )

    def read_ahead(self, tasks: Sequence[Task]) -> None:
        """
        Read several captures whose `outcome` is asked for next: what their words cost together is less than
        one by one. A crash of ours is left for `outcome` to meet.
        """
        self._ahead = {}
        for task in tasks:
            with suppress(Exception):
                self._ahead[id(task)] = self._read(task)
        judged = [
            self._ahead[id(task)]
            for task in tasks
            if id(task) in self._ahead and self._checks_of(task.capture.role) is self._checks
        ]
        if self._has_typo:
            foresee_typos(judged, self._rules)

    def _read(self, task: Task) -> Page:
        return self._reader.read(task.capture, cited_by=task.cited_by, section_url=task.section_url)

    def _checks_of(self, role: Role) -> Sequence[Check]:
        if role in _VIEWS:
            return self._view_checks
        return () if role in (Role.TARGET, Role.NONSENSE) else self._checks

    def _observations(self, page: Page, checks: Sequence[Check]) -> list[Observation]:
        if page.shape == "data" or page.says_not_found:
            return []
        seen: list[Observation] = []
        for check in checks:
            options = self._options[check.id]
            seen.extend(
                judge(check, page, self._rules, today=self._today, options=options, secret=self._secret)
            )
        if checks is self._checks and not self._trusted.holds(host_of(page.url)):
            foreign = own_page_abroad(page)
            for check in self._foreign:
                options = self._options[check.id]
                seen.extend(judge(check, foreign, self._rules, today=self._today, options=options))
        return seen


def _hashes(page: Page) -> bytes:
    # Only what the page itself links: an address worked out from a script is our guess, not the page's link.
    return array("q", sorted({_hash(link.url) for link in page.links})).tobytes()


# most links of a page stand on every page of its site
_hash = lru_cache(maxsize=8192)(address_hash)
