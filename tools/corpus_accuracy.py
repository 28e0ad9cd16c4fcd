"""Measures reading and wording on real labelled texts, where they are at hand (``KAOPING_SHARED``)."""

import csv
import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from kaoping.checks import judge, load_checks
from kaoping.gather import Capture
from kaoping.pages import Page, Reader
from kaoping.rulebook import Rulebook

SHARED = Path(os.environ.get("KAOPING_SHARED", Path(__file__).resolve().parents[2] / "shared"))
CORPUS = SHARED / "corpus"
SEEN_AT = datetime(2026, 11, 23, tzinfo=UTC)
ADDRESS_TAG = re.compile(rb'<meta[^>]*name="(?i:url)"[^>]*content="(http[^"]+)"')
FOOTER_PARTS = {
    "网站标识码": ("footer_site_code", "site_code"),
    "ICP备案号": ("footer_icp", "icp"),
    "公安备案号": ("footer_police", "police"),
    "主办单位": ("footer_host", "sponsor"),
}


def is_present() -> bool:
    """Whether the labelled pages are at hand."""
    return (CORPUS / "articles" / "labels.csv").exists()


def reading_rows(rules: Rulebook) -> Iterator[str]:
    """Markdown rows: what was read rightly of how many labelled pages."""
    reader = Reader(rules)
    with (CORPUS / "articles" / "labels.csv").open(encoding="utf-8-sig") as stream:
        labels = list(csv.DictReader(stream))
    read = [(label, reader.read(_capture(CORPUS / "articles" / label["file"]))) for label in labels]
    yield _row("标题完全一致", read, lambda b, p: _bare(p.title) == _bare(b["title"]))
    yield _row("页面所印发布日期(没印的须为空)", read, lambda b, p: _iso(p) == b["date_printed"])
    ended = [(b, p) for b, p in read if b["main_first15"]]
    yield _row("正文首尾都对", ended, _has_both_ends)
    for name, (column, part) in FOOTER_PARTS.items():
        told = [(b, p) for b, p in read if b[column]]
        yield _row(f"页脚:{name}", told, lambda b, p, c=column, n=part: b[c] == getattr(p.footer, n))


def wording_rows(rules: Rulebook) -> Iterator[str]:
    """Markdown rows: sentences accused, rightly or not, on pairs of wrong and right sentences."""
    check = load_checks()["wording.typo"]
    for path in sorted((CORPUS / "errors_dev").glob("*.tsv")):
        pairs = [
            line.split("\t")[1:3] for line in path.read_text("utf-8").splitlines() if line.count("\t") >= 2
        ]
        wrong = [(source, target) for source, target in pairs if source != target]
        accused = [(s, t) for s, t in pairs if _accuses(check, s, rules)]
        right = sum(s != t for s, t in accused)
        false = sum(_accuses(check, t, rules) for _, t in pairs)
        yield (
            f"| {path.stem} | {len(pairs)} | {len(wrong)} | {len(accused)} | {right} |"
            f" {right / max(1, len(accused)):.3f} | {right / max(1, len(wrong)):.3f} | {false} |"
        )


def _accuses(check: object, sentence: str, rules: Rulebook) -> bool:
    page = Page(url="http://a.example/1.html", shape="article", text=sentence, visible_text=sentence)
    return any(o.answer == "problem" for o in judge(check, page, rules))  # type: ignore[arg-type]


def _capture(path: Path) -> Capture:
    body = path.read_bytes()
    tag = ADDRESS_TAG.search(body)
    url = tag.group(1).decode() if tag else f"http://www.muyun.example/a/b/{path.name}"
    head = (("Content-Type", "text/html"),)
    return Capture(site="x", url=url, status=200, headers=head, body=body, fetched_at=SEEN_AT)


def _row(what: str, pages: list[tuple[dict[str, str], Page]], is_right: Callable[..., bool]) -> str:
    right = sum(bool(is_right(label, page)) for label, page in pages)
    return f"| {what} | {len(pages)} | {right} | {right / max(1, len(pages)):.3f} |"


def _has_both_ends(label: dict[str, str], page: Page) -> bool:
    text = _bare(page.text)
    return text.startswith(label["main_first15"]) and text.endswith(label["main_last15"])


def _iso(page: Page) -> str:
    return page.printed.isoformat() if page.printed else ""


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text or "")
