"""When an article was published, by what it prints; and every other date that it bears."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from email.utils import parsedate_to_datetime

from .blocks import Block
from .dates import address_date, first_date, iso_date, written_dates
from .fields import Field
from .infolines import is_cell, is_dated_line
from .page import DateKind, DateSeen
from .words import Lexis, squeeze

_EARLIEST = date(1990, 1, 1)
_EXACT = re.compile(r"^(?:发布|发表|公布|刊发|发稿|公开|上传|录入|添加)")
_IN_FORCE = re.compile(r"自(?P<d>.{6,16}?)起(?:正式)?(?:施行|实施|执行|生效)")
_PRINTED = re.compile(r"(?P<d>\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)\s*印发")
_JSON_LD = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_TIME_LEFT = re.compile(r"[\d:：时分秒点\s年月日()（）\[\]【】|｜-]*")


@dataclass(frozen=True, slots=True)
class Publication:
    """`published` and `printed` as `Page` has them; all `dates` seen; `conflicts` as Chinese clauses."""

    published: date | None = None
    printed: date | None = None
    dates: tuple[DateSeen, ...] = ()
    conflicts: tuple[str, ...] = ()


def publication(
    head: Sequence[Field], table: Sequence[Field], foot: Sequence[Field], bare: Iterable[Block],
    lines: Sequence[str],
    tags: Mapping[str, str], url: str, last_modified: str, script_text: str, seen_on: date, lexis: Lexis,
) -> Publication:  # fmt: skip
    """
    The dates of an article.

    Args:
        head: Labelled fields between title and text; `table` those before the title; `foot` those just after.
        bare: Blocks between title and text, for a date without a label.
        lines: The main text's lines.
        seen_on: The day of the capture: what is later cannot have been published.
    """
    dates = [*_labelled(head, "信息栏", 0.98, lexis), *_labelled(table, "信息表", 0.95, lexis)]
    if not any(d.what == "published" and d.value for d in dates):
        dates += _unlabelled(bare, lexis)
    if not any(d.what == "published" for d in dates):
        dates += [d for d in _labelled(foot, "文末", 0.85, lexis) if d.what != "signed"]
    dates += _in_text(lines)
    dates += _elsewhere(tags, url, last_modified, script_text, lexis)
    printed, conflicts = _printed(dates, seen_on)
    published = printed
    if printed is None and not any(d.what == "published" for d in dates):
        published = _by_tag(dates, seen_on)
    conflicts += _disagreements(dates, printed)
    return Publication(published, printed, tuple(dates), tuple(conflicts))


def _labelled(found: Sequence[Field], where: str, confidence: float, lexis: Lexis) -> list[DateSeen]:
    dates = []
    for field in found:
        kind = lexis.date_kinds.get(squeeze(field.label))
        if kind is None or kind in {"ended", "other"}:
            continue
        written = first_date(field.value)
        if written is None:
            continue
        is_updated = kind == "updated"
        what: DateKind = "published" if is_updated else kind  # type: ignore[assignment]
        sure = (
            0.7
            if is_updated
            else confidence
            if kind != "published" or _EXACT.match(field.label)
            else confidence - 0.03
        )
        raw = f"{field.label}：{written.raw}"
        dates.append(
            DateSeen(written.value, what, f"{where} {field.label}", raw, sure if written.value else 0.0)
        )
    return dates


def _unlabelled(bare: Iterable[Block], lexis: Lexis) -> list[DateSeen]:
    """Dates in the article's head that no label names: alone in their block, or beside a labelled source."""
    dates = []
    shown = list(bare)
    for place, block in enumerate(shown):
        text = block.text
        if len(text) > 120 or block.hidden or is_cell(shown, place, lexis):
            continue
        written = first_date(text)
        if written is None or any(True for _ in lexis.date_labels.finditer(text[: written.start])):
            continue
        rest = text[: written.start] + text[written.end :]
        is_alone = _TIME_LEFT.fullmatch(rest) is not None
        is_told = lexis.all_labels.search(rest) is not None or is_dated_line(text)
        if is_alone or is_told or len(rest) < 24:
            where = "信息栏 无标签"
            dates.append(
                DateSeen(written.value, "published", where, written.raw, 0.9 if written.value else 0.0)
            )
    return dates


def _in_text(lines: Sequence[str]) -> list[DateSeen]:
    """落款, 印发 and 施行 dates of the main text."""
    dates = []
    for line in lines[-60:]:
        if len(line) <= 40:
            if printed := _PRINTED.search(line):
                if written := first_date(printed["d"]):
                    dates.append(DateSeen(written.value, "printed", "印发栏", line[:40], 0.9))
            elif (written := first_date(line)) and _TIME_LEFT.fullmatch(
                line[: written.start] + line[written.end :]
            ):
                dates.append(
                    DateSeen(written.value, "signed", "落款", written.raw, 0.9 if written.value else 0.0)
                )
    for line in lines:
        found = _IN_FORCE.search(line) if "起" in line else None
        if found and (written := first_date(found["d"])):
            dates.append(
                DateSeen(
                    written.value, "in_force", "施行条款", found.group()[:40], 0.9 if written.value else 0.0
                )
            )
            break
    return dates


def _elsewhere(
    tags: Mapping[str, str], url: str, last_modified: str, script_text: str, lexis: Lexis
) -> list[DateSeen]:
    dates = []
    lowered = {k.lower(): (k, v) for k, v in tags.items()}
    for name in lexis.date_tags:
        if name in lowered and lowered[name][1].strip():
            key, value = lowered[name]
            day = iso_date(value)
            dates.append(DateSeen(day, "meta", f"meta {key}", value[:40], 0.8 if day else 0.0))
            break
    if found := _JSON_LD.search(script_text):
        dates.append(
            DateSeen(iso_date(found.group(1)), "meta", "JSON-LD datePublished", found.group(1), 0.75)
        )
    if written := address_date(url):
        dates.append(DateSeen(written.value, "address", f"地址 {written.raw}", written.raw, 0.7))
    if last_modified:
        try:
            day = (parsedate_to_datetime(last_modified) + timedelta(hours=8)).date()
        except (ValueError, TypeError, OverflowError, IndexError):
            day = None
        dates.append(DateSeen(day, "last_modified", "Last-Modified", last_modified[:40], 0.2 if day else 0.0))
    return dates


def _printed(dates: Sequence[DateSeen], seen_on: date) -> tuple[date | None, list[str]]:
    """The printed date where it is certain: possible, not in the future, and the best labels agree."""
    shown = [d for d in dates if d.what == "published"]
    best = max((d.confidence for d in shown), default=0.0)
    if not best:
        return None, [f"页面所印日期“{shown[0].raw}”不是有效日期"] if shown else []
    top = [d for d in shown if d.confidence >= best - 0.04 and d.value]
    values = list(dict.fromkeys(d.value for d in top if d.value))
    if len(values) > 1 and best - 0.001 <= max(d.confidence for d in top if d.value != values[0]):
        return None, [f"页面印有不同的发布日期：{'、'.join(v.isoformat() for v in values)}"]
    value = next(d.value for d in shown if d.confidence == best)
    if value is None:
        return None, []
    if value > seen_on:
        return None, [f"页面所印发布日期{value.isoformat()}晚于抓取日{seen_on.isoformat()}"]
    return (value, []) if value >= _EARLIEST else (None, [f"页面所印发布日期{value.isoformat()}过早"])


def _by_tag(dates: Sequence[DateSeen], seen_on: date) -> date | None:
    """The PubDate tag of a page that prints no date, where nothing else on the page contradicts it."""
    tag = next((d.value for d in dates if d.what == "meta" and d.value), None)
    if tag is None or not _EARLIEST <= tag <= seen_on:
        return None
    others = [d for d in dates if d.value and d.what in {"address", "signed"}]
    for other in others:
        assert other.value is not None
        if other.what == "address" and abs((other.value - tag).days) > 3:
            return None
        if other.what == "signed" and other.value > tag + timedelta(days=1):
            return None
    return tag


def _disagreements(dates: Sequence[DateSeen], printed: date | None) -> list[str]:
    if printed is None:
        return []
    clauses = []
    names = {"meta": "标签", "address": "地址中的日期"}
    for seen in dates:
        if seen.value and seen.what in names and seen.value != printed:
            name = (
                seen.where.removeprefix("meta ") + names["meta"] if seen.what == "meta" else names["address"]
            )
            clauses.append(f"页面所印发布日期{printed.isoformat()}与{name}{seen.value.isoformat()}不一致")
    signed = max((d.value for d in dates if d.what == "signed" and d.value), default=None)
    if signed and signed > printed:
        clauses.append(f"落款日期{signed.isoformat()}晚于发布日期{printed.isoformat()}")
    return clauses


def all_dates(text: str) -> list[date]:
    """Every possible date in a text, for pages that are only looked at for their newest."""
    return [w.value for w in written_dates(text) if w.value]
