"""Words in pictures: posters rendered from known text, read as `kaoping accounts --ocr` reads them."""

import io
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from kaoping.rounds.picture_reading import PictureReader, PictureTask
from kaoping_toytown.chance import Dice

FONTS = tuple(
    Path("/usr/share/fonts/opentype/noto") / name
    for name in ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "NotoSerifCJK-Regular.ttc")
)
COLOURS = (
    ((250, 245, 230), (30, 40, 60)),
    ((163, 35, 26), (255, 244, 214)),
    ((27, 77, 122), (255, 255, 255)),
)
HEADS = ("一图读懂", "政策问答", "办事指南", "温馨提示", "最新通知")
TITLES = (
    "望川市学生资助政策",
    "医保参保缴费须知",
    "不动产登记办理流程",
    "秋季防汛安全提示",
    "老年人补贴申领",
)
LINES = (
    "一、申请条件", "具有本市户籍,年满60周岁的居民", "家庭人均收入低于规定标准", "二、所需材料",
    "居民身份证、户口簿原件及复印件", "银行卡号及近期免冠照片2张", "三、办理流程", "1.向户籍所在社区提出申请",
    "2.街道办事处在5个工作日内初审", "3.市民政局复核并公示7天", "四、补贴标准", "每人每月120元,按季度发放",
    "80岁以上每人每月另加50元", "五、咨询电话", "市民政局:0700-6521234", "工作时间:上午8:30至12:00",
    "下午14:30至17:30", "监督投诉请拨打12345热线", "办理地点:市政务服务中心二楼", "不收取任何费用",
)  # fmt: skip
COUNT = 18


@dataclass(frozen=True)
class Poster:
    """One picture with the words that stand in it."""

    kind: str
    words: str
    body: bytes


def picture_lines(count: int = COUNT) -> Iterator[str]:
    """The section of docs/accuracy.md on words in pictures."""
    yield from ("## 图片文字识读(渲染的海报)", "")
    if find_spec("rapidocr") is None or not all(path.exists() for path in FONTS):
        yield from ("本机没有安装 kaoping[ocr] 或思源字体,未测。", "")
        return
    posters = list(_posters(count))
    read = _read(posters)
    yield (
        f"集合:由已知文字渲染的 1080×1920 海报 {count} 张(三种字体、三种配色,字号 36 至 72),"
        "用 rapidocr 3.10.0 识读(与子进程同一程序,正常优先级)。字符准确率是 1-编辑距离/字数,空白不计。"
        "渲染的字整齐清楚,真实海报(艺术字、照片背景、倾斜)会低一些,所以识读结果只作提示。"
    )
    yield from (
        "",
        "| 集合 | 张数 | 字数 | 字符准确率 | 最差一张 | 每张 CPU 中位(秒) | 用时中位(秒) | 最慢(秒) |",
        "|---|---|---|---|---|---|---|---|",
    )
    told = [(poster, *one) for poster, one in zip(posters, read, strict=True)]
    for kind in sorted({poster.kind for poster in posters}):
        yield _row(kind, [one for one in told if one[0].kind == kind])
    yield _row("合计", told)
    yield ""


def _row(kind: str, read: list[tuple[Poster, str, float, float]]) -> str:
    wrong = [Levenshtein.distance(_bare(p.words), _bare(text)) for p, text, *_ in read]
    sizes = [len(_bare(p.words)) for p, *_ in read]
    worst = min(1 - w / n for w, n in zip(wrong, sizes, strict=True))
    seconds, cpu = [one[2] for one in read], [one[3] for one in read]
    return (
        f"| {kind} | {len(read)} | {sum(sizes):,} | {1 - sum(wrong) / sum(sizes):.4f} | {worst:.4f} |"
        f" {statistics.median(cpu):.1f} | {statistics.median(seconds):.1f} | {max(seconds):.1f} |"
    )


def _bare(text: str) -> str:
    return "".join(text.split())


def _read(posters: list[Poster]) -> list[tuple[str, float, float]]:
    told = []
    reader = PictureReader()
    reader.outcome(PictureTask(posters[0].body))  # loading the models is not a picture's time
    for poster in posters:
        began = time.perf_counter()
        outcome = reader.outcome(PictureTask(poster.body))
        told.append((outcome.text, time.perf_counter() - began, outcome.cpu_s))
    return told


def _posters(count: int) -> Iterator[Poster]:
    from PIL import Image, ImageDraw, ImageFont

    for number in range(count):
        dice = Dice(41, number)
        paper, ink = COLOURS[number % len(COLOURS)]
        font = FONTS[number // len(COLOURS) % len(FONTS)]
        picture = Image.new("RGB", (1080, 1920), paper)
        draw: Any = ImageDraw.Draw(picture)
        size = dice.pick((36, 40, 44, 48))
        room = (1920 - 330) // (size + 46)  # whole lines alone: what the page cuts off cannot be read
        body = dice.sample(LINES, min(18, room))
        rows = [(dice.pick(HEADS), 72), (dice.pick(TITLES), 60), *((line, size) for line in body)]
        top = 70
        for words, height in rows:
            draw.text((80, top), words, font=ImageFont.truetype(str(font), height), fill=ink)
            top += height + 46
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=85)
        yield Poster(f"{size}号字", "".join(words for words, _ in rows), out.getvalue())
