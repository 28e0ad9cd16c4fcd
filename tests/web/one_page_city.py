"""A site of one page on loopback, whose content the test changes."""

import http.server
import threading
from contextlib import contextmanager

PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>望川市农业农村局</title></head>
<body><h1>望川市农业农村局</h1><ul>{links}</ul></body></html>"""


class City:
    """One page on loopback, whose content the test changes."""

    def __init__(self):
        self.page = ""
        city = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                is_home = self.path in ("/", "/index.html")
                body = city.page.encode() if is_home else b"User-agent: *\nAllow: /\n"
                self.send_response(200 if is_home or self.path == "/robots.txt" else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8" if is_home else "text/plain")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@contextmanager
def serving():
    made = City()
    yield made
    made.server.shutdown()
    made.server.server_close()


def with_link(city):
    city.page = PAGE.format(links='<li><a href="/gone.html">旧链接</a></li>')


def without_link(city):
    city.page = PAGE.format(links="")
