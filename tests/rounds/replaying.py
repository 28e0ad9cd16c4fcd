"""Counts whoever knocks at an address where a site used to be."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def knocks(*ports: int) -> Iterator[list[int]]:
    """Listen on these ports of this machine; gives the ports at which somebody knocked, in order."""
    heard: list[int] = []
    listeners = [socket.create_server(("127.0.0.1", port)) for port in ports]

    def listen(listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            heard.append(listener.getsockname()[1])
            connection.close()

    for listener in listeners:
        threading.Thread(target=listen, args=(listener,), daemon=True).start()
    try:
        yield heard
    finally:
        for listener in listeners:
            listener.close()
