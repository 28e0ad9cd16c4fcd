"""
Another page for spiders, searchers or telephones (伪装:对不同来访者给出不同内容).

Looks at:     a page as an ordinary reader, a spider, a reader from a search page and a telephone saw it.
Problem when: another identity's view adds planted words, sends the visitor to a strange host, or adds strange
              hosts that neither of two plain views has; or the run's first view alone held planted words
              (one-time cloaking: the first raw answer is the evidence).
Silent:       counters, clocks, rotating pictures; a spider that is refused; a telephone sent to the own site.
Not its job:  a page that is bad for everyone; see `integrity.tampered`.
"""

from collections.abc import Iterable, Iterator

from kaoping.pages.suspicion import View, Views
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem

WHO = {
    "spider": "搜索引擎爬虫",
    "referred": "从搜索结果点入的来访者",
    "phone": "手机来访者",
    "screen": "搜索引擎爬虫或手机来访者",
}


@check(
    title="对不同来访者给出不同内容",
    reads=Views,
    lane="person",
    severity="严重",
    message="对{who}给出与普通来访者不同的内容:{what}",
    basis="国办秘函〔2019〕19号网站检查指标第一部分“安全、泄密事故等严重问题”",
    remedy="请保留日志,检查服务器配置、入口脚本和模板中按来源或浏览器判断的代码,清除后门。",
)
def cloaked(views: Views, rules: Rulebook) -> Iterator[Observation]:
    plain = (views.plain, *views.of("again"))
    accused = [(v, what) for v in views.others if v.identity in WHO and (what := _added(v, plain, views))]
    named = [(v, what) for v, what in accused if v.identity != "screen"] or accused
    if named:
        first, what = named[0]
        who = "、".join(dict.fromkeys(WHO[v.identity] for v, _ in named))
        yield problem(
            views.url, quote=first.quote, who=who, what=what, view=first.identity, item=first.identity
        )
        return
    if words := _once(views):
        yield problem(
            views.url,
            quote=views.plain.quote,
            who="首次来访者",
            what=f"第一次访问时出现“{words}”,再次访问已看不到",
            view="plain",
            item="once",
        )


def _added(view: View, plain: Iterable[View], views: Views) -> str:
    """What the view has and no plain view has, in Chinese; ``""`` where that is nothing to accuse."""
    if view.is_refused:
        return ""
    doors = {_host(to) for one in plain for to in (*one.sends_to, one.location)}
    known = {host for one in plain for host in one.hosts} | doors
    if words := [w for w in view.words if not any(w in one.words for one in plain)]:
        return f"出现“{'、'.join(words[:4])}”"
    sent = [to for to in (view.location, *view.sends_to) if to and _host(to) not in doors]
    if sent:
        return f"跳转到{_host(sent[0])}"
    hosts = [host for host in view.hosts if host not in known]
    if hosts and _is_steady(view, hosts, plain, views):
        return f"多出指向{'、'.join(hosts[:3])}的链接"
    return ""


def differs(view: View, plain: View) -> bool:
    """Whether a view has anything that would be accused if a second look shows it again."""
    if view.is_refused:
        return False
    doors = set(map(_host, plain.sends_to))
    sent = any(to and _host(to) not in doors for to in (view.location, *view.sends_to))
    return sent or not set(view.words) <= set(plain.words) or not set(view.hosts) <= {*plain.hosts, *doors}


def _is_steady(view: View, hosts: list[str], plain: Iterable[View], views: Views) -> bool:
    """Links to strange hosts alone count when plain views agree with each other and the view came twice."""
    first, *again = plain
    twice = [other for other in views.of(view.identity) if other is not view]
    return (
        bool(again)
        and all(set(one.hosts) == set(first.hosts) for one in again)
        and any(set(hosts) <= set(other.hosts) for other in twice)
    )


def _once(views: Views) -> str:
    """Planted words that the first view had and no later one, if any later one was whole."""
    whole = [view for view in views.others if not view.is_refused and not view.location]
    if not views.plain.words or not whole:
        return ""
    return "" if any(view.words for view in whole) else "、".join(views.plain.words[:4])


def _host(address: str) -> str:
    return address.split("/", 3)[2] if address.count("/") >= 2 else ""
