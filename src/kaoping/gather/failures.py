"""Which failure an exception of the network stands for."""

import asyncio
import errno
import ssl
from collections.abc import Iterator

import aiohttp

from kaoping.gather.capture import Failure
from kaoping.gather.decoding import DecodingError
from kaoping.gather.guard import ForbiddenAddress
from kaoping.gather.resolving import Ipv6Only, LookupFailed, has_ipv4_route, has_ipv6_route

# Alerts and errors which say that the two sides share no protocol version or cipher. A host that speaks only
# the national suites (GM/T 0024 / TLCP with SM2) answers so; a host with a very old or an oddly restricted
# configuration may too, hence "seems" in the failure's meaning, and nobody is blamed for it.
_NOTHING_IN_COMMON = (
    "HANDSHAKE_FAILURE",
    "NO_SHARED_CIPHER",
    "ALERT_PROTOCOL_VERSION",
    "UNSUPPORTED_PROTOCOL",
    "NO_PROTOCOLS_AVAILABLE",
    "INSUFFICIENT_SECURITY",
)
_UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_RESET = {errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED, errno.ESHUTDOWN}


def failure_of(error: BaseException) -> tuple[Failure, str]:
    """The failure and its technical words. Raises `error` again where it is none of the network's."""
    words = f"{type(error).__name__}: {error}"[:300]
    for cause in _causes(error):
        found = _own(cause) or _tls(cause) or _network(cause)
        if found is not None:
            return found, words
    found = _http(error)
    if found is None:
        raise error
    return found, words


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what stands behind it, innermost of aiohttp's wrappings first."""
    inner = getattr(error, "certificate_error", None) or getattr(error, "os_error", None)
    if isinstance(inner, BaseException) and inner is not error:
        yield from _causes(inner)
    yield error
    if error.__cause__ is not None:
        yield from _causes(error.__cause__)


def _own(error: BaseException) -> Failure | None:
    if isinstance(error, ForbiddenAddress) or "was not permitted" in str(error):
        return Failure.FORBIDDEN_ADDRESS
    if isinstance(error, Ipv6Only):
        return Failure.IPV6_ONLY
    if isinstance(error, LookupFailed):
        return Failure.OWN_NETWORK if error.is_ours else Failure.NO_SUCH_HOST
    return Failure.ENCODING if isinstance(error, DecodingError) else None


def _tls(error: BaseException) -> Failure | None:
    if isinstance(error, ssl.SSLCertVerificationError) or not isinstance(error, ssl.SSLError):
        return Failure.TLS if isinstance(error, ssl.CertificateError) else None
    reason = f"{error.reason or ''} {error}".upper().replace(" ", "_")
    is_national = any(word in reason for word in _NOTHING_IN_COMMON)
    return Failure.TLS_NATIONAL if is_national else Failure.TLS


def _network(error: BaseException) -> Failure | None:
    if isinstance(error, asyncio.TimeoutError):
        return Failure.TIMEOUT
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ClientSSLError) or not isinstance(
        error, OSError
    ):
        return None  # a wrapping: what it wraps was looked at
    if error.errno == errno.ECONNREFUSED or isinstance(error, ConnectionRefusedError):
        return Failure.REFUSED
    if error.errno in _RESET or isinstance(error, ConnectionError):
        return Failure.RESET
    if error.errno == errno.ETIMEDOUT:
        return Failure.TIMEOUT
    if error.errno in _UNREACHABLE:
        return Failure.REFUSED if has_ipv4_route() or has_ipv6_route() else Failure.OWN_NETWORK
    return _combined(str(error).lower())


def _combined(words: str) -> Failure | None:
    """The connector joins the errors of several addresses into one text without a number."""
    if "refused" in words or "unreachable" in words:
        return Failure.REFUSED
    if "reset" in words:
        return Failure.RESET
    return Failure.TIMEOUT if "timed out" in words else None


def _http(error: BaseException) -> Failure | None:
    if isinstance(error, aiohttp.ClientResponseError):
        is_alien = "expected http" in error.message.lower()
        return Failure.NOT_HTTP if is_alien else Failure.PROTOCOL
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return Failure.RESET
    if isinstance(error, aiohttp.InvalidURL):
        return Failure.FORBIDDEN_ADDRESS
    if isinstance(error, aiohttp.ClientConnectionError):
        return Failure.RESET
    return Failure.PROTOCOL if isinstance(error, aiohttp.ClientError | ValueError) else None
