"""What the walk stands on: `kaoping serve` over an empty folder, and the files of a clerk."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter

from kaoping_toytown.office import office_of
from kaoping_toytown.records import ToySite
from kaoping_toytown.serving import ServedCity

BIN = Path(sys.executable).parent
LINK = re.compile(r"(http://\S+/people/first/\S+)")
CITY, COUNTIES, DEPARTMENTS = 12, 1, 2  # sites of the city; how many of each kind are assessed


class Served:
    """`kaoping serve` as a newcomer starts it; what it prints is read, as on a terminal."""

    def __init__(self, data: Path, port: int) -> None:
        self.base, self.data = f"http://localhost:{port}", data
        self.link = ""
        self._is_up = threading.Event()
        environment = os.environ | {
            "KAOPING_ALLOW_PRIVATE": "1",
            "KAOPING_CONTACT": "demo@wangchuan.example",
            "KAOPING_TOTP": "office",
            "KAOPING_LOG_LEVEL": "WARNING",
        }
        self._process = subprocess.Popen(
            [str(BIN / "kaoping"), "serve", "--data", str(data), "--port", str(port)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=(data.parent / "serve.log").open("w"),
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()
        if not self._is_up.wait(120) or not self.link:
            self.stop()
            raise RuntimeError("kaoping serve did not print its first link; see serve.log")

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if found := LINK.search(line):
                self.link = found.group(1).replace("127.0.0.1", "localhost")
                self._is_up.set()
        self._is_up.set()  # it ended: nobody has to wait

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()


@contextmanager
def served(data: Path, port: int) -> Iterator[Served]:
    """The product, until the block ends."""
    data.mkdir(parents=True)
    one = Served(data, port)
    try:
        yield one
    finally:
        one.stop()


def workbook(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    """A clerk's xlsx file."""
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def assessed(city: ServedCity) -> Sequence[ToySite]:
    """The sites that the office assesses."""
    return office_of(city.sites, counties=COUNTIES, departments=DEPARTMENTS, seed=1).sites


def files_of(city: ServedCity, folder: Path) -> dict[str, Path]:
    """The lists of units, sites and accounts, and the platform's list of faults, by kind."""
    office = office_of(city.sites, counties=COUNTIES, departments=DEPARTMENTS, seed=1)
    head = ("单位名称", "单位类别", "考评分组", "上级单位", "权重", "别名", "特性")
    units = [(row[0], row[1], row[2], *row[3:]) for row in office.unit_rows() if row[1] != "乡镇街道"]
    sites = [(s.unit, s.name, f"{city.base_url(s)}/", s.code) for s in office.sites]
    accounts = [(s.unit, "微信公众号", f"{s.name}发布", "", "是") for s in office.sites]
    first = office.sites[0]
    monitor = [
        (first.unit, "A2.3", "页面有错别字", f"{city.base_url(first)}/", "望川"),
        (first.unit, "A2.3", "页面有错别字", f"{city.base_url(first)}/", "这几个字页面上没有"),
    ]
    return {
        "units": workbook(folder / "单位名单.xlsx", [head, *units]),
        "sites": workbook(
            folder / "网站名单.xlsx", [("单位名称", "网站名称", "首页网址", "网站标识码"), *sites]
        ),
        "accounts": workbook(
            folder / "账号名单.xlsx", [("单位名称", "平台", "账号名称", "账号标识", "已备案"), *accounts]
        ),
        "monitor": workbook(
            folder / "平台清单.xlsx", [("单位", "细则编号", "问题描述", "网址", "具体对象"), *monitor]
        ),
    }
