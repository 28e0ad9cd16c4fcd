"""Drafts, lints and writes the notice of a round, or of a file of facts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kaoping.errors import RoundError, UsageError
from kaoping.reports import ContactMaterial, Edition, Publication, RoundFacts
from kaoping.reports.notice import (
    Notice,
    NoticeFacts,
    NoticeRemark,
    draft_notice,
    lint_notice,
    missing_tags,
    notice_annexes,
    read_facts,
    with_own_words,
    write_notice,
)
from kaoping.rulebook import NoticeWording, Rulebook, load_rulebook

from .contact_list import read_contacts
from .drafts import open_draft
from .given_files import Unreadable
from .notice_facts import NoticeInput, notice_facts
from .round_documents import PUBLIC, ranking_materials, round_facts
from .scoring_round import computed_round

OWN_WORDS = "notice.yaml"
_EDITIONS: tuple[Edition, ...] = ("internal", "public")


@dataclass(frozen=True, slots=True)
class NoticeSource:
    """The facts of a notice and how it is worded; `scored` is the round, None for a file of facts."""

    facts: NoticeFacts
    wording: NoticeWording
    rules: Rulebook
    scored: NoticeInput | None = None


@dataclass(frozen=True, slots=True)
class WrittenNotice:
    """The notices written, their files, and in Chinese what the drafter has to know."""

    notices: tuple[Notice, ...]
    files: tuple[Path, ...]
    remarks: tuple[str, ...]


def notice_source(given: Path, *, rulebook: Path | None = None, wording: str = "") -> NoticeSource:
    """
    The facts of a round's folder (with its ``notice.yaml``, where it has one) or of a file of facts.

    Raises:
        KaopingError: In Chinese, for what the user can mend.
    """
    if given.is_dir():
        return _of_round(given, rulebook, wording)
    rules = load_rulebook(rulebook)
    facts = read_facts(given)
    if not facts.office or not facts.name:
        raise RoundError(f"{given} 没有写明发文机关(meta 的 issuer)或考评名称(assessment 的 name),无法起草")
    return NoticeSource(facts, rules.notice(wording), rules)


def _of_round(folder: Path, rulebook: Path | None, wording: str) -> NoticeSource:
    material, scores, files = computed_round(folder)
    rules = load_rulebook(rulebook or material.one.rulebook)
    given = NoticeInput(material, scores, files, rules.notice(wording))
    facts = notice_facts(given)
    own = folder / OWN_WORDS
    if own.exists():
        facts = with_own_words(facts, read_facts(own))
    return NoticeSource(facts, given.wording, rules, given)


def write_notices(
    source: NoticeSource, out: Path, *, template: Path | None = None, has_annexes: bool = True
) -> WrittenNotice:
    """
    Draft both editions and write them: the internal one into `out`, the public one into ``public/`` below it.

    Raises:
        KaopingError: The template is wrong; a file cannot be written.
    """
    notices: list[Notice] = []
    files: list[Path] = []
    for edition in _EDITIONS:
        notice = draft_notice(source.facts, source.wording, edition)
        is_public = edition == "public"
        files += write_notice(
            notice,
            out / PUBLIC if is_public else out,
            annexes=_annexes(source, edition) if has_annexes else (),
            site=source.facts.website if is_public else None,
            template=template,
        )
        notices.append(notice)
    return WrittenNotice(tuple(notices), tuple(files), tuple(_remarks(source, notices)))


def _annexes(source: NoticeSource, edition: Edition) -> tuple[Publication, ...]:
    if source.scored is None:
        return ()
    material, scores = source.scored.material, source.scored.scores
    facts: RoundFacts = round_facts(material, edition)
    rankings = ranking_materials(facts, material, scores)
    people = read_contacts(source.scored.files.contacts, material.units)
    contacts = ContactMaterial(facts, people, f"附件{len(rankings) + 1}")
    titles = {one.number: one.title for one in source.facts.annexes}
    made = notice_annexes(rankings, contacts)
    return tuple(replace(one, title=titles.get(n, one.title)) for n, one in enumerate(made, start=1))


def _remarks(source: NoticeSource, notices: Iterable[Notice]) -> Iterable[str]:
    told = dict.fromkeys(words for notice in notices for words in notice.remarks)
    yield from told
    if missing := "、".join(missing_tags(source.facts.website)):
        yield f"网页缺少标签 {missing}：请在 {OWN_WORDS} 的 website 中写明网站名称、域名、标识码和栏目。"


def lint_file(source: NoticeSource, path: Path, today: date) -> tuple[NoticeRemark, ...]:
    """
    Lint a text that somebody made of the notice: docx, wps, txt, html …, opened in a child process.

    Raises:
        UsageError: There is nothing to read in it.
    """
    try:
        draft = open_draft(str(path), source.rules, today)
    except Unreadable as error:
        raise UsageError(f"{path} 读不了：{error}") from None
    return lint_notice(draft.text, source.facts, source.wording)
