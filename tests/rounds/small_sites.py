"""Small servers on loopback, each with its own way to be out of order."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Answer(NamedTuple):
    status: int = 200
    body: str | bytes = ""
    location: str = ""


class SmallSite:
    """A served site. `asked` are its requests in order: method and path."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.asked: list[tuple[str, str]] = []

    @property
    def home(self) -> str:
        return f"{self.base}/"


Respond = Callable[[SmallSite, str], Answer | None]


def page(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


@contextmanager
def site(
    respond: Respond, *, tls: Callable[[socket.socket], socket.socket] | None = None
) -> Iterator[SmallSite]:
    """Serve `respond` on a free port of this machine; None from it stands for 404."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served.asked.append((self.command, self.path))
            answer = respond(served, self.path) or Answer(404, page("404", "没有这一页"))
            # bytes are sent without a charset: the page itself must say it
            is_raw = isinstance(answer.body, bytes)
            body = answer.body if is_raw else answer.body.encode()
            self.send_response(answer.status)
            if answer.location:
                self.send_header("Location", answer.location)
            self.send_header("Content-Type", "text/html" if is_raw else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET

        def log_message(self, *words: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *words: object) -> None:
            pass  # clients that refuse our certificate

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls(server.socket)
    served = SmallSite(f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def not_http() -> Iterator[str]:
    """A host that answers every request with words that are not HTTP."""
    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                connection.recv(4096)
                connection.sendall(b"220 mail.example ESMTP ready\r\n")

    threading.Thread(target=answer, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    finally:
        listener.close()
