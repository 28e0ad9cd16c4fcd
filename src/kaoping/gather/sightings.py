"""What an answer means for its address: whether to look again, and how to say why it failed."""

from kaoping.gather.capture import FAILURE_WORDS, Capture, Failure, Role

_PASSING = frozenset(
    {
        Failure.TIMEOUT,
        Failure.RESET,
        Failure.REFUSED,
        Failure.OWN_NETWORK,
        Failure.NO_SUCH_HOST,
        Failure.PROTOCOL,
    }
)
_FINAL = frozenset(
    {Failure.FORBIDDEN_ADDRESS, Failure.IPV6_ONLY, Failure.REDIRECT_LOOP, Failure.REDIRECT_BAD}
)
_WAITS_S = (30.0, 120.0)
_FAST_WAITS_S = (0.3, 0.7)


def is_good(capture: Capture) -> bool:
    """A whole answer: 2xx, 304, or a redirect that leads somewhere."""
    return capture.failure is None and capture.status is not None and capture.status < 400


def further_tries(capture: Capture) -> int:
    """How many more times the address is worth trying after its first try: twice for what may pass."""
    if is_good(capture) or capture.failure in _FINAL:
        return 0
    if capture.failure is not None:
        return 2 if capture.failure in _PASSING else 1
    status = capture.status or 0
    if capture.role in (Role.NONSENSE, Role.SITEMAP) and 400 <= status < 500 and status != 429:
        return 0
    return 2 if status in (408, 425, 429) or status >= 500 else 1


def wait_s(tries: int, *, is_fast: bool) -> float:
    """Seconds before the next try, after `tries` earlier ones."""
    waits = _FAST_WAITS_S if is_fast else _WAITS_S
    return waits[min(tries, len(waits) - 1)]


def reason(capture: Capture) -> str:
    """Chinese words for a capture that failed."""
    if capture.failure is not None:
        return FAILURE_WORDS[capture.failure]
    return f"返回 {capture.status}"


def wants_get(capture: Capture, *, is_file: bool) -> bool:
    """
    Whether a HEAD was answered so that only GET can tell: many hosts do not implement HEAD properly, and a
    file (`is_file`) that is said to be a page or to be empty wants a closer look.
    """
    if capture.failure is None:
        is_odd = is_file and (
            "html" in capture.header("content-type").lower() or capture.header("content-length") == "0"
        )
        return capture.status is not None and (capture.status >= 400 or (capture.status == 200 and is_odd))
    return capture.failure in (Failure.RESET, Failure.PROTOCOL, Failure.NOT_HTTP, Failure.ENCODING)
