"""Small indicator systems and workbooks for the tests of this room."""

import openpyxl

from kaoping.rulebook import read_system_xlsx, write_system_xlsx

CITY = """\
title: 本市考评指标
version: "2026"
source: {what: 本市考评办法, number: 望政办〔2026〕3号, mark: seen}
marks: seen
applies_to: [县市区]
full: 100
pass_line: 60
grades:
  - {name: 合格, at_least: 60}
  - {name: 不合格, at_least: 0}
vetoes:
  - id: V1
    title: 站点无法访问
    when: 打不开达到5%
    effect: mark
    mark_points: 59
    cases:
      - {id: V1.1, when: 打不开, check: upkeep.unreachable, confirm: machine}
groups:
  - id: A
    title: 政策解读
    points: 60
    children:
      - id: A1
        title: 解读及时
        points: 40
        basis: [{text: 本市办法第三条}]
        rules:
          - id: A1.1
            when: 解读超期
            check: interpretation.late
            with: {within_workdays: 5}
            deduct: {points: 2, at_most: 10}
            evidence: 日期对照
      - id: A2
        title: 形式多样
        points: 20
        rules:
          - {when: 只有文字, ask: 是否只有文字?, deduct: {points: 20, per: once}, evidence: 统计}
  - id: B
    title: 链接
    points: 40
    skip_when: [没有网站]
    rules:
      - id: B.1
        when: 首页死链
        check: upkeep.dead_link
        where: {counted_as: [首页]}
        deduct: {points: 0.2}
        confirm: machine
        evidence: 清单
bonus:
  points: 5
  enter_over: 80
  items:
    - id: X1
      title: 创新
      points: 5
      rules: [{when: 有创新, ask: 有何创新?, deduct: {points: 5, per: once}, evidence: 材料}]
"""


def put(folder, **files):
    """An office's indicator files: `put(folder, city=CITY)`; answers the folder."""
    for name, text in files.items():
        path = folder / "indicators" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def edited(system, path, change):
    """The system's workbook with `change(book)` done to it by another program, saved at `path`."""
    write_system_xlsx(system, path)
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def read_edited(system, path, change):
    return read_system_xlsx(edited(system, path, change))


def cell_of(sheet, heading, row):
    """The cell below a heading in this row."""
    return next(sheet.cell(row, one.column) for one in sheet[1] if one.value == heading)
