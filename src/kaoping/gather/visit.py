"""One address fetched to its end: HEAD or GET, each redirect a capture of its own, every outcome recorded."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from kaoping.gather.addresses import host_of, registrable
from kaoping.gather.capture import Capture, Failure, Role
from kaoping.gather.frontier import QUEUED, Entry, outer_key, page_key
from kaoping.gather.orders import Event, Orders
from kaoping.gather.robots import CAP_BYTES as ROBOTS_CAP
from kaoping.gather.robots import Robots, read_robots
from kaoping.gather.sightings import further_tries, is_good, reason, wait_s, wants_get
from kaoping.gather.standing import PAGE_TARGETS, Standing
from kaoping.gather.traps import body_fingerprint

MAX_HOPS = 20
_SITE_REQUESTS = 256  # requests at once, over all sites
_OUTER_REQUESTS = 64  # requests at once to foreign hosts: they never starve the sites
_ROLES = {"nonsense": Role.NONSENSE, "sitemap": Role.SITEMAP, **dict.fromkeys(PAGE_TARGETS, Role.PAGE)}


class Stopped(Exception):
    """The run is stopping: no further request. Never leaves this room."""


class Visitor:
    """
    Args:
        is_stopping: Whether no new request may be made.
        on_page: Takes a whole page (or sitemap) to be read; may wait for room.
        owner_of: The site that a host is assessed as, or "": a redirect never swallows another site.
    """

    def __init__(
        self,
        orders: Orders,
        *,
        is_stopping: Callable[[], bool],
        on_page: Callable[[Standing, Entry, Capture], Awaitable[None]],
        owner_of: Callable[[str], str],
    ) -> None:
        self._orders = orders
        self._is_stopping = is_stopping
        self._on_page = on_page
        self._owner_of = owner_of
        self.in_flight = 0
        self._site_slots = asyncio.Semaphore(_SITE_REQUESTS)
        self._outer_slots = asyncio.Semaphore(_OUTER_REQUESTS)

    async def visit(self, standing: Standing, entry: Entry) -> set[str]:
        """
        Fetch an address that is leased, and what it redirects to, up to 20 hops.

        Returns:
            The hosts that were asked.
        """
        chain, hosts = [entry.url], {entry.host}
        hop: Entry | None = entry
        while hop is not None:
            capture = _judge_redirect(await self._answer(standing, hop), chain)
            self._keep(standing, capture)
            hosts.add(hop.host)
            hop = await self._settle(standing, hop, capture, chain)
        return hosts

    async def read_rules(self, standing: Standing, host: str, home: str) -> Robots:
        """Fetch the robots.txt of one of the site's hosts and follow it from now on."""
        url = f"{home.split('/', 1)[0]}//{host}/robots.txt"
        capture = await self._request(standing, url, Role.ROBOTS, "GET", ROBOTS_CAP)
        self._keep(standing, capture)
        rules = await asyncio.to_thread(read_robots, capture)
        if self._orders.obeys_robots:
            standing.robots[host] = rules
            self._orders.pace.set_crawl_delay(host, rules.crawl_delay_s)
        if rules.remark:
            self.remark(standing, url, rules.remark)
        return rules

    async def still_answers(self, standing: Standing, host: str) -> bool:
        """Whether the home page still lets us in although other pages do not."""
        home = (
            standing.home if host_of(standing.home) == host else f"{standing.home.split('/', 1)[0]}//{host}/"
        )
        capture = await self._request(standing, home, Role.PROBE, "GET", None)
        self._keep(standing, capture)
        return is_good(capture)

    def remark(self, standing: Standing, url: str, text: str) -> None:
        """Tell the caller something about a site, in Chinese."""
        self._orders.on_event(Event("remark", standing.site, url, text))

    async def _answer(self, standing: Standing, entry: Entry) -> Capture:
        role = self._role(standing, entry)
        if role is Role.ATTACHMENT:
            standing.progress.attachments += 1  # given back where no file comes
        if role is not Role.TARGET:
            return await self._request(standing, entry.url, role, "GET", None)
        if entry.tries == 0 and entry.target not in self._orders.get_targets:
            capture = await self._request(standing, entry.url, role, "HEAD", None)
            if not wants_get(capture, is_file=entry.target == "attachment"):
                return capture
            # GET decides what it is; the HEAD is kept because every request is told to the site's owner
            self._keep(standing, capture)
        return await self._request(standing, entry.url, role, "GET", None)

    def _role(self, standing: Standing, entry: Entry) -> Role:
        if not standing.holds(entry.url):
            return Role.TARGET
        has_room = standing.progress.attachments < self._orders.budget.max_attachments
        if entry.target == "attachment" and has_room:
            return Role.ATTACHMENT
        return _ROLES.get(entry.target, Role.TARGET)

    async def _request(
        self, standing: Standing, url: str, role: Role, method: str, cap_bytes: int | None
    ) -> Capture:
        orders, host = self._orders, host_of(url)
        slots = self._site_slots if host in standing.hosts else self._outer_slots
        budget = orders.budget
        async with orders.pace.turn(host), slots:
            if self._is_stopping():
                raise Stopped
            standing.progress.requests += 1
            self.in_flight += 1
            try:
                capture = await orders.fetcher.fetch(
                    url,
                    site=standing.site,
                    role=role,
                    method=method,
                    deadline_s=budget.deadline_of(role),
                    cap_bytes=cap_bytes,
                    extra_headers=orders.validators(url) if role is Role.PAGE else (),
                )
            finally:
                self.in_flight -= 1
        is_target = role in (Role.TARGET, Role.ATTACHMENT) and host in standing.hosts
        if not (is_target and capture.failure is None and capture.status in (403, 412)):
            orders.pace.record(host, capture)
        return _as_begun(capture) if role is Role.ATTACHMENT else capture

    def _keep(self, standing: Standing, capture: Capture) -> None:
        self._orders.keep(capture)
        standing.progress.size_bytes += len(capture.body)
        standing.progress.failures += not is_good(capture)
        self._orders.on_event(Event("captured", standing.site, capture.url, capture=capture))

    async def _settle(
        self, standing: Standing, entry: Entry, capture: Capture, chain: list[str]
    ) -> Entry | None:
        """Write down what became of an address; the next hop where it redirects."""
        frontier = self._orders.frontier
        is_file = capture.role is Role.ATTACHMENT
        if is_file and not (capture.is_ok and capture.body):
            standing.progress.attachments -= 1
        if not is_good(capture):
            if entry.tries < further_tries(capture):
                frontier.retry_later(entry, wait_s(entry.tries, is_fast=self._orders.pace.is_fast))
            else:
                frontier.fail(entry, reason(capture))
            return None
        if capture.location is not None:
            return await self._next_hop(standing, entry, capture.location, chain)
        if is_file or capture.role in (Role.PAGE, Role.SITEMAP):
            if not is_file:
                self._look_for_traps(standing, entry, capture)
            frontier.mark_fetched(entry, len(capture.body))
            await self._on_page(standing, entry, capture)
        else:
            frontier.mark_done(entry, was=QUEUED)
        return None

    def _look_for_traps(self, standing: Standing, entry: Entry, capture: Capture) -> None:
        if capture.status != 304 and (entry.run or "?" in entry.url):
            parent = self._orders.frontier.url_of(entry.parent)
            standing.traps.saw(entry.url, parent, body_fingerprint(capture.body), entry.run)

    async def _next_hop(
        self, standing: Standing, entry: Entry, location: str, chain: list[str]
    ) -> Entry | None:
        frontier = self._orders.frontier
        chain.append(location)
        if location == entry.url:
            return entry  # once more, with the cookie it asked for
        is_home = entry.depth == 0 and entry.target == "page"
        if is_home and not standing.holds(location) and not await self._admit(standing, location):
            frontier.mark_done(entry, was=QUEUED)
            return None
        is_own = standing.holds(location)
        key = page_key(location) if is_own else outer_key(location)
        is_new = not frontier.is_known(key)
        against = standing.reason_against(location) if is_own else ""
        hop = replace(
            entry, hash=key, url=location, host=host_of(location), parent=entry.hash, tries=0, reason=against
        )
        if is_new:
            frontier.add((hop,))
        frontier.mark_done(entry, was=QUEUED)
        # a known one has its own visit, before or after this
        return frontier.lease(hop) if is_new and not against else None

    async def _admit(self, standing: Standing, location: str) -> bool:
        """Whether the host to which a home page redirects is the same site under another name."""
        host = host_of(location)
        is_kin = any(registrable(host) == registrable(known) for known in standing.hosts)
        owner = self._owner_of(host)
        if not is_kin or owner not in ("", standing.site):
            whose = "另一个考评对象" if owner else "站外"
            self.remark(standing, location, f"首页跳转到{whose}地址,未继续访问")
            return False
        standing.widen(location)
        self.remark(standing, location, f"首页跳转到 {host},按本站处理")
        await self.read_rules(standing, host, location)
        return True


def _as_begun(capture: Capture) -> Capture:
    """A file that was still coming when its time was up is there: it is cut short, not dead."""
    if capture.failure is Failure.TIMEOUT and capture.status is not None and 200 <= capture.status < 300:
        return replace(capture, failure=None, is_truncated=True)
    return capture


def _judge_redirect(capture: Capture, chain: list[str]) -> Capture:
    """Mark the hop that closes a circle, or the one too many."""
    location = capture.location
    if location is None or capture.failure is not None:
        return capture
    # a host that sets a cookie and sends us back to the same address wants to see the cookie: once
    is_door = location == capture.url and chain.count(location) < 2 and capture.header("set-cookie") != ""
    if location in chain and not is_door:
        return replace(capture, failure=Failure.REDIRECT_LOOP, detail=f"back to {location[:200]}")
    if len(chain) > MAX_HOPS:
        return replace(capture, failure=Failure.REDIRECT_LOOP, detail=f"more than {MAX_HOPS} redirects")
    return capture
