"""``python -m kaoping.web.imports.media_child``: one check of accounts, told on standard input. No Django."""

import sys
from pathlib import Path

import msgspec

from kaoping import __version__
from kaoping.errors import KaopingError
from kaoping.reports.accounts import AccountRow
from kaoping.rounds.account_lanes import NetworkPlan
from kaoping.rounds.accounts import AccountsPlan, check_accounts
from kaoping.rounds.embryo import Embryo
from kaoping.rounds.secret import ensure_secret

from .media_order import AccountTold, Order, Told


def main(embryo: Embryo | None = None) -> int:
    """Check; what the user can mend is told as an error. `embryo` as in `gathering.visiting`."""
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    ensure_secret()
    plan = AccountsPlan(
        folder=Path(order.folder),
        today=order.today,
        rulebook=Path(order.rulebook) if order.rulebook else None,
        network=NetworkPlan(order.rate, order.contact, order.allow_private),
        product_version=__version__,
        command="kaoping serve",
        reads_pictures=order.reads_pictures,
    )
    try:
        report = check_accounts(plan, Path(order.out), embryo=embryo)
    except KaopingError as error:
        told = Told(error=str(error).replace(f"{order.folder}/", ""))
    else:
        told = Told(
            accounts=len(report.accounts),
            posts=len(report.posts),
            lanes=tuple((lane.name, lane.accounts, lane.posts) for lane in report.lanes),
            remarks=report.remarks[:200],
            rows=tuple(map(_told, report.accounts)),
        )
    sys.stdout.buffer.write(msgspec.json.encode(told))
    return 2 if told.error else 0


def _told(row: AccountRow) -> AccountTold:
    seen = row.seen
    return AccountTold(
        key=seen.site,
        lanes=seen.lanes,
        posts=seen.post_count,
        newest=seen.newest,
        days_since=row.days_since,
        longest_gap=row.longest_gap,
        broken_days=row.broken_days,
        problems=row.problems,
        unsure=row.unsure,
        unseen=row.unseen,
    )


if __name__ == "__main__":
    raise SystemExit(main())
