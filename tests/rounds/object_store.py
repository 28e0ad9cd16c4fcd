"""A real S3 server on this machine, and one between it and us that lies or goes away."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests
from moto.server import ThreadedMotoServer

BUCKET = "kaoping"


@contextmanager
def s3_server() -> Iterator[str]:
    """The endpoint of a server with one empty bucket; the settings `KAOPING_STORE_…` name it meanwhile."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    requests.post(f"{endpoint}/moto-api/reset", timeout=10).raise_for_status()
    requests.put(f"{endpoint}/{BUCKET}", timeout=10).raise_for_status()
    try:
        with store_settings(endpoint):
            yield endpoint
    finally:
        server.stop()


@contextmanager
def store_settings(endpoint: str) -> Iterator[None]:
    """Whoever asks for a store meanwhile asks this one."""
    given = {"STORE_ENDPOINT": endpoint, "STORE_KEY_ID": "a key for tests", "STORE_KEY": "and its secret"}
    before = {name: os.environ.get(f"KAOPING_{name}") for name in given}
    os.environ.update({f"KAOPING_{name}": value for name, value in given.items()})
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(f"KAOPING_{name}", None)
            if value is not None:
                os.environ[f"KAOPING_{name}"] = value


Change = Callable[[str, str, bytes], bytes | None]  # method, path, body -> the body to store; None: go away


class Between:
    """Hands requests on to the real server, after `change` had its way with what is put."""

    def __init__(self, endpoint: str, change: Change) -> None:
        self.endpoint, self.change = endpoint, change
        self.puts: list[str] = []
        self.is_away = False

    def answer(self, asked: BaseHTTPRequestHandler) -> None:
        body = asked.rfile.read(int(asked.headers.get("Content-Length") or 0))
        if asked.command == "PUT":
            self.puts.append(asked.path)
            changed = None if self.is_away else self.change(asked.command, asked.path, body)
            self.is_away = self.is_away or changed is None
            body = changed or b""
        if self.is_away:
            asked.close_connection = True
            asked.connection.shutdown(socket.SHUT_RDWR)
            return
        of_the_body = {"host", "content-length", "connection", "content-md5", "x-amz-content-sha256"}
        headers = {name: value for name, value in asked.headers.items() if name.lower() not in of_the_body}
        got = requests.request(
            asked.command, self.endpoint + asked.path, data=body, headers=headers, timeout=30
        )
        asked.send_response(got.status_code)
        for name in ("ETag", "Content-Type", "Content-Range", "Last-Modified", "Accept-Ranges"):
            if name in got.headers:
                asked.send_header(name, got.headers[name])
        length = got.headers["Content-Length"] if asked.command == "HEAD" else len(got.content)
        asked.send_header("Content-Length", str(length))
        asked.end_headers()
        asked.wfile.write(got.content)


@contextmanager
def between(endpoint: str, change: Change) -> Iterator[Between]:
    """A store that does to what it is given what `change` says; the settings name it meanwhile."""
    told = Between(endpoint, change)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = lambda self: told.answer(self)

        def log_message(self, *_: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with store_settings(f"http://127.0.0.1:{server.server_port}"):
            yield told
    finally:
        server.shutdown()
        server.server_close()
