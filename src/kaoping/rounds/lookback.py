"""A look back (回头看): earlier findings are looked at again, and each lands in one of five classes."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from kaoping.checks import Check, Observation, judge, load_checks, observation_json, sort_key
from kaoping.checks.observation import Evidence
from kaoping.errors import LedgerError
from kaoping.ledger import (
    LOOKBACK,
    Lookback,
    OpenItem,
    OpenItems,
    Sighting,
    after_events,
    lookback_events,
    looked_back,
    owed_finding,
    read_claims,
    read_open_items,
    write_events,
    write_lookback,
)
from kaoping.roster import OwedFinding
from kaoping.rulebook import Rulebook

from .account_lanes import NetworkPlan
from .accounts import AccountsPlan
from .checking import gather, load_for_checks, refuse_twins
from .embryo import Embryo
from .judging import SiteJudge, demanded_checks
from .lookback_accounts import FOLDER, account_sightings, is_of_account
from .lookback_orders import narrow_of, sites_of
from .lookback_sightings import Seeing, unlooked
from .outputs import write_gather_log
from .progress import Progress
from .result_files import OBSERVATIONS
from .run_file import RunPlan, prepare_folder, write_whole
from .session import quiet_hours
from .store import PageStore

EVENTS = "events.jsonl"
LOOKER = "kaoping lookback"


def look_back(
    path: Path,
    plan: RunPlan,
    folder: Path,
    *,
    claims: Path | None = None,
    accounts: Path | None = None,
    is_resumed: bool = False,
    progress: Progress,
    on_tick: Callable[[], None],
    embryo: Embryo | None = None,
) -> Lookback:
    """
    Look again at what a file of open items lists, and write what came of it into `folder`.

    Args:
        claims: A table of what units reported as put right since (整改情况表).
        accounts: A folder of what was handed in of new-media accounts since, as `kaoping accounts` reads it;
            None: their findings cannot be tested.
        plan: Pace, budget and rulebook; its `sites` are the roster, and win over that of the file.
            `max_pages` is granted to sites that have to be gathered to say whether something is still
            missing.
        embryo: Becomes the nursery of the children that read, where one was begun early.

    Raises:
        KaopingError: For what the user can mend.
    """
    content = _with_claims(read_open_items(path), claims, plan.today)
    rules = load_for_checks(Path(plan.rulebook) if plan.rulebook else None)
    quiet_hours(plan.quiet_hours)
    items, exempt = _due(content, plan.today)
    checks = demanded_checks(rules)
    of_sites = tuple(item for item in items if not is_of_account(item, load_checks()))
    of_accounts = tuple(item for item in items if is_of_account(item, load_checks()))
    plan = prepare_folder(folder, _narrowed(plan, content, of_sites, checks, rules), is_resumed=is_resumed)
    sightings = {
        **_look(plan, folder, of_sites, rules, checks, progress, on_tick, embryo),
        **account_sightings(of_accounts, _accounts_plan(plan, accounts), folder / FOLDER),
    }
    looked = tuple(looked_back(item, sightings[item.id]) for item in items)
    done = Lookback(content.round, plan.today, _digest(path), rules.version, looked, exempt)
    told = sorted(_told(items, sightings, rules, plan.today), key=sort_key)
    write_whole(folder / OBSERVATIONS, b"".join(observation_json(o) + b"\n" for o in told))
    write_events(lookback_events(looked, by=LOOKER), folder / EVENTS)
    write_lookback(done, folder / LOOKBACK)
    return done


def _accounts_plan(plan: RunPlan, accounts: Path | None) -> AccountsPlan | None:
    if accounts is None:
        return None
    return AccountsPlan(
        accounts,
        plan.today,
        rulebook=Path(plan.rulebook) if plan.rulebook else None,
        network=NetworkPlan(plan.rate, plan.contact, plan.allow_private),
        product_version=plan.product_version,
        command=plan.command,
    )


def _with_claims(content: OpenItems, claims: Path | None, today: date) -> OpenItems:
    if claims is None:
        return content
    try:
        return replace(content, items=after_events(content.items, read_claims(claims), today=today))
    except LedgerError as error:
        raise LedgerError(f"{claims}:{error}") from None


def _due(content: OpenItems, today: date) -> tuple[tuple[OpenItem, ...], tuple[str, ...]]:
    """What is looked at, and the ids of findings that are exempt today."""
    exempt = [
        item.id
        for item in content.items
        if item.status == "exempt" and (item.exempt_until is None or item.exempt_until >= today)
    ]
    items = tuple(item for item in content.items if item.id not in set(exempt))
    if not items:
        raise LedgerError("清单中没有需要复核的问题(都在豁免期内,或清单是空的)。请核对 open-items.json。")
    return items, tuple(exempt)


def _narrowed(
    plan: RunPlan,
    content: OpenItems,
    items: Sequence[OpenItem],
    checks: Mapping[str, Check],
    rules: Rulebook,
) -> RunPlan:
    """The plan with sites and pages of the findings; other eyes only where one is about them."""
    sites = sites_of(items, (*content.sites, *plan.sites), checks)
    if sites:
        refuse_twins(sites)
    narrow = narrow_of(items, sites, checks, rules)
    files = sum(kind == "attachment" for pages in narrow.pages.values() for kind in pages.values())
    return replace(
        plan,
        sites=sites,
        narrow=narrow,
        views=bool(narrow.viewed),
        max_attachments=max(plan.max_attachments, files),
        run_id=plan.run_id or datetime.now(UTC).strftime("%Y%m%d%H%M%S"),
        rulebook_version=rules.version,
    )


def _look(
    plan: RunPlan,
    folder: Path,
    items: Sequence[OpenItem],
    rules: Rulebook,
    checks: Mapping[str, Check],
    progress: Progress,
    on_tick: Callable[[], None],
    embryo: Embryo | None,
) -> Mapping[str, Sighting]:
    """Gather, judge, and say what was seen of each finding, by its id."""
    if not plan.sites:  # only people found these: no machine can look again
        return {item.id: unlooked(item, checks) for item in items}
    gathered = gather(plan, folder, rules, progress=progress, on_tick=on_tick, embryo=embryo)
    progress.phase = "判断"
    connection = gathered.connection
    judge_of = SiteJudge(
        connection, PageStore(connection), rules, plan.today, plan.sites, mapping=plan.mapping
    )
    judgements = tuple(judge_of.judge(entry) for entry in plan.sites)
    seeing = Seeing(connection, judgements, checks)
    sightings = {item.id: seeing.of(item) for item in items}
    write_gather_log(folder, connection)
    connection.close()
    return sightings


def _told(
    items: Sequence[OpenItem], sightings: Mapping[str, Sighting], rules: Rulebook, today: date
) -> Iterator[Observation]:
    """What the checks of `followup` say, with the evidence of the new sighting."""
    checks = [c for c in load_checks().values() if OwedFinding in c.subjects and rules.demand_of(c.id)]
    for item in items:
        sighting = sightings[item.id]
        evidence = Evidence(sighting.digest, sighting.archive, sighting.offset)
        for check in checks:
            for seen in judge(check, owed_finding(item, sighting), rules, today=today):
                yield replace(seen, evidence=evidence, seen_at=sighting.at)


def _digest(path: Path) -> str:
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
