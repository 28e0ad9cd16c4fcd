"""Looks at a page for somebody now, in a child process with a time limit."""

import base64
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import msgspec
from django.conf import settings

from ..planning.models import Round, Site
from .wanted import Wanted

DEADLINE_S = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """
    What was seen. `failure` are Chinese words where the page did not come; `found` says of each word whether
    it stands there; `targets` are statuses; `archive` is below the folder of rounds; `picture` a PNG, else
    `no_picture` says why there is none.
    """

    url: str
    at: datetime
    status: int | None = None
    failure: str = ""
    is_ok: bool = False
    found: tuple[bool, ...] = ()
    targets: tuple[int | None, ...] = ()
    digest: str = ""
    archive: str = ""
    offset: int = 0
    media_type: str = ""
    size_bytes: int = 0
    picture: bytes | None = None
    no_picture: str = ""


def look(
    url: str,
    *,
    round_: Round,
    words: Sequence[str] = (),
    targets: Sequence[str] = (),
    is_kept: bool = True,
    with_picture: bool = False,
) -> Seen:
    """Fetch the page through the guard; never raises for what a site does."""
    run_id = f"look-{uuid4().hex[:16]}"
    folder = f"{round_.public_id}/looks/{run_id}"
    wanted = Wanted(
        url=url,
        words=list(words),
        targets=list(targets),
        allow=_allowed((url, *targets)),
        allow_private=bool(getattr(settings, "ALLOW_PRIVATE", False)),
        folder=str(settings.ROUNDS_FOLDER / folder) if is_kept else "",
        run_id=run_id,
        with_picture=with_picture,
    )
    told = _asked(wanted)
    picture = told.get("picture")
    return Seen(
        url=told.get("url", url),
        at=datetime.fromisoformat(told["fetched_at"]) if "fetched_at" in told else datetime.now(UTC),
        status=told.get("status"),
        failure=told.get("failure", ""),
        is_ok=told.get("is_ok", False),
        found=tuple(told.get("found", ())),
        targets=tuple(told.get("targets", ())),
        digest=told.get("digest", ""),
        archive=f"{folder}/{told['file']}" if "file" in told else "",
        offset=told.get("offset", 0),
        media_type=told.get("media_type", ""),
        size_bytes=told.get("size_bytes", 0),
        picture=base64.b64decode(picture) if picture else None,
        no_picture=told.get("no_picture", ""),
    )


def _allowed(urls: Sequence[str]) -> list[tuple[str, int]]:
    """Hosts with unusual ports are looked at only where they stand in the register."""
    hosts = {urlsplit(url).netloc.lower() for url in urls}
    found = []
    for host in Site.objects.filter(host__in=hosts).values_list("host", flat=True):
        parts = urlsplit(f"//{host}")
        found += [(parts.hostname or "", port) for port in ([parts.port] if parts.port else [80, 443])]
    return found


def _asked(wanted: Wanted) -> dict[str, Any]:
    command = [sys.executable, "-m", "kaoping.web.inspection.capture_child"]
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        out, _ = child.communicate(msgspec.json.encode(wanted), timeout=DEADLINE_S)
        told: dict[str, Any] = msgspec.json.decode(out)
    except subprocess.TimeoutExpired:
        told = {"failure": "超时,没有完成,请稍后再试"}
    except msgspec.DecodeError:
        told = {"failure": "没有完成,请稍后再试"}
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # a browser that it started ends with it
        child.wait()
    return told
