"""
Checks POSTS posts of ACCOUNTS accounts and prints accounts, posts, problems, CPU seconds, seconds, MB.

Posts come by three lanes: two thirds by a monitoring service's export, a third by feed files of their
accounts, the rest by what units report. Texts are of about 600 characters and all different; one in twenty
has a wrong word. `kaoping accounts` runs in a process of its own, with all its outputs.

    python bench/newmedia_load.py [POSTS] [ACCOUNTS]
"""

import csv
import json
import random
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from measuring import run_watched

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 9, 15)
WHO = [
    "市教育局",
    "市交通局",
    "市水利局",
    "市林业局",
    "市民政局",
    "市财政局",
    "市卫健委",
    "市文旅局",
    "市住建局",
    "市应急局",
]
DOES = ["召开", "部署", "推进", "开展", "落实", "检查", "督导", "研究", "安排", "完善", "加强", "组织"]
WHAT = [
    "防汛备汛",
    "安全生产",
    "义务教育",
    "项目建设",
    "乡村振兴",
    "招商引资",
    "营商环境",
    "文明创建",
    "森林防火",
    "养老服务",
    "就业帮扶",
    "河湖治理",
    "道路养护",
    "政务服务",
    "信访维稳",
    "秋收秋种",
    "医保参保",
    "普法宣传",
    "垃圾分类",
    "志愿服务",
]
HOW = [
    "压实工作责任",
    "细化任务清单",
    "强化督促检查",
    "确保取得实效",
    "做好群众工作",
    "坚持问题导向",
    "完善长效机制",
    "加强部门协同",
    "及时公开信息",
    "回应群众关切",
    "统筹各方力量",
    "抓好末端落实",
]


def main() -> None:
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    accounts = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        write_folder(folder / "in", posts, accounts)
        command = [
            str(ROOT / ".venv/bin/kaoping"),
            "accounts",
            str(folder / "in"),
            "--out",
            str(folder / "out"),
        ]
        cost = run_watched([*command, "--quiet", "--today", TODAY.isoformat()], timeout_s=1800)
        if cost.code not in (0, 1):
            sys.exit(f"kaoping accounts ended with {cost.code}:\n{cost.output}")
        lines = (folder / "out" / "observations.jsonl").read_text("utf-8").splitlines()
        problems = sum(json.loads(line)["answer"] == "problem" for line in lines)
        import pyarrow.parquet

        kept = pyarrow.parquet.read_metadata(folder / "out" / "posts.parquet").num_rows
    print(accounts, kept, problems, f"{cost.cpu_s:.1f}", f"{cost.seconds:.1f}", f"{cost.peak_mb:.0f}")


def write_folder(folder: Path, posts: int, accounts: int) -> None:
    """The office's folder with all its lanes."""
    chance = random.Random(7)
    folder.mkdir(parents=True)
    names = [f"望川{WHO[n % len(WHO)][1:]}第{n}号" for n in range(accounts)]
    rows = [(f"{WHO[n % len(WHO)]}{n}", "微信公众号", names[n], f"gh_{n:06d}", "是") for n in range(accounts)]
    _table(folder / "accounts.csv", ("单位", "平台", "账号名称", "账号标识", "已备案"), rows)
    told = [_post(chance, n, names[n % accounts]) for n in range(posts)]
    by_feed = {name for n, name in enumerate(names) if n % 3 == 0}
    head = ("账号名称", "标题", "发布时间", "链接", "正文")
    _table(folder / "exports" / "monitor.csv", head, [p for p in told if p[0] not in by_feed])
    (folder / "feeds").mkdir()
    for name in by_feed:
        _feed(folder / "feeds" / f"{name}.xml", name, [p for p in told if p[0] == name])
    again = [p for n, p in enumerate(told) if n % 10 == 0]
    _table(folder / "submissions" / "units.csv", head, again)


def _post(chance: random.Random, number: int, account: str) -> tuple[str, ...]:
    day = TODAY - timedelta(days=chance.randrange(90))
    sentences = [_sentence(chance) for _ in range(14)]
    if number % 20 == 0:
        sentences[3] = sentences[3].replace("要求", "布署要求")
    title = f"{chance.choice(WHO)}{chance.choice(DOES)}{chance.choice(WHAT)}工作({number})"
    return account, title, day.isoformat(), f"https://mp.weixin.qq.com/s/{number}", "".join(sentences)


def _sentence(chance: random.Random) -> str:
    who, does, what = chance.choice(WHO), chance.choice(DOES), chance.choice(WHAT)
    return f"{who}近日{does}{what}工作,要求{chance.choice(HOW)},{chance.choice(HOW)},{chance.choice(HOW)}。"


def _table(path: Path, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])


def _feed(path: Path, name: str, posts: list[tuple[str, ...]]) -> None:
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{url}</link><pubDate>{_rfc(day)}</pubDate>"
        f"<description>{escape(f'<p>{text}</p>')}</description></item>"
        for _, title, day, url, text in posts
    )
    path.write_text(f"<rss><channel><title>{escape(name)}</title>{items}</channel></rss>", "utf-8")


def _rfc(day: str) -> str:
    return date.fromisoformat(day).strftime("%a, %d %b %Y 10:00:00 +0800")


if __name__ == "__main__":
    main()
