"""
Which requests of a drawn page are made, what counts as a page, a redirect, data; and the shelf of scripts.

Documents and style sheets come from the site's own registrable domain only; scripts and data (fetch, XHR)
from any host, for vendors' widgets draw the lists of many sites: the fetcher's guard judges each address.
Only GET is made: a page that is looked at must not be able to change anything. Pings, event streams and web
sockets are not answered, nor are fonts and films.
"""

from collections import OrderedDict
from dataclasses import dataclass

from kaoping.gather.addresses import host_of, registrable
from kaoping.gather.capture import Capture

FETCHED_KINDS = frozenset({"document", "stylesheet", "script", "xhr", "fetch"})
ANY_HOST_KINDS = frozenset({"script", "xhr", "fetch"})
DATA_KINDS = frozenset({"xhr", "fetch"})
DECORATION = frozenset({"image", "font", "media", "texttrack", "manifest"})  # refused without a note
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NO_BODY = frozenset({204, 205, 304})
SHELF_CAP_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the browser, in plain words. `kind` is the browser's resource type."""

    url: str
    kind: str
    method: str = "GET"
    is_main: bool = False  # the main frame goes to another document
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def is_document(self) -> bool:
        """A page or a frame's page."""
        return self.kind == "document"


def is_same_site(url: str, other: str) -> bool:
    """Whether two addresses share their registrable domain (an IP address: their host)."""
    return registrable(host_of(url)) == registrable(host_of(other))


def is_allowed(asked: Asked, home: str, kinds: frozenset[str] = FETCHED_KINDS) -> bool:
    """Whether a request of a page at `home` may be handed to the fetcher at all."""
    if asked.method != "GET" or asked.kind not in kinds:
        return False
    if not asked.url.startswith(("http://", "https://")):
        return False
    return asked.kind in ANY_HOST_KINDS or is_same_site(asked.url, home)


def is_redirect(capture: Capture) -> bool:
    """A redirect with an address to go to."""
    return capture.failure is None and capture.status in REDIRECTS and bool(capture.location)


def is_drawable(capture: Capture) -> bool:
    """A response a browser shows as a page, rather than saves as a file or leaves blank."""
    if capture.failure is not None or capture.status is None or capture.status in NO_BODY:
        return False
    kind = capture.header("content-type").partition(";")[0].strip().lower()
    is_saved = capture.header("content-disposition").lstrip().lower().startswith("attachment")
    return not is_saved and not is_redirect(capture) and (not kind or "html" in kind)


def is_data(capture: Capture) -> bool:
    """JSON or XML by its type or by how it begins, for many servers call everything text/html."""
    if not capture.is_ok:
        return False
    kind = capture.header("content-type").lower()
    if "html" not in kind and ("json" in kind or "xml" in kind):
        return True
    return capture.body[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[", b"<?xml", b"<datastore"))


class ScriptShelf:
    """
    Scripts and style sheets already fetched for a site, newest last, 32 MB at most.

    Each page is drawn in a fresh profile; without the shelf every page would ask its site for the same
    jQuery.
    """

    def __init__(self) -> None:
        self._captures: OrderedDict[tuple[str, str], Capture] = OrderedDict()
        self._size_bytes = 0

    def get(self, site: str, url: str) -> Capture | None:
        """What this site's pages got at this address before."""
        return self._captures.get((site, url))

    def put(self, site: str, url: str, capture: Capture) -> None:
        """Keep a whole, successful response."""
        if not capture.is_ok or capture.is_truncated or (site, url) in self._captures:
            return
        self._captures[site, url] = capture
        self._size_bytes += len(capture.body)
        while self._size_bytes > SHELF_CAP_BYTES:
            _, oldest = self._captures.popitem(last=False)
            self._size_bytes -= len(oldest.body)
