"""Which account is meant: by id, by platform and name, by name alone where that is enough."""

from collections.abc import Iterable

from kaoping.roster.accounts import AccountEntry, platform_of
from kaoping.roster.unit_list import folded_name


class Ambiguous(ValueError):
    """Several accounts bear this name; `keys` are theirs."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__("、".join(keys))
        self.keys = keys


class Directory:
    """The accounts of a list, found by whatever a lane calls them."""

    def __init__(self, accounts: Iterable[AccountEntry]) -> None:
        self.accounts = tuple(accounts)
        self.by_key = {one.key: one for one in self.accounts}
        self._by_id = {one.id.casefold(): one for one in self.accounts if one.id}
        self._by_name: dict[str, list[AccountEntry]] = {}
        for one in self.accounts:
            for name in dict.fromkeys(map(folded_name, (one.name, one.filed_name, *one.former))):
                if name:
                    self._by_name.setdefault(name, []).append(one)

    def find(self, name: str, *, id: str = "", platform: str = "", unit: str = "") -> AccountEntry | None:
        """
        The account, or None where the list has none of this name.

        Raises:
            Ambiguous: Several fit what is told of it.
        """
        if id and (found := self._by_id.get(id.strip().casefold())):
            return found
        near = self._by_name.get(folded_name(name), []) if name else []
        wanted = platform_of(platform) if platform else ""
        for given, told in ((wanted, "platform"), (folded_name(unit), "unit")):
            if given and len(near) > 1:
                near = [
                    one
                    for one in near
                    if (one.platform if told == "platform" else folded_name(one.unit)) == given
                ]
        if wanted:
            near = [one for one in near if one.platform == wanted]
        if len(near) > 1:
            raise Ambiguous(tuple(one.key for one in near))
        return near[0] if near else None
