"""Reading measured on real labelled pages, with what other libraries read of the same bytes beside it."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from figures import NONE, bare, bigram_f1, counted, mean, row, share
from labelled import CORPUS, Labels, body_of, capture, labels, read_articles, without_tags
from peers import Answers, cells, means, read_by_peers
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding

from kaoping.pages import Page, Reader
from kaoping.pages.charset import decode

HEAD = ["| 项目 | 页数 | 正确 | 比例(95% 区间) | 同页同规则的对照 |", "|---|---|---|---|---|"]
FOOTER_PARTS = {
    "网站标识码": ("footer_site_code", "site_code"),
    "ICP备案号": ("footer_icp", "icp"),
    "公安备案号": ("footer_police", "police"),
    "主办单位": ("footer_host", "sponsor"),
}
Read = list[tuple[Labels, Page]]


def article_rows(reader: Reader) -> Iterator[str]:
    """Rows for titles, dates, texts, numbers, footers, kinds and linked interpretations."""
    read = read_articles(reader)
    bodies = {b["file"]: body_of("articles", b["file"]) for b, _ in read}
    peers = read_by_peers(bodies)
    yield from HEAD
    yield row(
        "标题完全一致",
        (bare(p.title) == bare(b["title"]) for b, p in read),
        cells(peers, "title", {b["file"]: lambda t, b=b: bare(t) == bare(b["title"]) for b, _ in read}),
    )
    yield from _date_rows(reader, read, bodies, peers)
    yield from _text_rows(read, bodies, peers)
    yield from _number_rows(read)
    for name, (column, part) in FOOTER_PARTS.items():
        told = [(b, p) for b, p in read if b[column]]
        yield row(f"页脚:{name}", (b[column] == getattr(p.footer, part) for b, p in told), NONE)
    yield from _kind_rows(read)
    yield _link_row(read)


def _date_rows(reader: Reader, read: Read, bodies: dict[str, bytes], peers: Answers | None) -> Iterator[str]:
    dated = [(b, p) for b, p in read if b["date_printed"]]
    right = {b["file"]: lambda d, b=b: d == b["date_printed"] for b, _ in dated}
    yield row(
        "所印发布日期(印有日期的页)",
        (_iso(p.printed) == b["date_printed"] for b, p in dated),
        cells(peers, "date", right),
    )
    yield row("未印发布日期的页,答“没有印”", (not p.printed for b, p in read if not b["date_printed"]), NONE)
    stripped = {name: without_tags(body) for name, body in bodies.items()}
    bare_peers = read_by_peers(stripped)
    bare_pages = {name: reader.read(capture(body, name)) for name, body in stripped.items()}
    yield row(
        "去掉全部 meta、title 标签后,日期正确(印有日期的页)",
        (_iso(bare_pages[b["file"]].published) == b["date_printed"] for b, _ in dated),
        cells(bare_peers, "date", right),
    )
    allowed = {b["file"]: {"", b["date_printed"], *_day(b["date_meta"])} for b, _ in read}
    yield row(
        "同上,没有给出错误日期(全部页;给空不算错)",
        (_iso(bare_pages[name].published) in days for name, days in allowed.items()),
        cells(bare_peers, "date", {n: lambda d, days=days: d in days for n, days in allowed.items()}),
    )


def _day(stamp: str) -> list[str]:
    found = re.match(r"(\d{4})\D(\d{1,2})\D(\d{1,2})", stamp or "")
    return [f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"] if found else []


def _iso(day: object) -> str:
    return str(day) if day else ""


def _text_rows(read: Read, bodies: dict[str, bytes], peers: Answers | None) -> Iterator[str]:
    ended = [(b, p) for b, p in read if b["main_first15"]]

    def has_ends(text: str, b: Labels) -> bool:
        return bare(text).startswith(b["main_first15"]) and bare(text).endswith(b["main_last15"])

    yield row(
        "正文首尾都对",
        (has_ends(p.text, b) for b, p in ended),
        cells(peers, "text", {b["file"]: lambda t, b=b: has_ends(t, b) for b, _ in ended}),
    )
    spans = {b["file"]: span for b, _ in ended if (span := _span(bodies[b["file"]], b))}
    ours = mean(bigram_f1(p.text, spans[b["file"]]) for b, p in ended if b["file"] in spans)
    theirs = means(peers, "text", {n: lambda t, s=s: bigram_f1(t, s) for n, s in spans.items()})
    yield f"| 正文字符二元组 F1 均值 | {len(spans)} | {NONE} | {ours} | {theirs} |"


def _span(body: bytes, label: Labels) -> str:
    """The labelled text: cut from the page's whole words by its labelled ends, nearest to its length."""
    whole = bare(extract_plain_text(decode(body).text, main_content=False, preserve_formatting=False))
    starts = [m.start() for m in re.finditer(re.escape(label["main_first15"]), whole)]
    ends = [m.end() for m in re.finditer(re.escape(label["main_last15"]), whole)]
    wanted = int(label["main_len"] or 0)
    spans = [(abs(e - s - wanted), s, e) for s in starts for e in ends if e > s]
    if not spans:
        return ""
    _, start, end = min(spans)
    return whole[start:end]


def _number_rows(read: Read) -> Iterator[str]:
    with Path(__file__).with_name("document_numbers.tsv").open(encoding="utf-8") as stream:
        truth = dict(csv.reader(stream, delimiter="\t"))
    told = [(truth.get(b["file"], ""), p) for b, p in read]
    yield row("发文字号(有文号的页)", (n == p.document_number for n, p in told if n), NONE)
    yield row("没有文号的页,答“没有”", (not p.document_number for n, p in told if not n), NONE)


def _kind_rows(read: Read) -> Iterator[str]:
    scores = []
    for name, column, kinds in (
        ("政策文件", "is_policy", {"policy"}),
        ("解读(标注含问答、办事指引)", "is_interpretation", {"interpretation", "guide"}),
    ):
        wanted = [b[column] == "1" for b, _ in read]
        found = [p.kind in kinds for _, p in read]
        both = sum(w and f for w, f in zip(wanted, found, strict=True))
        scores.append(2 * both / (sum(wanted) + sum(found)) if sum(wanted) + sum(found) else 1.0)
        precision, recall = share(both, sum(found)), share(both, sum(wanted))
        told = f"精确 {precision},召回 {recall},F1 {scores[-1]:.3f}"
        yield f"| 文种:{name} | {sum(wanted)} | {both} | {told} | {NONE} |"
    yield f"| 文种:两类宏平均 F1 | {len(read)} | {NONE} | {mean(scores)} | {NONE} |"


def _link_row(read: Read) -> str:
    linked = {b["file"]: int(b["n_linked_interpretations"]) for b in labels("articles", "policy_pairs.csv")}
    results = [
        sum(bool(re.search("解读|读懂|图解|问答", x.text)) for x in p.related) == linked[b["file"]]
        for b, p in read
        if b["file"] in linked
    ]
    return row("政策页上的解读链接,数目一致", results, NONE)


def list_rows(reader: Reader) -> Iterator[str]:
    """Rows for the labelled list pages."""
    read = [
        (b, reader.read(capture(body_of("lists", b["file"]), f"{b['file'].partition('.')[0]}/index.html")))
        for b in labels("lists")
    ]
    yield from HEAD
    sections = [(b, p) for b, p in read if "search" not in b["column"]]
    yield row("列表行数一致", (len(p.items) == int(b["items"]) for b, p in read), NONE)
    yield row("列表最新日期", (_newest(p) == b["newest_date"] for b, p in sections), NONE)
    yield row("第一行的日期", (_first(p) == b["first_item_date"] for b, p in read), NONE)
    yield row("认出翻页", (bool(p.pager) for b, p in sections), NONE)


def _newest(page: Page) -> str:
    return _iso(max((i.published for i in page.items if i.published), default=None))


def _first(page: Page) -> str:
    return _iso(page.items[0].published) if page.items else ""


def charset_rows() -> Iterator[str]:
    """Rows for the cases of charset sniffing."""
    cases = [case for path in sorted((CORPUS / "encoding_tests").glob("*.dat")) for case in _cases(path)]
    yield from HEAD
    yield row(
        "解出的文字与用例所指编码一致",
        (bare(decode(body).text) == _truth(body, wanted) for body, wanted in cases),
        f"resiliparse {share(*counted(_by_resiliparse(body) == _truth(body, w) for body, w in cases))}",
    )


def _by_resiliparse(body: bytes) -> str:
    return bare(bytes_to_str(body, detect_encoding(body)))


def _truth(body: bytes, wanted: str) -> str:
    return bare(body.decode(wanted, "replace"))


def _cases(path: Path) -> Iterator[tuple[bytes, str]]:
    for part in path.read_bytes().split(b"#data\n")[1:]:
        body, _, wanted = part.partition(b"\n#encoding\n")
        yield body, wanted.strip().split(b"\n")[0].decode()
