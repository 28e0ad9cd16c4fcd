"""`kaoping serve | work`: the web server and its worker, started, watched and stopped together."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kaoping.errors import UsageError

LOOKS_EVERY_S = 0.1
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
STEADY_AFTER_S = 60.0  # a child that lived this long starts again without a pause
STOPS_WITHIN_S = 15.0
FIRST_ALONE_S = 15.0
EVIDENCE = "kaoping.web.evidence.origin_wsgi:application"
LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(slots=True)
class Child:
    """A process that is started again whenever it ends."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    pause_s: float = FIRST_PAUSE_S
    started_at: float = 0.0
    due_at: float = field(default=0.0)

    def keep(self, now: float) -> None:
        """Start it where it does not run; after each early end wait twice as long."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            code, self.process = self.process.returncode, None
            if now - self.started_at > STEADY_AFTER_S:
                self.pause_s = FIRST_PAUSE_S
            self.due_at = now + self.pause_s
            print(f"{self.name}意外退出(代码 {code}),{self.pause_s:g} 秒后重新启动", file=sys.stderr)
            self.pause_s = min(self.pause_s * 2, LONGEST_PAUSE_S)
        if now >= self.due_at:
            self.process = subprocess.Popen(self.command, start_new_session=True)
            self.started_at = now

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self, by: float) -> None:
        """Wait until `by`, then end it at once, whatever it does."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, by - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def run_serve(*, host: str, port: int, data: Path | None, workers: int) -> int:
    """
    Serve until Ctrl-C or SIGTERM.

    Raises:
        UsageError: The port is taken, or another `kaoping serve` uses the data folder.
        OutputError: The data folder cannot be written.
    """
    _refuse_taken(host, port)
    evidence_port = _evidence_port(host, port)
    if host not in LOCAL:
        os.environ.setdefault("KAOPING_TOTP", "office")
        os.environ.setdefault("KAOPING_HOSTS", _reachable_as(host))
    from kaoping.web.starting import SERVE_LOCK, alone, first_link, migrate, use_data_folder

    folder = use_data_folder(data)
    with alone(folder, SERVE_LOCK, words=f"数据目录 {folder} 已有一个 kaoping serve 在使用,请先停止它。"):
        migrate(folder)
        children = [
            Child("网页服务", (sys.executable, "-m", "kaoping.web.serving", host, str(port), str(workers))),
            Child(
                "存证副本服务",
                (sys.executable, "-m", "kaoping.web.serving", host, str(evidence_port), "1", EVIDENCE),
            ),
            Child("采集进程", (sys.executable, "-m", "kaoping.web.gathering")),
        ]
        _watch(children, _Greeting(host, port, folder, first_link))
    return 0


def run_work(data: Path | None) -> int:
    """One more worker, in this process, until Ctrl-C or SIGTERM."""
    from kaoping.web.starting import migrate, use_data_folder

    migrate(use_data_folder(data))
    from kaoping.web.gathering.worker import main

    main()
    return 0


@dataclass(slots=True)
class _Greeting:
    """What is printed as soon as the server answers."""

    host: str
    port: int
    folder: Path
    first: Callable[[], str | None]
    is_said: bool = False

    def say_when_up(self) -> None:
        if self.is_said or not _answers(self.host, self.port):
            return
        self.is_said = True
        shown = self.host if self.host not in ("0.0.0.0", "::") else socket.gethostname()
        address = f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}"
        print(f"考评已启动:{address}/\n数据目录:{self.folder}", flush=True)
        if path := self.first():
            print(f"还没有系统管理员。请打开此链接设立(只能用一次):\n  {address}{path}", flush=True)
        print("按 Ctrl-C 停止。", flush=True)


def _watch(children: Sequence[Child], greeting: _Greeting) -> None:
    """The first child alone until it answers: beside the others it would take half as long again."""
    stop = threading.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: stop.set())
    alone_until = time.monotonic() + FIRST_ALONE_S
    try:
        while not stop.is_set():
            now = time.monotonic()
            is_first_alone = not greeting.is_said and now < alone_until
            for child in children[:1] if is_first_alone else children:
                child.keep(now)
            greeting.say_when_up()
            stop.wait(LOOKS_EVERY_S)
    finally:
        print("正在停止…", flush=True)
        for child in children:
            child.ask_to_stop()
        by = time.monotonic() + STOPS_WITHIN_S
        for child in children:
            child.stop(by)


def _evidence_port(host: str, port: int) -> int:
    """
    The port of the copies of archived pages, an origin of their own: ``KAOPING_EVIDENCE_PORT``, else the one
    after the server's. The server is told of it by the same variable.
    """
    given = os.environ.setdefault("KAOPING_EVIDENCE_PORT", str(port + 1))
    if not (given.isascii() and given.isdigit() and 0 < int(given) < 65536) or int(given) == port:
        raise UsageError(f"KAOPING_EVIDENCE_PORT 应是 1 至 65535 之间、与网页服务不同的端口,现为“{given}”。")
    try:
        _refuse_taken(host, int(given))
    except UsageError as error:
        raise UsageError(f"存证副本用的端口不能使用,请用 KAOPING_EVIDENCE_PORT 换一个。{error}") from error
    return int(given)


def _refuse_taken(host: str, port: int) -> None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise UsageError(f"--host {host} 不是本机的地址。") from error
    with socket.socket(family[0], socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(family[4])
        except OSError as error:
            raise UsageError(f"{host}:{port} 不能使用({error.strerror}),请用 --port 换一个端口。") from error


def _answers(host: str, port: int) -> bool:
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    try:
        with socket.create_connection((reached, port), timeout=0.5):
            return True
    except OSError:
        return False


def _reachable_as(host: str) -> str:
    """Names under which the server may be called when it listens to the network."""
    own = {socket.gethostname(), *LOCAL, "[::1]"}
    return ",".join(sorted(own | ({host} if host not in ("0.0.0.0", "::") else set())))
