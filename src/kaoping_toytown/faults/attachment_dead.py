"""Faults for `upkeep.attachment_dead`: files that are gone, empty, cut off, or no files at all."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import Edit, SitePlan, ToySite

CHECK = "upkeep.attachment_dead"

_BAD = (
    ("附件404", "/fujian/2021/{n}.doc"),
    ("空文件", "/fujian/kong/{n}.pdf"),
    ("登录页冒充压缩包", "/fujian/denglu/{n}.zip"),
    ("登录页冒充文档", "/fujian/denglu/{n}.docx"),
    ("出错文字冒充PDF", "/fujian/cuowu/{n}.pdf"),
    ("表格只传了一半", "/fujian/canque/{n}.xlsx"),
    ("文档改名为PDF", "/fujian/gaiming/{n}.pdf"),
)
_SOUND = (
    ("名为doc实为docx,Word能打开", "/fujian/gaiming/{n}.doc"),
    ("网页格式的导出表格,Excel能打开", "/fujian/daochu/{n}.xls"),
    ("名为jpg实为png", "/fujian/tupian/{n}.jpg"),
    ("PDF前有空行", "/fujian/qianhang/{n}.pdf"),
    ("名为rar实为zip形式的文件", "/fujian/gaiming/{n}.zip"),
)


def _is_honest(site: ToySite, plan: SitePlan) -> bool:
    return "soft_404" not in plan.traits


def _link(address: str) -> str:
    return f'附件：<a href="{address}">附件{address[address.rfind("/") + 1 :]}</a>'


def plant(plot: Plot) -> None:
    number = 61000 + plot.dice(CHECK).below(900)
    for turn in range(plot.rounds):
        for n, (why, address) in enumerate(_BAD):
            spot = plot.free_article(f"{CHECK}/{turn}/{n}", fits=_is_honest)
            if spot is not None:
                href = address.replace("{n}", str(number + n))
                plot.edit(spot, Edit("paragraph", _link(href)))
                plot.expect(CHECK, spot, why, target=f"{{site}}{href}")
        number += 1000


def plant_decoys(plot: Plot) -> None:
    for n, (why, address) in enumerate(_SOUND):
        spot = plot.free_article(f"{CHECK}/sound{n}", fits=_is_honest)
        if spot is not None:
            plot.edit(spot, Edit("paragraph", _link(address.replace("{n}", str(72000 + n)))))
            plot.decoy(CHECK, spot, why)
