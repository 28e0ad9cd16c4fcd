"""
Measures the product and writes docs/accuracy.md: ``python tools/accuracy [--seeds 401 402] [--out FILE]``.

The seeds are not those of the demo and the tests. Other libraries are asked in `.bench-venv`
(`make bench-setup`); where that, or the labelled pages, are absent, the table says so.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import city_reading
import corpus_reading
import labelled
from city_checks import city_lines, run_city
from pair_variants import variant_rows
from pictures import picture_lines
from privacy import privacy_lines
from reach import measured, table
from wording import wording_lines

from kaoping.pages import Reader
from kaoping.rulebook import Rulebook, load_rulebook

SOURCES = (
    "对照:trafilatura 2.3.1、htmldate 1.11.0、readability-lxml 0.9、resiliparse 2.0.1,读同样的字节、"
    "按同样的规则算;没有该项功能的不列。括号内为 Wilson 95% 区间,页数少,区间就宽。"
)


def main() -> None:
    """Measure everything asked for, print it, and write it where asked."""
    options = _options()
    rules = load_rulebook()
    lines = ["# 准确率", "", "由 `make accuracy` 生成。每个数字都写明所用的集合;换了集合,数字会变。", ""]
    if not options.reading_only:
        lines += city_lines(options.seeds, options.sites, options.pages, options.render)
        lines += _reach_lines(options.seeds[0])
    lines += privacy_lines(rules)
    lines += picture_lines()
    lines += [*_corpus_lines(rules), *_city_reading_lines(rules, options.seeds[:2])]
    text = "\n".join(lines) + "\n"
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, nargs="+", default=[401, 402, 403])
    parser.add_argument("--sites", type=int, default=14)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--render", default="never")
    parser.add_argument("--reading-only", action="store_true", help="leave out whole runs over the city")
    parser.add_argument("--out", type=Path)
    return parser.parse_args()


def _reach_lines(seed: int) -> Iterator[str]:
    yield from ("## 走到多少:不用浏览器", "")
    yield f"集合:toytown,种子 {seed},没有故障的 28 个网站、每站约 300 页,每种皮肤分早期、后期两种翻页写法,"
    yield "`--render never`。文章:应有的文章页中取到的;栏目:在其地址上认出的;列表行:读出日期的。"
    yield from ("", *table(measured(run_city, [seed], 300)), "")


def _corpus_lines(rules: Rulebook) -> Iterator[str]:
    if not labelled.is_present():
        yield from ("## 读懂页面:真实页面", "", "本机没有标注语料,未测。", "")
        return
    reader = Reader(rules)
    yield from ("## 读懂页面:真实文章页(开发集)", "")
    yield "集合:公开渠道保存的政府网站文章页 36 页,人工标注。"
    yield "规则是看着这些页面写的,换成没见过的页面会低一些。"
    yield from (SOURCES, "")
    yield "正文标注只有首 15 字、末 15 字和长度;F1 的标准答案是按这三项从页面全部可见文字中截出的一段。"
    yield from ("", *corpus_reading.article_rows(reader), "")
    yield from ("## 读懂页面:真实列表页(开发集,3 页)", "", *corpus_reading.list_rows(reader), "")
    yield from ("## 字符编码(html5lib 用例)", "", *corpus_reading.charset_rows(), "")
    yield from wording_lines(rules)


def _city_reading_lines(rules: Rulebook, seeds: list[int]) -> Iterator[str]:
    reader = Reader(rules)
    sites = city_reading.walked_sites(reader, seeds)
    named = "、".join(map(str, seeds))
    yield from ("## 读懂列表:虚构城市", "")
    yield f"集合:toytown,种子 {named},每种皮肤各一站、每站约 120 页,不用浏览器,从首页走起。"
    yield from ("", *city_reading.list_rows(sites), "", "## 政策与解读配对", "")
    yield f"整站配对:上述网站。变体:种子 {named} 各 40 份文件,以办公室常见的十余种写法引用,夹杂征求意见稿、"
    yield "实施细则、往年文件、上级文件;由本项目生成,只说明规则在已知变化下不出错。"
    yield "对照是按标题相似度(rapidfuzz partial_ratio≥80)取最像者。"
    yield from (
        "",
        *corpus_reading.HEAD,
        *city_reading.pair_rows(sites, rules),
        *variant_rows(seeds, rules),
        "",
    )
    yield from (
        "## 读懂一页要多少 CPU(毫秒,中位数)",
        "",
        "单进程,同一次运行,预热后;各软件自己的常用调用。",
        "",
    )
    yield (
        "| 集合 | 页数 | 中位大小(KB) | kaoping(全部字段) | trafilatura(含元数据) |"
        " resiliparse(仅正文) | readability |"
    )
    yield "|---|---|---|---|---|---|---|"
    yield from city_reading.cost_rows(reader, city_reading.heavy_pages(), "toytown 60 KB 页")
    if labelled.is_present():
        bodies = {b["file"]: labelled.body_of("articles", b["file"]) for b in labelled.labels("articles")}
        yield from city_reading.cost_rows(reader, bodies, "真实文章页")


if __name__ == "__main__":
    main()
