"""What a call for data says beside its address: ``$.get(url, {cid: cid, page: p})``, ``params: {…}``."""

import re

_BESIDE = re.compile(r"^\s*,\s*\{(?P<inside>[^{}]{1,400})\}")
_INSIDE = re.compile(r"\b(?:data|params)\s*:\s*\{(?P<inside>[^{}]{1,400})\}")
_PAIR = re.compile(
    r"""["']?([A-Za-z_][\w.-]{0,40})["']?\s*:\s*(?:"([^"\n]{0,100})"|'([^'\n]{0,100})'|(\d{1,12})|([A-Za-z_$][\w$.]{0,60}))\s*(?:,|$)"""
)
_OPTIONS = frozenset(
    {"type", "url", "method", "datatype", "success", "async", "timeout", "headers", "data", "params"}
)
_REACH = 500  # characters after an address in which its parameters stand
_MOST = 12


def query_of(after: str) -> str:
    """The parameters that stand behind an address in a script, as a template's query, or ``""``."""
    after = after[:_REACH]
    found = _BESIDE.match(after)
    if found is None:
        found = _INSIDE.search(after[: _end_of_call(after)])
    if found is None:
        return ""
    pairs = []
    for name, double, single, number, variable in _PAIR.findall(found["inside"])[:_MOST]:
        if name.lower() not in _OPTIONS:
            value = double or single or number or (f"{{{variable.rpartition('.')[2]}}}" if variable else "")
            pairs.append(f"{name}={value}")
    return "&".join(pairs)


def _end_of_call(after: str) -> int:
    """Where the options of this call end: at the next call's beginning, or its callback's."""
    ends = [p for mark in ("function", "=>", "$.", "axios", "fetch(") if (p := after.find(mark)) >= 0]
    return min(ends, default=len(after))
