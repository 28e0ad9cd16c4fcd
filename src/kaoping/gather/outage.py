"""Whether it is our own network that is down, and not one site after another."""

from kaoping.gather.capture import Failure

_HOSTS = 5
_LOOPBACK = ("127.", "localhost", "[::1]")


class Outage:
    """
    When nothing has come from anywhere while several hosts in a row fell silent, the fault is taken to be
    ours: what a dead line makes of our requests must not be laid to anyone.
    """

    def __init__(self) -> None:
        self._silent: set[str] = set()

    def judge(self, host: str, failure: Failure | None, *, has_answered: bool) -> Failure | None:
        """The failure to record for a host's exchange, given what came from all hosts before."""
        if host.startswith(_LOOPBACK) or failure in (Failure.FORBIDDEN_ADDRESS, Failure.NO_SUCH_HOST):
            return failure
        if has_answered or failure not in (Failure.TIMEOUT, Failure.OWN_NETWORK):
            self._silent.clear()
            return failure
        self._silent.add(host)
        return Failure.OWN_NETWORK if len(self._silent) >= _HOSTS else failure
