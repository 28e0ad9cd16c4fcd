"""A person's browser: one connection kept, cookies, the form token of the page seen last."""

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

_TOKEN = re.compile(r'csrfmiddlewaretoken" value="([A-Za-z0-9]+)"')
_BOUNDARY = "----load"
ANSWER_WITHIN_S = 120
MOST_HOPS = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What came, after all redirects; `took_s` is of the whole click, as the person waits for it."""

    status: int
    text: str
    took_s: float
    address: str


@dataclass(slots=True)
class Browser:
    """Signed in as one person."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    _link: http.client.HTTPConnection | None = None

    def sign_in(self, name: str, password: str) -> None:
        self.get("/people/login/")
        answer = self.post("/people/login/", {"username": name, "password": password})
        if answer.status != 200 or "/people/login" in answer.address:
            raise SystemExit(f"{name} could not sign in: {answer.status}")

    def get(self, path: str) -> Answer:
        return self._click("GET", path, None, {})

    def post(
        self, path: str, values: Mapping[str, str], file: tuple[str, str, bytes] | None = None
    ) -> Answer:
        """Send a form; `file` is field, name and content."""
        values = {"csrfmiddlewaretoken": self.token, **values}
        if file is None:
            kind, body = "application/x-www-form-urlencoded", urlencode(values).encode()
        else:
            kind, body = f"multipart/form-data; boundary={_BOUNDARY}", _multipart(values, *file)
        return self._click("POST", path, body, {"Content-Type": kind})

    def _click(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        began = time.monotonic()
        for _ in range(MOST_HOPS):
            status, text, where = self._send(method, path, body, headers)
            if where is None:
                break
            parts = urlsplit(where)
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            method, body, headers = "GET", None, {}
        if found := _TOKEN.search(text):
            self.token = found[1]
        return Answer(status, text, time.monotonic() - began, path)

    def _send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, str, str | None]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        for is_last in (False, True):
            if self._link is None:
                self._link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_WITHIN_S)
            try:
                self._link.request(method, path, body, {**headers, "Cookie": cookies})
                answer = self._link.getresponse()
                text = answer.read().decode("utf-8", "replace")
                break
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                # a connection that lay idle may be closed by the server; a second time is an error
                self._link.close()
                self._link = None
                if is_last:
                    raise
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        where = answer.headers["Location"] if 300 <= answer.status < 400 else None
        return answer.status, text, where


def _multipart(values: Mapping[str, str], name: str, file: str, content: bytes) -> bytes:
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in values.items()
    ]
    head = f'Content-Disposition: form-data; name="{name}"; filename="{file}"'
    parts.append(f"--{_BOUNDARY}\r\n{head}\r\nContent-Type: application/octet-stream\r\n\r\n".encode())
    return b"".join([*parts, content, f"\r\n--{_BOUNDARY}--\r\n".encode()])
