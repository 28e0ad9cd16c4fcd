"""
Service guide lacks classes of elements (办事指南要素缺失).

Looks at:     each service guide and the classes of elements (申请条件, 办理材料 …) that it names.
Problem when: `missing_classes` or more of the ten classes are absent. One observation a guide.
Unsure when:  what is absent may stand in an attachment, a picture, a script or on a linked platform.
Silent when:  the page only leads to the guide on the service platform.
Not its job:  guides to disclosure of information; see `disclosure.item_missing`.
"""

from collections.abc import Iterator
from typing import Any

from kaoping.pages.interaction import InteractionReading
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="办事指南要素缺失",
    reads=InteractionReading,
    message="办事指南“{title}”缺少{count}类要素:{lacking}",
    basis="国办秘函〔2019〕19号网站检查指标第一部分“服务不实用”:办事指南重点要素类别缺失4类及以上",
    remedy="请按事项名称、设定依据、申请条件、办理材料、办理地点、办理机构、收费标准、办理时间、联系电话、办理流程补齐要素,"
    "并与政务服务平台保持一致。",
)
def guide_incomplete(
    reading: InteractionReading, rules: Rulebook, *, missing_classes: int
) -> Iterator[Observation]:
    for guide in reading.guides:
        if len(guide.missing) < missing_classes or guide.is_link:
            continue
        facts: dict[str, Any] = {"item": guide.title, "title": guide.title, "count": len(guide.missing),
                 "lacking": "、".join(guide.missing), "found": "、".join(guide.elements)}  # fmt: skip
        if guide.doubt:
            yield unsure(guide.url, why=f"“{guide.title}”:{guide.doubt}", **facts)
        else:
            yield problem(guide.url, **facts)
