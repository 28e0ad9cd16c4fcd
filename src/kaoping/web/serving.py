"""The web server as a process of its own: ``python -m kaoping.web.serving HOST PORT WORKERS [APP]``."""

import os
import signal
import sys
import threading
import time

LOOKS_EVERY_S = 1.0


def end_with_parent() -> None:
    """End this process in order when the one that started it is gone, however it went."""
    parent = os.getppid()

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(LOOKS_EVERY_S)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=look, daemon=True, name="parent").start()


def main() -> None:
    """Serve until told to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    host, port, workers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    application = sys.argv[4] if len(sys.argv) > 4 else "kaoping.web.wsgi:application"
    end_with_parent()
    Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        backpressure=64,
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
