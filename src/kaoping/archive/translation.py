"""Captures as WARC records, and back without loss."""

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import quote, unquote

from ..gather.capture import Capture, Failure, Role
from .http_block import Headers, http_head, parsed_http
from .record import Record, sha1

RESPONSE, REVISIT, METADATA, CONVERSION = "response", "revisit", "metadata", "conversion"
_SAME_BODY = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_CUT_SHORT = {Failure.TIMEOUT: "time", Failure.RESET: "disconnect", Failure.PROTOCOL: "disconnect"}
_PLAIN = "".join(map(chr, range(33, 127))).replace("%", "") + " "


@dataclass(frozen=True, slots=True)
class Original:
    """An earlier record that a revisit or conversion refers to; `date` is its WARC-Date."""

    seq: int
    record_id: str
    url: str
    date: str


@lru_cache(maxsize=1024)  # each record names its file's first one
def record_id(run_id: str, seq: int | str) -> str:
    """The same run and number give the same id, so that a rebuilt index can name records too."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'kaoping:{run_id}/{seq}')}>"


def warc_date(instant: datetime) -> str:
    """An aware instant as WARC writes it, to the microsecond."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def warcinfo(run_id: str, file: str, date: str, about: Mapping[str, str]) -> Record:
    """The record that opens a file; `about` are its lines."""
    block = "".join(f"{name}: {value}\r\n" for name, value in about.items()).encode()
    fields = (("WARC-Filename", file), ("Content-Type", "application/warc-fields"))
    return Record("warcinfo", record_id(run_id, file), date, fields, block)


def record_of(
    capture: Capture, *, run_id: str, seq: int, digest: str, info_id: str, original: Original | None
) -> Record:
    """
    The capture as a record.

    Args:
        capture: What was fetched.
        run_id: The run, of which `seq` is the capture's number.
        seq: From 1.
        digest: ``sha256:<hex>`` of the body, or ``""`` where there was no response.
        info_id: The id of the file's warcinfo.
        original: An earlier response with the same body (or, for a 304 without a body and a rendered
            document, of the same address); with it the record becomes a revisit.
    """
    kind = _kind(capture, original)
    fields = [
        ("WARC-Target-URI", capture.url),
        ("WARC-Warcinfo-ID", info_id),
        *_peer(capture.peer),
        *_digest_and_cut(capture, kind),
        *_reference(kind, is_not_modified(capture), original),
        ("Content-Type", _content_type(capture, kind)),
        *_own_fields(capture, kind, seq, digest),
    ]
    identity = record_id(run_id, seq)
    return Record(kind, identity, warc_date(capture.fetched_at), tuple(fields), _block(capture, kind))


def capture_of(record: Record, original_body: bytes = b"") -> Capture:
    """The capture that `record_of` stored; `original_body` is the body that a revisit stands for."""
    status, headers, body, detail = _content(record, original_body)
    failure = record.field("X-Kaoping-Failure")
    return Capture(
        site=record.field("X-Kaoping-Site"),
        url=record.field("WARC-Target-URI"),
        role=Role(record.field("X-Kaoping-Role")),
        fetched_at=datetime.fromisoformat(record.date),
        method=record.field("X-Kaoping-Method"),
        status=status,
        headers=headers,
        body=body,
        failure=Failure(failure) if failure else None,
        detail=detail,
        elapsed_s=float(record.field("X-Kaoping-Elapsed")),
        is_truncated=record.field("WARC-Truncated") == "length",
        location=record.field("X-Kaoping-Location") or None,
        peer=record.field("WARC-IP-Address") or record.field("X-Kaoping-Peer"),
    )


def is_not_modified(capture: Capture) -> bool:
    """Whether it stands for an earlier response: a 304 that brought a body all the same stands for itself."""
    return capture.status == 304 and not capture.body


def is_same_body(record: Record) -> bool:
    """Whether the record is a revisit whose body lies in an earlier record."""
    return record.kind == REVISIT and record.field("WARC-Profile") == _SAME_BODY


def _kind(capture: Capture, original: Original | None) -> str:
    if capture.role is Role.RENDERED and capture.failure is None:
        return CONVERSION
    if capture.status is None:
        return METADATA
    return REVISIT if original is not None else RESPONSE


def _peer(peer: str) -> list[tuple[str, str]]:
    if not peer:
        return []
    try:
        return [("WARC-IP-Address", peer)] if str(ip_address(peer)) == peer else [("X-Kaoping-Peer", peer)]
    except ValueError:
        return [("X-Kaoping-Peer", peer)]


def _digest_and_cut(capture: Capture, kind: str) -> list[tuple[str, str]]:
    fields = []
    if kind in (RESPONSE, REVISIT) and capture.body:
        fields.append(("WARC-Payload-Digest", sha1(capture.body)))
    if capture.is_truncated:
        fields.append(("WARC-Truncated", "length"))
    elif kind == RESPONSE and capture.failure in _CUT_SHORT:
        fields.append(("WARC-Truncated", _CUT_SHORT[capture.failure]))
    return fields


def _reference(kind: str, is_plain_304: bool, original: Original | None) -> list[tuple[str, str]]:
    if original is None or kind not in (REVISIT, CONVERSION):
        return []
    fields = [("WARC-Refers-To", original.record_id), ("X-Kaoping-Refers-To-Seq", str(original.seq))]
    if kind == REVISIT:
        fields += [
            ("WARC-Profile", _NOT_MODIFIED if is_plain_304 else _SAME_BODY),
            ("WARC-Refers-To-Target-URI", original.url),
            ("WARC-Refers-To-Date", original.date),
        ]
    return fields


def _content_type(capture: Capture, kind: str) -> str:
    if kind in (RESPONSE, REVISIT):
        return "application/http; msgtype=response"
    return "application/json" if kind == METADATA else capture.header("content-type") or "text/html"


def _own_fields(capture: Capture, kind: str, seq: int, digest: str) -> list[tuple[str, str]]:
    fields = [
        ("X-Kaoping-Seq", str(seq)),
        ("X-Kaoping-Site", capture.site),
        ("X-Kaoping-Role", capture.role.value),
        ("X-Kaoping-Method", capture.method),
        ("X-Kaoping-Elapsed", repr(float(capture.elapsed_s))),
        ("X-Kaoping-Digest", digest),
        ("X-Kaoping-Body-Bytes", str(len(capture.body))),
        ("X-Kaoping-Location", capture.location or ""),
        ("X-Kaoping-Failure", capture.failure.value if capture.failure else ""),
        (
            "X-Kaoping-Detail",
            "" if kind == METADATA else quote(capture.detail, safe=_PLAIN, errors="backslashreplace"),
        ),
    ]
    if kind == CONVERSION:
        status = "" if capture.status is None else str(capture.status)
        fields.append(("X-Kaoping-Status", status))
        fields.append(("X-Kaoping-Headers", quote(json.dumps(capture.headers), safe=_PLAIN)))
    return [(name, value) for name, value in fields if value]


def _block(capture: Capture, kind: str) -> bytes:
    if kind == CONVERSION:
        return capture.body
    if kind == METADATA or capture.status is None:
        return _failure_json(capture)
    head = http_head(capture.status, capture.headers, len(capture.body))
    return head if kind == REVISIT else head + capture.body


def _failure_json(capture: Capture) -> bytes:
    told: dict[str, object] = {
        "failure": capture.failure.value if capture.failure else "",
        "detail": capture.detail,
        "role": capture.role.value,
        "site": capture.site,
        "elapsed_s": capture.elapsed_s,
    }
    if capture.headers:
        told["headers"] = capture.headers
    if capture.body:
        told["body_base64"] = base64.b64encode(capture.body).decode()
    return json.dumps(told, ensure_ascii=True).encode()


def _content(record: Record, original_body: bytes) -> tuple[int | None, Headers, bytes, str]:
    detail = unquote(record.field("X-Kaoping-Detail"))
    if record.kind == METADATA:
        told = json.loads(record.block)
        headers = tuple((name, value) for name, value in told.get("headers", ()))
        return None, headers, base64.b64decode(told.get("body_base64", "")), told["detail"]
    if record.kind == CONVERSION:
        status = record.field("X-Kaoping-Status")
        pairs = json.loads(unquote(record.field("X-Kaoping-Headers")) or "[]")
        return int(status) if status else None, tuple((k, v) for k, v in pairs), record.block, detail
    code, headers, body = parsed_http(record.block)
    return code, headers, original_body if is_same_body(record) else body, detail
