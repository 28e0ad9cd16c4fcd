"""A dask cluster on this machine as an office keeps one: whatever dies of it is started again at once."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

LOOKS_EVERY_S = 0.2


@contextmanager
def cluster(workers: int = 2) -> Iterator[str]:
    """The scheduler's address. Its processes are this one's children."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, is_over = f"tcp://127.0.0.1:{port}", threading.Event()
    scheduler = ("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show")
    # without nannies: they give up on a busy machine, where a supervisor goes on trying
    worker = ("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    kept = [
        threading.Thread(target=_keep, args=(words, is_over), daemon=True)
        for words in (scheduler, *[worker] * workers)
    ]
    for thread in kept:
        thread.start()
    try:
        yield address
    finally:
        is_over.set()
        for thread in kept:
            thread.join()


def _keep(words: tuple[str, ...], is_over: threading.Event) -> None:
    """Run a dask command, again and again until told that it is over."""
    while not is_over.is_set():
        command = (sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:])
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while running.poll() is None and not is_over.wait(LOOKS_EVERY_S):
            pass
        running.kill()
        running.wait()
