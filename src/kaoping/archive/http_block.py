"""HTTP responses as WARC stores them: status line, headers, body, with the body already decoded."""

from http.client import responses

Headers = tuple[tuple[str, str], ...]

# The stored body is de-chunked and content-decoded: under their own names these would tell a reader to undo
# that once more. They are kept beside a Content-Length that is true of the stored body.
_ONE_LINE = {0x0A: " ", 0x0D: " "}
_PREFIX = "X-Archive-Orig-"
_RENAMED = frozenset({"content-encoding", "transfer-encoding", "content-length"})


def http_head(status: int, headers: Headers, body_bytes: int) -> bytes:
    """Status line and headers up to and including the blank line, for a decoded body of this size."""
    lines = [f"HTTP/1.1 {status} {responses.get(status, '')}".rstrip()]
    for name, value in headers:
        shown = _PREFIX + name if name.lower() in _RENAMED else name
        lines.append(f"{shown}: {value.translate(_ONE_LINE)}")
    lines.append(f"Content-Length: {body_bytes}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def parsed_http(block: bytes) -> tuple[int, Headers, bytes]:
    """Status, the headers as they came, and the body, from what `http_head` began."""
    head, _, body = block.partition(b"\r\n\r\n")
    status_line, *lines = head.decode("utf-8", "surrogateescape").split("\r\n")
    pairs = [line.partition(": ") for line in lines[:-1]]  # the last is our own Content-Length
    headers = tuple((_original(name), value) for name, _, value in pairs)
    return int(status_line.split(" ", 2)[1]), headers, body


def _original(name: str) -> str:
    bare = name.removeprefix(_PREFIX)
    return bare if bare.lower() in _RENAMED else name
