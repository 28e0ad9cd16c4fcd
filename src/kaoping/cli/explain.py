"""`kaoping explain`: a check in words, with its cases."""

from kaoping.checks import explain, load_checks
from kaoping.errors import UsageError


def explanation(check_id: str) -> str:
    """The words for one check, or the list of all for ``list``. Raises `UsageError` for an unknown id."""
    checks = load_checks()
    if check_id == "list":
        return "\n".join(f"{check.id:28} {check.title}" for check in checks.values())
    if check_id not in checks:
        group, _, name = check_id.rpartition(".")
        near = [known for known in checks if name in known or known.partition(".")[0] in (group, name)]
        hint = f"是不是 {'、'.join(near)}?" if near else "用 kaoping explain list 列出全部检查项。"
        raise UsageError(f"没有检查项 {check_id}。{hint}")
    return explain(check_id)
