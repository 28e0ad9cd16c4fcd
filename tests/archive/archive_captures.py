"""Captures that the archive's tests store: one of every kind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kaoping.gather.capture import Capture, Failure, Role

START = datetime(2026, 3, 2, 1, 2, 3, 456789, tzinfo=UTC)
HEADERS = (
    ("Server", "nginx"),
    ("Content-Type", "text/html; charset=utf-8"),
    ("content-encoding", "gzip"),
    ("Transfer-Encoding", "chunked"),
    ("Set-Cookie", "a=1"),
    ("Set-Cookie", "b=2; 中文=甲"),
)


def page(number=1, **changes):
    plain = Capture(
        site="www.a.gov.cn",
        url=f"http://www.a.gov.cn/{number}.html",
        fetched_at=START + timedelta(seconds=number),
        status=200,
        headers=HEADERS,
        body=f"<html>第 {number} 页</html>".encode() * 20,
        elapsed_s=0.123456,
        peer="203.0.113.7",
    )
    return replace(plain, **changes)


def unusual():
    """One capture of every kind that the files must carry."""
    return [
        page(1),
        page(2, body=page(1).body),
        page(3, status=301, body=b"", location="https://www.a.gov.cn/new/", elapsed_s=1e-07),
        page(4, method="HEAD", body=b"", headers=(("Content-Length", "99"),), role=Role.TARGET),
        page(5, body=b"\x00\xff\r\n\r\nWARC/1.1\r\n" * 9, is_truncated=True, peer="2001:db8::1"),
        page(1, fetched_at=START + timedelta(days=1), status=304, body=b""),
        page(6, role=Role.RENDERED, headers=(("Content-Type", "text/html"), ("X", "%41 b\u00a0c")), peer=""),
        page(1, fetched_at=START + timedelta(days=2), role=Role.RENDERED, status=None, headers=()),
        page(
            7, status=None, headers=(), body=b"", failure=Failure.NO_SUCH_HOST, detail="没有\n这个 host: %41"
        ),
        page(8, status=None, headers=(), body=b"SSH-2.0\r\n", failure=Failure.NOT_HTTP, peer="1.2.3.4:81"),
        page(9, failure=Failure.TIMEOUT, detail="read\r\ntimed out", site="www.a.gov.cn:8080"),
        page(10, status=799, headers=(), role=Role.PROBE),
        page(11, body=page(1).body, failure=Failure.PROTOCOL),
        page(12, role=Role.RENDERED, failure=Failure.TIMEOUT, status=None, headers=(), body=b""),
        page(1, fetched_at=START + timedelta(days=3), status=304, body=b"unchanged, yet told"),
    ]
