"""
Links hidden from readers (暗链).

Looks at:     links to strange hosts with the way in which they are hidden (style, class, script, size).
Problem when: one of them bears a planted word, or at least `least_links` are hidden in a way that menus do
              not use (off-screen, no size, no colour, transparent, clipped).
Silent:       own menus, skip links, print blocks, folded menus of friendly links, known hosts.
Not its job:  planted words that a reader sees; see `integrity.tampered`.
"""

from collections.abc import Iterator, Sequence

from kaoping.pages.hiding import is_folding
from kaoping.pages.hosts import TrustedHosts, trusted_hosts
from kaoping.pages.page import Link, Page
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem
from .planted import planted_words

MOST_SHOWN = 5


@check(
    title="页面有暗链",
    reads=Page,
    lane="person",
    severity="严重",
    message="页面有{links}个被隐藏的站外链接({ways}),指向{hosts}",
    basis="国办秘函〔2019〕19号网站检查指标第一部分“安全、泄密事故等严重问题”",
    remedy="请立即删除被植入的链接,检查模板、数据库与后台账号,排查服务器漏洞。",
    same_fact=("hosts", "ways"),
)
def hidden_link(page: Page, rules: Rulebook, *, least_links: int) -> Iterator[Observation]:
    hidden = [link for link in page.links if link.hidden]
    if not hidden:
        return
    trusted = _known_hosts(rules)
    strange = [link for link in hidden if trusted.is_stranger(link.url, page.site)]
    branded = [link for link in strange if planted_words(link.text, rules)]
    buried = [link for link in strange if not is_folding(link.hidden)]
    if not branded and len(buried) < least_links:
        return
    shown = _together(branded, strange) if branded else buried
    hosts = sorted({link.url.split("/", 3)[2] for link in shown})
    yield problem(
        page.url,
        quote=" ".join(link.text for link in shown[:MOST_SHOWN])[:120],
        links=len(shown),
        ways="、".join(sorted({link.hidden for link in shown})),
        hosts="、".join(hosts[:MOST_SHOWN]) + (f"等{len(hosts)}个主机" if len(hosts) > MOST_SHOWN else ""),
        target=(branded or shown)[0].url,
    )


_KNOWN: dict[str, TrustedHosts] = {}  # by the rulebook's version


def _known_hosts(rules: Rulebook) -> TrustedHosts:
    if rules.version not in _KNOWN:
        _KNOWN[rules.version] = trusted_hosts(rules)
    return _KNOWN[rules.version]


def _together(branded: Sequence[Link], strange: Sequence[Link]) -> list[Link]:
    """Links that are hidden in the same way as those with planted words belong to the same block."""
    ways = {link.hidden for link in branded}
    return [link for link in strange if link.hidden in ways]
