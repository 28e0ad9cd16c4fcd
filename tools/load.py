"""
Twenty people at work at once against `kaoping serve`: each reads three pages and writes one, over a database
that is made for the purpose. Prints how long answers took and every answer that was an error.

    python tools/load.py [--people 20] [--seconds 30]
"""

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

READS = (
    "/api/v1/units?limit=50",
    "/api/v1/suspects?limit=50",
    "/api/v1/rounds",
    "/api/v1/jobs",
    "/api/v1/me",
)
SEED = """
import django; django.setup()
from tests.web import builders
from tests.web.api import objects
round_ = builders.round_("reviewing")
units = [builders.unit(f"望川市第{n}局") for n in range(35)]
for n in range(2000):
    objects.suspect(units[n % 35], round_)
for n in range(PEOPLE):
    print(objects.token(builders.user("office_admin")))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def seed(data: Path, people: int) -> list[str]:
    """Tokens of that many people, over units and suspects to read."""
    environment = {**os.environ, "KAOPING_DATA": str(data), "DJANGO_SETTINGS_MODULE": "kaoping.web.settings"}
    made = subprocess.run(
        [sys.executable, "-c", SEED.replace("PEOPLE", str(people))],
        env=environment, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    return made.stdout.split()


def work(port: int, token: str, number: int, until: float, seen: list[tuple[str, int, float]]) -> None:
    """One person: three pages read, then one written."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    turn = 0
    while time.monotonic() < until:
        turn += 1
        method, path, sent = "GET", READS[(turn + number) % len(READS)], None
        if turn % 4 == 0:
            method, path = "POST", "/api/v1/units"
            sent = json.dumps({"name": f"第{number}人第{turn}局", "kind": "市直部门"})
        began = time.monotonic()
        link.request(method, path, sent, headers)
        answer = link.getresponse()
        words = answer.read()
        seen.append((method, answer.status, time.monotonic() - began))
        if answer.status >= 400:
            print(method, path, answer.status, words.decode()[:200])


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=20)
    asked.add_argument("--seconds", type=float, default=30)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="kaoping-load-") as folder:
        data, port = Path(folder) / "data", free_port()
        command = [sys.executable, "-m", "kaoping", "serve", "--port", str(port), "--data", str(data)]
        with (Path(folder) / "out").open("w") as out:
            served = subprocess.Popen(command, stdout=out, stderr=out, cwd=folder)
        try:
            wait_for(port)
            measure(port, seed(data, given.people), given.seconds)
        finally:
            served.terminate()
            served.wait(60)
        locked = (Path(folder) / "out").read_text().count("locked")
        print(f"lock messages in the server's log: {locked}")


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not come up")


def measure(port: int, tokens: list[str], seconds: float) -> None:
    seen: list[tuple[str, int, float]] = []
    until = time.monotonic() + seconds
    people = [
        threading.Thread(target=work, args=(port, token, number, until, seen))
        for number, token in enumerate(tokens)
    ]
    for one in people:
        one.start()
    for one in people:
        one.join()
    for method in ("GET", "POST"):
        took = sorted(s for m, _, s in seen if m == method)
        middle, slow = took[len(took) // 2], took[len(took) * 95 // 100]
        print(f"{method}: {len(took)} answers, median {middle:.3f} s, p95 {slow:.3f} s")
    print("answers by status:", dict(Counter(status for _, status, _ in seen)))


if __name__ == "__main__":
    main()
