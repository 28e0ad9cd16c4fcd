"""Faults for `wording.typo`: wrong characters that official writing is known for."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import Edit

CHECK = "wording.typo"

# wrong, right, a sentence with the wrong one
_WRONG = (
    ("秸杆", "秸秆", "各地要加强巡查，禁止露天焚烧秸杆，推进综合利用。"),
    ("循私舞弊", "徇私舞弊", "对玩忽职守、循私舞弊的工作人员，依规依纪严肃处理。"),
    ("按装", "安装", "施工单位应当按照图纸要求按装消防设备，并做好验收记录。"),
    ("布署", "部署", "会议对下一阶段重点工作进行了安排布署。"),
    ("共合国", "共和国", "根据《中华人民共合国行政许可法》有关规定，现予以公告。"),
    ("的的", "的", "要进一步规范服务窗口的的管理，提高办事效率。"),
    ("既使", "即使", "既使在节假日期间，值班人员也要保持通信畅通。"),
    ("一马当仙", "一马当先", "党员干部一马当仙，带头参加志愿服务。"),
    ("《", "》", "会上传达了《关于加强基层治理的意见精神，并作了交流。"),
    ("渡假", "度假", "项目建成后将成为集休闲、渡假于一体的综合片区。"),
)

_RIGHT = (
    ("在引号中说明错字本身", "校对时应注意，“秸杆”应为“秸秆”，“按装”应为“安装”，不要混用。"),
    ("出身、出生各得其所", "报名人员应当如实填写出生年月，不得因家庭出身区别对待。"),
    ("“目的的”是正常搭配", "对以骗取补助为目的的申报行为，取消其申报资格。"),
    ("“标的的”是正常搭配", "拍卖标的的展示时间和地点另行通知。"),
    ("“负责布置”不是部署之误", "会场由承办单位负责布置，展板按统一样式制作。"),
    ("人名不是错字", "居民林建说，以前办事要跑好几趟，现在家门口就能办。"),
    ("引文分段，每段开头再用引号", "他说：“一要抓紧。</p><p>“二要抓实。”大家深受启发。"),
    ("列表编号的半个括号", "申请人应当提交：1）申请表；2）身份证明。"),
    ("“摆渡”不是“度”之误", "白帆渡口的摆渡船只须经检验合格后方可载客。"),
)


def plant(plot: Plot) -> None:
    for n, (wrong, right, sentence) in enumerate(_WRONG * plot.rounds):
        spot = plot.free_article(f"{CHECK}/{n}")
        if spot is not None:
            plot.edit(spot, Edit("paragraph", sentence))
            plot.expect(CHECK, spot, f"“{wrong}”应为“{right}”", word=wrong, suggestion=right)


def plant_decoys(plot: Plot) -> None:
    for n, (why, sentence) in enumerate(_RIGHT):
        spot = plot.free_article(f"{CHECK}/right{n}")
        if spot is not None:
            plot.edit(spot, Edit("paragraph", sentence))
            plot.decoy(CHECK, spot, why)
