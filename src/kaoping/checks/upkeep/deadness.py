"""Which answers of an address mean that nothing is there: for checks of links and of attachments."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from kaoping.gather.capture import FAILURE_WORDS, Failure
from kaoping.pages.subjects import Sight

from ..observation import Severity

FEWEST_SIGHTINGS = 2
REFUSALS = frozenset({401, 402, 403, 405, 406, 407, 408, 409, 418, 421, 425, 426, 428, 429, 431, 451})
OUR_SIDE = frozenset(
    {Failure.OWN_NETWORK, Failure.FORBIDDEN_ADDRESS, Failure.TLS_NATIONAL, Failure.IPV6_ONLY}
)
DEAD_HERE = frozenset({Failure.NO_SUCH_HOST, Failure.REFUSED, Failure.REDIRECT_LOOP, Failure.REDIRECT_BAD})


def is_dead(sight: Sight, *, is_outer: bool) -> bool:
    """
    Whether an answer says that nothing is there. On an outer host only what cannot be a refusal of robots
    does: 404, 410, and a name that does not resolve.
    """
    if sight.failure:
        return sight.failure in ({Failure.NO_SUCH_HOST} if is_outer else DEAD_HERE)
    if sight.status is None or sight.status < 400:
        return False
    return sight.status in (404, 410) if is_outer else sight.status not in REFUSALS


def is_doubtful(sight: Sight) -> bool:
    """Whether there was no answer, and that need not lie with us."""
    return bool(sight.failure) and sight.failure not in OUR_SIDE


def reason(sight: Sight) -> str:
    """How an attempt ended, in Chinese."""
    if sight.failure:
        return FAILURE_WORDS.get(Failure(sight.failure), sight.failure)
    return f"返回{sight.status}"


def reasons(sights: Iterable[Sight]) -> str:
    """How attempts ended, each way once, in order."""
    return "、".join(dict.fromkeys(map(reason, sights)))


def stands_on_home(pages: Iterable[str]) -> bool:
    """Whether one of these pages is a host's first page."""
    return any(urlsplit(page).path in ("", "/") for page in pages)


def severity(pages: Iterable[str], *, is_outer: bool = False) -> Severity:
    """A dead address on the home page weighs more; one at a stranger's is the stranger's doing."""
    if stands_on_home(pages):
        return "疑似"
    return "提示" if is_outer else "一般"
