"""Which entries of a menu lead to asking and which to service, by the words of `reading/newmedia.yaml`."""

from collections.abc import Iterable, Sequence

from kaoping.pages.newmedia.menus import MenuItem
from kaoping.rulebook import Rulebook

READING = "newmedia"


def entrances(menu: Iterable[MenuItem], rules: Rulebook, *, to: str) -> tuple[MenuItem, ...]:
    """
    The entries that lead to `to` (``interaction`` or ``service``), dead ones too.

    The entry's own name is read first; the heading above counts where the name itself says nothing else.
    """
    words = rules.reading(READING)
    wanted: Sequence[str] = words[to]
    not_meant: Sequence[str] = words[f"{to}_not"]
    return tuple(
        item
        for item in menu
        if not any(one in item.name for one in not_meant)
        and any(one in told for one in wanted for told in (item.name, *item.path))
    )


def applications(menu: Iterable[MenuItem], apps: Iterable[str]) -> tuple[MenuItem, ...]:
    """The entries that name one of the applications."""
    named = tuple(apps)
    return tuple(item for item in menu if any(app in item.words for app in named))


def shown(menu: Iterable[MenuItem]) -> str:
    """The names of a menu in one line."""
    names = ["/".join((*item.path, item.name)) for item in menu]
    return "、".join(names[:12]) + ("…" if len(names) > 12 else "")
