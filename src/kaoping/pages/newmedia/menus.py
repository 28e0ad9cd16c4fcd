"""Menus of accounts: the JSON that the owner exports, and what an inspector saw on the telephone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

LARGEST_BYTES = 1 << 20
MOST_ITEMS = 200
_BUTTONS = ("menu", "selfmenu_info", "button", "buttons", "list")


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry: `path` are the names above it. `does` is view, click, miniprogram … as the platform says."""

    name: str = ""
    path: tuple[str, ...] = ()
    does: str = ""
    target: str = ""  # address, key or application
    is_dead: bool = False  # somebody tried it and it led nowhere

    @property
    def words(self) -> str:
        """Everything by which it may be known."""
        return " ".join((*self.path, self.name, self.target))


@dataclass(frozen=True, slots=True)
class Phone:
    """What an inspector answered on the telephone's check list; None: not looked at."""

    can_message: bool | None = None  # a message can be sent and a person answers
    has_interaction: bool | None = None  # an entry of the menu that leads to asking, complaining, advising
    has_service: bool | None = None
    has_app: bool | None = None  # the provincial service application
    newest: str = ""  # date of the newest post as shown
    who: str = ""
    at: str = ""
    proof: str = ""  # file name or digest of the screenshot


class NotAMenu(ValueError):
    """`args[0]` says in Chinese why a file gives no menu."""


def read_menu(body: bytes) -> tuple[MenuItem, ...]:
    """
    The entries of a menu as JSON, those that open others left out: what WeChat's own interfaces give
    (``menu.button``, ``selfmenu_info.button`` with ``sub_button.list``), or a plain list of names or objects.

    Raises:
        NotAMenu: It is no JSON, or holds no entries.
    """
    if len(body) > LARGEST_BYTES:
        raise NotAMenu("超过 1 MB,不像菜单文件")
    try:
        data = msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"))
    except msgspec.MsgspecError as error:
        raise NotAMenu(f"不是有效的 JSON({str(error)[:80]})") from None
    except RecursionError:
        raise NotAMenu("嵌套过深") from None
    buttons = _buttons(data)
    if buttons is None:
        raise NotAMenu("没有找到菜单(应有 button 列表)")
    items: list[MenuItem] = []
    for item in _entries(buttons, (), 0):
        if len(items) == MOST_ITEMS:
            break
        items.append(item)
    return tuple(items)


def _buttons(data: Any) -> list[Any] | None:
    for _ in range(4):
        if isinstance(data, list):
            return data
        if not isinstance(data, Mapping):
            return None
        data = next((data[name] for name in _BUTTONS if name in data), None)
    return None


def _entries(buttons: list[Any], path: tuple[str, ...], depth: int) -> Iterator[MenuItem]:
    for one in buttons[:MOST_ITEMS]:
        if isinstance(one, str):
            yield MenuItem(one.strip()[:60], path)
            continue
        if not isinstance(one, Mapping):
            continue
        name = str(one.get("name") or one.get("title") or "").strip()[:60]
        below = _buttons(one.get("sub_button") or one.get("children") or [])
        if below and depth < 3:
            yield from _entries(below, (*path, name), depth + 1)
        elif name:
            yield MenuItem(name, path, str(one.get("type") or ""), _target(one))


def _target(one: Mapping[str, Any]) -> str:
    for key in ("url", "pagepath", "appid", "key", "value"):
        if isinstance(value := one.get(key), str) and value:
            return value[:500]
    return ""
