"""Does one order in a process of its own: what both engines run, here or on another machine."""

import os
import socket
from dataclasses import replace

import msgspec

from ..stem import STEM
from .contract import WorkerLost
from .jobs import JobEnd, Order
from .version import build

READERS_A_JOB = "2"  # many jobs share a machine's cores


def work(order: bytes) -> bytes:
    """
    Do an order and answer how it ended, both as JSON. Blocks; the child ends with this process.

    Raises:
        WorkerLost: The child died without a word.
    """
    # a session of its own: Ctrl-C belongs to whoever conducts
    process = STEM.begin("kaoping.rounds.engines.job_child", {"KAOPING_READERS": READERS_A_JOB, **os.environ})
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(order + b"\n")
        process.stdin.flush()
        told = process.stdout.read()
    except BrokenPipeError:
        told = b""
    finally:
        process.stdin.close()
        code = process.wait()
    if not told:
        raise WorkerLost(f"exit code {code}")
    end = msgspec.json.decode(told, type=JobEnd)
    return msgspec.json.encode(replace(end, worker=socket.gethostname()))


def which_build() -> str:
    """The build of the process that this runs in."""
    return build()


def encoded(order: Order) -> bytes:
    """An order as `work` takes it."""
    return msgspec.json.encode(order)


def decoded(end: bytes) -> JobEnd:
    """What `work` answered."""
    return msgspec.json.decode(end, type=JobEnd)
