"""One response as it came: the record that gather yields and everything later rests on."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum


class Failure(StrEnum):
    """Why there is no whole response. The value is stored; the Chinese wording stands in `FAILURE_WORDS`."""

    NO_SUCH_HOST = "no_such_host"
    REFUSED = "refused"
    RESET = "reset"
    TIMEOUT = "timeout"
    TLS = "tls"  # certificate wrong, or the handshake failed
    TLS_NATIONAL = "tls_national"  # the host seems to speak national cryptography (SM2/TLCP) only
    IPV6_ONLY = "ipv6_only"  # only AAAA records, and this machine has no IPv6
    NOT_HTTP = "not_http"
    PROTOCOL = "protocol"  # HTTP, but broken: bad chunk, short body, junk status line
    ENCODING = "encoding"  # content-encoding that does not decode
    FORBIDDEN_ADDRESS = "forbidden_address"  # our guard: not a public address, port or scheme
    REDIRECT_LOOP = "redirect_loop"
    REDIRECT_BAD = "redirect_bad"
    OWN_NETWORK = "own_network"  # our own network was down


FAILURE_WORDS = {
    Failure.NO_SUCH_HOST: "域名无法解析",
    Failure.REFUSED: "连接被拒绝",
    Failure.RESET: "连接中断",
    Failure.TIMEOUT: "超时",
    Failure.TLS: "证书或加密握手失败",
    Failure.TLS_NATIONAL: "网站仅支持国密协议(SM2/TLCP),本机无法访问",
    Failure.IPV6_ONLY: "网站仅有 IPv6 地址,本机没有 IPv6 网络",
    Failure.NOT_HTTP: "返回内容不是 HTTP",
    Failure.PROTOCOL: "HTTP 响应损坏",
    Failure.ENCODING: "压缩内容无法解开",
    Failure.FORBIDDEN_ADDRESS: "地址不是公网网站地址,已拒绝访问",
    Failure.REDIRECT_LOOP: "循环跳转或跳转过多",
    Failure.REDIRECT_BAD: "跳转地址无效",
    Failure.OWN_NETWORK: "本机网络中断",
}


class Role(StrEnum):
    """What a request was made for."""

    PAGE = "page"  # a page of the site, or data that draws one
    TARGET = "target"  # only to learn whether the address answers (image, outer link)
    ATTACHMENT = "attachment"  # a file of the site's own, fetched whole
    PROBE = "probe"  # is the site alive
    NONSENSE = "nonsense"  # an address that cannot exist, to learn how the host says "not found"
    ROBOTS = "robots"
    SITEMAP = "sitemap"
    RENDERED = "rendered"  # body is the document as a browser drew it
    # a page once more, by another identity; see `rounds.views`
    AGAIN = "view_again"
    SCREEN = "view_screen"
    SPIDER = "view_spider"
    REFERRED = "view_referred"
    PHONE = "view_phone"


@dataclass(frozen=True, slots=True)
class Capture:
    """
    One exchange, or the failure of one. Redirects are not followed inside a capture: each hop is its own.

    `body` is content-decoded and at most the cap of its kind; `is_truncated` says that the cap, not the
    host, ended it. `fetched_at` is aware, in UTC. `url` is normalised (see `gather.addresses.normalise`).
    """

    site: str = ""  # the site in whose name it was fetched: host, or host:port where the port is unusual
    url: str = ""
    role: Role = Role.PAGE
    fetched_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    method: str = "GET"
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    failure: Failure | None = None
    detail: str = ""  # technical words behind a failure, for the log
    elapsed_s: float = 0.0
    is_truncated: bool = False
    location: str | None = None  # absolute, normalised target where status is a redirect
    peer: str = ""  # the address connected to

    def header(self, name: str) -> str:
        """The first header of this name in any letter case, or ``""``."""
        wanted = name.lower()
        return next((v for k, v in self.headers if k.lower() == wanted), "")

    @property
    def is_ok(self) -> bool:
        """A whole (or capped) response with a 2xx status."""
        return self.failure is None and self.status is not None and 200 <= self.status < 300
