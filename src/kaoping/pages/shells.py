"""Pages that scripts draw: what they hand to their scripts, joined with what those scripts ask for."""

import re
from collections.abc import Iterable, Mapping

from kaoping.gather.addresses import join
from kaoping.gather.found import Found

from .calls import filled, is_particular
from .markup import Tree
from .page import Page

_NUMBER = re.compile(r"(\d+)(?=[^/\d]*$)")
_QUERY = re.compile(r"[?&]([\w.-]{1,40})=([^&#]{1,100})")
_PARAMETER_CAP = 24
_SHELL_CAP = 20_000
_PRIORITY = 10


def parameters_of(tree: Tree, url: str, known: Mapping[str, str]) -> Mapping[str, str]:
    """
    What a page can hand to its scripts: data attributes of scripts and mount points, its query, the last
    number of its path (under ``path``), and names that inline scripts assign.
    """
    found: dict[str, str] = {}
    for node, tag in enumerate(tree.tags):
        if tag in {"script", "div", "section", "main", "ul"}:
            for name, value in tree.attrs[node].items():
                if name.startswith("data-") and value and len(value) <= 100:
                    found.setdefault(name, value)
        if len(found) >= _PARAMETER_CAP:
            break
    for name, value in _QUERY.findall(url):
        found.setdefault(name, value)
    for name, value in list(known.items())[:60]:
        if len(value) <= 60:
            found.setdefault(name, value)
    number = _NUMBER.search(url.partition("?")[0].rstrip("/"))
    if number:
        found["path"] = number.group(1)
    return found


def addresses_for(shell: Page, templates: Iterable[str], script_url: str) -> tuple[str, ...]:
    """
    The data addresses that a shell page's scripts will ask for on its behalf, absolute. Templates without a
    gap belong to every page and are left out, as are those with a gap that nothing on the page fills.
    """
    found: dict[str, None] = {}
    own = dict(shell.parameters)
    for template in templates:
        if not is_particular(template):
            continue
        address = filled(template, own)
        if address is None and "path" in own:
            gaps = set(re.findall(r"\{(\w+)\}", template))
            address = filled(template, {**dict.fromkeys(gaps, own["path"]), **own})
        if address and (url := join(shell.url if address[:1] != "/" else script_url, address)):
            found.setdefault(url)
    return tuple(found)


class Shells:
    """
    Joins the shell pages of one site with its script files, in whatever order they are read. The addresses
    that come out in all do not depend on that order.
    """

    def __init__(self) -> None:
        self._shells: dict[str, Page] = {}
        self._templates: dict[str, tuple[str, ...]] = {}
        self._given: set[str] = set()

    def add(self, page: Page) -> tuple[Found, ...]:
        """The data addresses that follow now that this page is known too; each is given once."""
        urls: list[str] = []
        if page.shape == "data" and page.calls:
            self._templates[page.url] = page.calls
            for shell in self._shells.values():
                urls += self._joined(shell, page.url)
        elif page.needs_rendering and page.scripts and len(self._shells) < _SHELL_CAP:
            self._shells[page.url] = page
            for script in page.scripts:
                urls += self._joined(page, script)
        fresh = [url for url in dict.fromkeys(urls) if url not in self._given]
        self._given.update(fresh)
        return tuple(Found(url, "data", _PRIORITY) for url in fresh)

    def _joined(self, shell: Page, script: str) -> tuple[str, ...]:
        if script not in shell.scripts or script not in self._templates:
            return ()
        return addresses_for(shell, self._templates[script], script)
