"""Faults for `wording.formulation`: old names on new pages, impossible dates, wrong numbers and lists."""

from __future__ import annotations

from kaoping_toytown.faults.plot import Plot
from kaoping_toytown.records import Edit

CHECK = "wording.formulation"

# the words that are wrong, what should stand there, a sentence with them
_WRONG = (
    ("环保局", "生态环境局", "近日，望川市环保局组织对重点企业开展夜间巡查。"),
    ("国土资源局", "自然资源和规划局", "申请材料由县国土资源局窗口统一受理。"),
    ("卫计委", "卫生健康委", "具体疫苗接种安排由国家卫计委统一部署。"),
    ("9月31日", "9月30日", "报名时间截至9月31日，逾期不予受理。"),
    ("[2026]3号", "〔2026〕3号", "按照望政办发[2026]3号文件要求，各地抓好落实。"),
    ("2021", "2022", "全体党员认真学习2021年召开的党的二十大精神。"),
    ("合同法", "民法典", "双方应当依照《中华人民共和国合同法》履行约定。"),
    ("信息公开条例", "政府信息公开条例", "依据《中华人民共和国信息公开条例》，现予以公开。"),
)

_RIGHT = (
    ("说的是从前的机构", "该地块原由望川市环保局监管，现已移交。"),
    ("句中写明改革前的年份", "2015年，县国土资源局批准了该宗用地。"),
    ("书名号内是旧文件的名称", "继续执行《国家卫生计生委关于加强基层服务的意见》。"),
    ("闰年二月有二十九日", "该项目已于2024年2月29日通过验收。"),
    ("公告的编号不是发文字号", "详见望川市公告（2026）第3号。"),
    ("会议与年份相合", "2022年召开的党的二十大擘画了蓝图。"),
    ("《劳动合同法》没有废止", "用人单位应当依照《中华人民共和国劳动合同法》订立合同。"),
    ("农历日期", "庙会定于农历二月三十日，即农历2月30日举行。"),
    ("开发区机构未必随改", "望川高新区安监局派员参加了演练。"),
)


def plant(plot: Plot) -> None:
    """One sentence with a fault into each of as many articles."""
    for n, (wrong, right, sentence) in enumerate(_WRONG * max(1, plot.rounds // 2)):
        spot = plot.free_article(f"{CHECK}/{n}")
        if spot is not None:
            plot.edit(spot, Edit("paragraph", sentence))
            plot.expect(CHECK, spot, f"“{wrong}”应为“{right}”", word=wrong)


def plant_decoys(plot: Plot) -> None:
    """Sentences in which the same words are right."""
    for n, (why, sentence) in enumerate(_RIGHT):
        spot = plot.free_article(f"{CHECK}/right{n}")
        if spot is not None:
            plot.edit(spot, Edit("paragraph", sentence))
            plot.decoy(CHECK, spot, why)
