"""
What a host's robots.txt asks of us, and how far we follow it.

Rules for our own name, else for ``*``, are obeyed after RFC 9309. No file (4xx) means no rules. Where the
file cannot be had (5xx, time-out, broken answer) RFC 9309 would shut the whole site; we go on with a remark
instead: an assessment that the office has announced must not end at a server's hiccup, and our pace stays the
polite one. A Crawl-delay is obeyed up to 10 s.
"""

from itertools import groupby

from protego import Protego

from kaoping.gather.capture import FAILURE_WORDS, Capture

CAP_BYTES = 500_000
LONGEST_DELAY_S = 10.0
_MAX_LINES = 10_000
_AGENT = "kaoping"


class Robots:
    """
    The rules of one host.

    Attributes:
        remark: Chinese, why the file could not be used, or "".
        sitemaps: Addresses as written in the file.
        crawl_delay_s: Seconds between two requests, at most `LONGEST_DELAY_S`.
    """

    def __init__(self, text: str = "", *, remark: str = "") -> None:
        lines = [line for line, _ in groupby(text.replace("\0", "").splitlines())][:_MAX_LINES]
        self.remark = remark
        self._rules = Protego.parse("\n".join(lines)) if lines else None
        self.sitemaps: tuple[str, ...] = tuple(self._rules.sitemaps)[:50] if self._rules else ()
        delay = self._rules.crawl_delay(_AGENT) if self._rules else None
        self.crawl_delay_s = min(max(float(delay or 0), 0.0), LONGEST_DELAY_S)

    def allows(self, url: str) -> bool:
        """Whether we may fetch a normalised address."""
        return self._rules is None or bool(self._rules.can_fetch(url, _AGENT))


def read_robots(capture: Capture) -> Robots:
    """The rules in the answer to ``/robots.txt``; a page of html in its place holds none."""
    if capture.failure is not None:
        return Robots(remark=f"robots.txt 未能取得({FAILURE_WORDS[capture.failure]}),按允许处理")
    status = capture.status or 0
    if status >= 500:
        return Robots(remark=f"robots.txt 返回 {status},按允许处理")
    if not 200 <= status < 300:
        return Robots()
    body = capture.body[:CAP_BYTES]
    if capture.is_truncated:
        body = body[: body.rfind(b"\n") + 1]
    if body.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
        return Robots()
    return Robots(
        body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"),
        remark="robots.txt 过大,只读前 500 KB" if capture.is_truncated else "",
    )
