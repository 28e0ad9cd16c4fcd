"""What a fetched file is called: by its host's header, else by its address."""

import re
from urllib.parse import unquote

_EXTENDED = re.compile(r"filename\*\s*=\s*([\w-]*)'[^']*'([^;]+)", re.IGNORECASE)
_PLAIN = re.compile(r"""filename\s*=\s*(?:"([^"]*)"|([^;]+))""", re.IGNORECASE)
_LONGEST = 200


def file_name(url: str, disposition: str = "") -> str:
    """
    The name, without folders and control characters, at most 200 characters.

    Args:
        disposition: The Content-Disposition header: names in it may be percent-coded, or raw GBK bytes that
            arrive as Latin-1.
    """
    name = _from_header(disposition) if disposition else ""
    name = name or unquote(url.partition("?")[0].partition("#")[0])
    name = re.split(r"[/\\]", name.rstrip("/\\ "))[-1]
    return "".join(c for c in name if c.isprintable())[-_LONGEST:]


def _from_header(disposition: str) -> str:
    extended = _EXTENDED.search(disposition)
    if extended:
        return _decoded(extended[2].strip(), extended[1])
    plain = _PLAIN.search(disposition)
    if plain is None:
        return ""
    name = (plain[1] or plain[2] or "").strip()
    if "%" in name:
        return _decoded(name, "utf-8")
    try:
        return name.encode("latin-1").decode("gb18030")
    except UnicodeError:
        return name


def _decoded(name: str, charset: str) -> str:
    try:
        return unquote(name, encoding=charset or "utf-8", errors="strict")
    except (LookupError, UnicodeError):
        return unquote(name, encoding="gb18030", errors="replace")
