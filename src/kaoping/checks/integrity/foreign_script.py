"""
Script, frame, refresh, base or form from a stranger (引用陌生主机的脚本、框架或跳转).

Looks at:     each foreign host of a site that runs scripts or frames in its pages, or to which pages hand
              visitors on: by refresh, base, form, or a script that changes the address.
Problem when: the host is not known (statistics, maps, players …) and fewer sites of the run use it than make
              a host known.
Unsure when:  more than `common_share` of the site's pages take scripts or frames from it: then its own
              template brings it.
Not its job:  links that a reader may follow; see `integrity.bad_external_link`.
"""

from collections.abc import Iterator
from typing import Any

from kaoping.pages.suspicion import ForeignLoad
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure

WAYS = {
    "script": "脚本",
    "frame": "框架",
    "refresh": "自动跳转",
    "base": "base 基准地址",
    "form": "表单提交",
    "sends": "脚本跳转",
}
SENDING = frozenset({"refresh", "base", "sends"})


@check(
    title="引用陌生主机的脚本、框架或跳转",
    reads=ForeignLoad,
    lane="person",
    severity="疑似",
    message="页面的{what}来自或指向陌生主机{host}",
    basis="国办秘函〔2019〕19号网站检查指标第一部分“安全、泄密事故等严重问题”",
    remedy="请核实该主机是否本单位所用;不是的立即删除相应代码并排查被植入的途径。",
)
def foreign_script(load: ForeignLoad, rules: Rulebook, *, common_share: float) -> Iterator[Observation]:
    if load.is_trusted or not load.cited_by:
        return
    first, *others = load.cited_by
    what = "、".join(WAYS[way] for way in load.ways)
    is_common = load.cited_count > max(5, common_share * load.pages_seen)
    facts: dict[str, Any] = {
        "host": load.host,
        "target": load.address,
        "what": what,
        "count": load.cited_count,
    }
    if is_common and not SENDING.intersection(load.ways):
        why = f"{load.cited_count}个页面的{what}来自{load.host},可能是本站模板所用"
        yield unsure(first, *others, why=why, **facts)
        return
    yield problem(first, *others, severity="严重" if SENDING.intersection(load.ways) else None, **facts)
