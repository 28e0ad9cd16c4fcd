"""The invented platform: serves article pages and feeds on loopback while a block lasts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kaoping_toytown.accounts import MediaCity, write_accounts


@contextmanager
def served_accounts(folder: Path, *, today: date) -> Iterator[MediaCity]:
    """Write the folder of accounts and answer for its platform until the block ends."""
    pages: dict[str, tuple[str, bytes]] = {}

    class Platform(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = pages.get(self.path, ("", b""))
            self.send_response(200 if kind else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Platform)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        city = write_accounts(folder, f"http://127.0.0.1:{server.server_address[1]}", today=today)
        pages.update(city.pages)
        yield city
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
