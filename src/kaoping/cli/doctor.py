"""`kaoping doctor`: what this machine has, what is missing, what for, and how to get it."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from kaoping.environment import PREFIX, strangers
from kaoping.errors import KaopingError

from .options import EXIT_CLEAN

State = Literal["好", "注意", "缺"]
EXIT_MISSING = 1
LEAST_FREE = 2 << 30  # bytes; below that a round's archives soon fill the disk
FEW_FILES = 1024  # open files; a run of many sites needs more
DEBIAN_FONTS = "apt install fonts-noto-cjk"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `cure` says what to do where it is not good; only what is `缺` stops the work."""

    what: str
    state: State
    seen: str
    cure: str = ""


def run_doctor(data: Path | None) -> int:
    """Look at everything and print a line each; 1 where something is missing that nothing works without."""
    findings = list(examined(data))
    for one in findings:
        print(f"[{one.state}] {one.what}:{one.seen}")
        if one.cure:
            print(f"     {one.cure}")
    missing = [one.what for one in findings if one.state == "缺"]
    doubtful = sum(one.state == "注意" for one in findings)
    if missing:
        print(f"\n缺少:{'、'.join(missing)}。补上后再运行 kaoping doctor。")
        return EXIT_MISSING
    print(f"\n可以使用。{f'有 {doubtful} 处值得注意,见上。' if doubtful else ''}")
    return EXIT_CLEAN


def examined(data: Path | None) -> Iterator[Finding]:
    """All that is looked at, in the order in which a newcomer meets it."""
    looks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _program,
        _rules,
        _browser,
        _faces,
        lambda: _folder(_data_folder(data)),
        _database,
        _limits,
        _settings,
    )
    for look in looks:
        yield from look()


def _program() -> Iterator[Finding]:
    python = ".".join(map(str, sys.version_info[:3]))
    is_new = sys.version_info >= (3, 11)
    yield Finding(
        "Python", "好" if is_new else "缺", python, "" if is_new else "需要 Python 3.11 或更高版本。"
    )
    absent = _absent_packages()
    if absent:
        yield Finding("程序", "缺", f"缺少 {'、'.join(absent)}", "请重新安装:pip install kaoping")
    else:
        yield Finding("程序", "好", f"kaoping {version('kaoping')}")


def _absent_packages() -> list[str]:
    """Required packages that are not installed, without extras."""
    absent = []
    for line in requires("kaoping") or ():
        wanted, _, condition = line.partition(";")
        name = wanted.split("==")[0].split("[")[0].strip()
        if "extra" in condition or ("win32" in condition and sys.platform == "win32"):
            continue
        try:
            version(name)
        except PackageNotFoundError:
            absent.append(name)
    return absent


def _rules() -> Iterator[Finding]:
    from kaoping.checks import load_checks
    from kaoping.rulebook import load_rulebook

    given = os.environ.get(f"{PREFIX}RULEBOOK")
    try:
        load_rulebook(Path(given) if given else None)
    except KaopingError as error:
        yield Finding("规则", "缺", str(error), f"请按提示改正,或改设置 {PREFIX}RULEBOOK。")
        return
    yield Finding("规则", "好", f"{len(load_checks())} 个检查项" + (f",本单位规则 {given}" if given else ""))


def _browser() -> Iterator[Finding]:
    from kaoping.gather.browser import find_chromium, why_no_browser

    if found := find_chromium():
        yield Finding("浏览器", "好", f"{found}(渲染脚本生成的页面、网页截图)")
    else:
        yield Finding(
            "浏览器",
            "注意",
            "没有;由脚本生成的页面会报告为“需要渲染”,一键存档没有截图",
            f"{why_no_browser()}。",
        )


def _faces() -> Iterator[Finding]:
    from kaoping.reports.publishing.pdf import faces

    found = faces()
    absent = [wanted for wanted, used in found.used.items() if not used]
    if absent:
        yield Finding(
            "字体",
            "注意",
            f"没有可代替{'、'.join(absent)}的字体;PDF 中的汉字可能显示为方框,docx 不受影响",
            f"请安装中文字体,如 {DEBIAN_FONTS};有方正小标宋、仿宋_GB2312 的电脑上版式最准。",
        )
        return
    others = "、".join(f"{wanted}用{used}" for wanted, used in found.used.items() if wanted != used)
    yield Finding("字体", "好", f"可排 PDF({others})" if others else "可排 PDF,公文字体齐全")


def _data_folder(data: Path | None) -> Path:
    return (data or Path(os.environ.get(f"{PREFIX}DATA", "kaoping-data"))).resolve()


def _folder(folder: Path) -> Iterator[Finding]:
    stands = next(place for place in (folder, *folder.parents) if place.exists())
    if not os.access(stands, os.W_OK):
        yield Finding("数据目录", "缺", f"{folder} 不能写入", "请改权限,或用 --data 换一个。")
        return
    free = shutil.disk_usage(stands).free
    if free < LEAST_FREE:
        yield Finding(
            "数据目录", "注意", f"{folder} 所在磁盘只剩 {free / 2**30:.1f} GB", "一轮考评的存档可能放不下。"
        )
        return
    yield Finding("数据目录", "好", f"{folder},可用 {free / 2**30:.0f} GB")


def _database() -> Iterator[Finding]:
    address = os.environ.get(f"{PREFIX}DATABASE", "")
    if not address.startswith("postgres"):
        yield Finding("数据库", "好", f"SQLite {sqlite3.sqlite_version}")
        return
    if find_spec("psycopg") is None:
        yield Finding("数据库", "缺", "没有 PostgreSQL 驱动", "请安装:pip install 'kaoping[postgres]'")
        return
    import psycopg

    try:
        with psycopg.connect(address, connect_timeout=5) as connection:
            number = connection.info.server_version // 10_000
    except psycopg.Error as error:
        words = str(error).strip().splitlines()[0].replace(address, "…")
        yield Finding("数据库", "缺", f"连不上 PostgreSQL:{words}", f"请检查 {PREFIX}DATABASE 和数据库服务。")
        return
    yield Finding("数据库", "好", f"PostgreSQL {number}")


def _limits() -> Iterator[Finding]:
    if sys.platform == "win32":
        return
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < FEW_FILES:
        yield Finding("打开文件数", "注意", f"至多 {soft} 个", "同时检查许多网站时请先执行:ulimit -n 4096")


def _settings() -> Iterator[Finding]:
    for name, meant in strangers().items():
        cure = f"是不是想写 {meant}?" if meant else "请核对设置的名称;没有这个设置。"
        yield Finding("设置", "注意", f"不认识的环境变量 {name}", cure)
