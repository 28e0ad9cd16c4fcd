"""Case files: what a check is expected to say of given subjects. Test and documentation at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import yaml

from kaoping.gather.capture import Capture
from kaoping.pages.page import Page
from kaoping.rulebook import Rulebook, lexicon_of

from .declaration import Check, Subject
from .judging import judge
from .observation import Observation

_FIELDS = frozenset({"answer", "url", "quote", "suggestion", "severity", "lane", "message", "span", "pages"})
_SOME_DAY = date(2022, 8, 25)


@dataclass(frozen=True, slots=True)
class Case:
    """One example: a subject in plain words, and what the check must say of it, in order."""

    name: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    expect: tuple[str | Mapping[str, Any], ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    today: date = _SOME_DAY
    folder: Path = Path()
    lexicons: Mapping[str, Any] = field(default_factory=dict)  # name -> what its file would hold


def case_file(check: Check) -> Path:
    """``late.cases.yaml`` beside ``late.py``."""
    return check.file.with_name(f"{check.file.stem}.cases.yaml")


def read_cases(check: Check) -> tuple[Case, ...]:
    """The cases beside a check, in the file's order; none where there is no file."""
    path = case_file(check)
    if not path.is_file():
        return ()
    data = yaml.safe_load(path.read_text("utf-8"))
    options, today = data.get("with") or {}, data.get("today", _SOME_DAY)
    return tuple(
        Case(
            name=case["name"],
            given=case.get("given") or {},
            expect=tuple(case["expect"]),
            options={**options, **(case.get("with") or {})},
            today=case.get("today", today),
            folder=path.parent,
            lexicons=data.get("lexicons") or {},
        )
        for case in data["cases"]
    )


def told_of(check: Check) -> Mapping[str, str]:
    """
    What a user is told of a check, from the head of its case file: by a Chinese label (看什么, 何时报,
    无法判定, 不报, 未检查, 提示, 归别项, 另) the words. Empty where the file says nothing.
    """
    path = case_file(check)
    data = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else {}
    return dict(data.get("about") or {})


def run_case(check: Check, case: Case, rules: Rulebook) -> tuple[Observation, ...]:
    """
    Judge the case's subject.

    Raises:
        msgspec.ValidationError: `given` does not fit the record that the check reads.
    """
    rules = _with_lexicons(rules, case)
    subject = case_subject(check, case, rules)
    return judge(check, subject, rules, today=case.today, options=case.options)


def _with_lexicons(rules: Rulebook, case: Case) -> Rulebook:
    """The rulebook with the lexicons that the case file brings: an office's, of which we ship none."""
    if not case.lexicons:
        return rules
    own = {name: lexicon_of(name, data) for name, data in case.lexicons.items()}
    return replace(rules, version=f"{rules.version}+{case.folder.name}", lexicons={**rules.lexicons, **own})


def differences(case: Case, seen: tuple[Observation, ...]) -> list[str]:
    """Where what was seen departs from what the case expects, one English line each; empty when it agrees."""
    if len(seen) != len(case.expect):
        told = [f"{o.answer}: {o.message}" for o in seen]
        return [f"expected {len(case.expect)} observations, saw {len(seen)}: {told}"]
    return [d for n, (e, o) in enumerate(zip(case.expect, seen, strict=True)) for d in _differences(n, e, o)]


def _differences(number: int, expected: str | Mapping[str, Any], seen: Observation) -> list[str]:
    wanted = {"answer": expected} if isinstance(expected, str) else {"answer": "problem", **expected}
    return [
        f"observation {number + 1}: {name} is {_value(seen, name)!r}, expected {value!r} ({seen.message})"
        for name, value in wanted.items()
        if _value(seen, name) != value
    ]


def _value(seen: Observation, name: str) -> Any:
    value = getattr(seen, name) if name in _FIELDS else seen.facts.get(name)
    return list(value) if isinstance(value, tuple) else value


def case_subject(check: Check, case: Case, rules: Rulebook) -> Subject:
    """`given` as the record the check reads; a page given as ``html`` or ``html_file`` is read first."""
    if Page in check.subjects and ("html" in case.given or "html_file" in case.given):
        return _read_page(case, rules)
    # of a check that reads several kinds the first is meant, unless the case names a file's parts
    kind = check.subjects[-1] if "format" in case.given else check.subjects[0]
    return msgspec.convert(case.given, kind)


def _read_page(case: Case, rules: Rulebook) -> Page:
    from kaoping.pages import Reader  # the parser is loaded only where a case brings markup

    return Reader(rules).read(_capture(case))


def _capture(case: Case) -> Capture:
    given = case.given
    html = given["html"] if "html" in given else (case.folder / given["html_file"]).read_text("utf-8")
    url = given.get("url", "http://www.example.gov.cn/zwgk/202208/t20220825_1.html")
    return Capture(
        site=given.get("site", urlsplit(url).netloc),
        url=url,
        status=given.get("status", 200),
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=html.encode(),
        fetched_at=datetime(2022, 8, 25, 2, tzinfo=UTC),
    )
