"""An invented run over the invented city of 望川: what the report tests are made of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from kaoping.checks.observation import Evidence, Observation
from kaoping.reports import CheckFacts, Coverage, RunReport, SectionRow, SiteReport
from kaoping.scoring.verdict import Verdict, VetoLine

TODAY = date(2026, 11, 23)
HOME = "http://www.wangchuan.example/"
CHECKS = {
    "interpretation.late": CheckFacts(
        "interpretation.late", "政策解读超期", "政策解读", "某通报第二部分", "seen", "同步发布。", "machine"
    ),
    "wording.typo": CheckFacts(
        "wording.typo", "错别字", "错敏信息", "检查指标", "unverified", "更正。", "person"
    ),
    "upkeep.dead_link": CheckFacts(
        "upkeep.dead_link", "链接不可用", "运维更新", "检查指标", "recalled", "更新链接。", "machine"
    ),
}
# What a hostile page may put into any text.
HOSTILE = (
    "<script>window.__pwn=1</script>",
    '"><img src=x onerror="window.__pwn=1">',
    "</style><script>window.__pwn=1</script>",
    "{{ 7*7 }}{% raw %}",
    "左到右\u202e右到左\u2066隔离\u2069",
    "空\x00字符\x1b[31m红\x07",
    "半个\ud800代理\udfff",
    "零\u200b宽\ufeff",
    "非字符\ufffe\uffff",
    "行\r\n行\u2028段",
)
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "＝1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")',
    "  =1+1", "\n=1+1", "\x00=1+1", "<r><t>x</t></r>",
)  # fmt: skip


def typo(number: int = 0, **changes: object) -> Observation:
    """One wrong word on page `number`."""
    seen = Observation(
        check="wording.typo",
        site="www.wangchuan.example",
        unit="望川市人民政府办公室",
        url=f"{HOME}xwzx/{number}.html",
        message="“截止目前”疑为“截至目前”之误",
        quote="截止目前,全市发放资金 3.2 亿元。",
        span=(0, 4),
        suggestion="截至目前",
        severity="疑似",
        evidence=Evidence("sha256:" + "ab" * 32, "wangchuan-00001.warc.gz", 1234 + number),
        seen_at=datetime(2026, 11, 23, 1, 30, tzinfo=UTC),
    )
    return replace(seen, **changes)


def dead_link(number: int = 0, **changes: object) -> Observation:
    """One dead address, cited on page `number`."""
    seen = replace(
        typo(number),
        check="upkeep.dead_link",
        message="链接返回 404,两次查看均不可用",
        facts={"target": f"{HOME}files/{number}.pdf"},
        quote="",
        span=None,
        suggestion="",
        lane="machine",
        severity="一般",
    )
    return replace(seen, **changes)


def section(name: str = "政务要闻", age: int | None = 3, **changes: object) -> SectionRow:
    """A section whose newest item is `age` days old."""
    newest = None if age is None else TODAY - timedelta(days=age)
    row = SectionRow(name, ("首页", name), "动态要闻", f"{HOME}{name}/", newest, 20, 14, "fresh")
    return replace(row, **changes)


def vetoes(**states: str) -> Verdict:
    """Six veto lines, not checked unless named (``WV3="clear"``)."""
    lines = tuple(
        VetoLine(f"WV{n}", f"否决{n}", "规则", states.get(f"WV{n}", "not_checked"), "原因", "unverified")
        for n in range(1, 7)
    )
    return Verdict("not_checked", "摘要", lines)


def site(**changes: object) -> SiteReport:
    """A site of the city that was seen."""
    seen = SiteReport(
        site="www.wangchuan.example",
        unit="望川市人民政府办公室",
        unit_kind="市政府",
        name="望川市人民政府网",
        home_url=HOME,
        verdict=vetoes(WV3="clear"),
        observations=(typo(),),
        sections=(section(), section("部门动态", 41, state="stale")),
        pages_found=120,
        pages_seen=100,
        targets_checked=300,
        requests=410,
        bytes_received=5_000_000,
        started=datetime(2026, 11, 22, 14, tzinfo=UTC),
        finished=datetime(2026, 11, 22, 15, 2, tzinfo=UTC),
        busiest_second=2,
        not_visited=(Coverage("robots.txt 不允许", 20, (f"{HOME}admin/",)),),
        failures=(Coverage("超时", 3, (f"{HOME}slow/",)),),
        looked_at={"wording.typo": 100, "interpretation.late": 12},
    )
    return replace(seen, **changes)


def run(*sites: SiteReport, **changes: object) -> RunReport:
    """A run over these sites."""
    whole = RunReport(sites, TODAY, "7f3c21d0aa9be417", "0.1.0", checks=CHECKS)
    return replace(whole, **changes)


def unreachable() -> SiteReport:
    """A site of which no page was seen."""
    return site(
        name="望川市水利局网站",
        verdict=vetoes(WV2="suspected"),
        observations=(),
        sections=(),
        pages_found=1,
        pages_seen=0,
        not_visited=(),
        failures=(Coverage("超时", 9, (HOME,)),),
        looked_at={},
    )


def hostile() -> SiteReport:
    """A site that puts hostile text wherever text can go."""
    texts = (*HOSTILE, *FORMULAS, "长" * 40_000)
    seen = [
        typo(n, message=text, quote=text, span=(0, 3), suggestion=text, pages=(text,), facts={"target": text})
        for n, text in enumerate(texts)
    ]
    addresses = (
        "javascript:window.__pwn=1",
        "JaVaScript:1",
        "data:text/html,<script>1</script>",
        f"{HOME}\u202e",
        *texts,
    )
    return site(
        unit=texts[0],
        name=texts[1],
        home_url="javascript:window.__pwn=1",
        observations=(*seen, *(dead_link(url=address) for address in addresses)),
        sections=tuple(section(text, url=text, path=(text,), note=text, kind=text) for text in HOSTILE),
        not_visited=(Coverage(texts[0], 1, addresses),),
        remarks=HOSTILE,
    )
