"""What a public edition leaves out: names of persons, their numbers, pages that lay personal data bare."""

import re

from kaoping.findings import Finding
from kaoping.pages.personal import masked

from .score_words import VOICE_WORDS

WITHHELD = "（涉及个人信息，公开版不列）"
_PRIVACY = "privacy."
_OF_SUSPECTS = (
    (re.compile(r"有\d+个疑似问题待定"), "有事项待核"),
    (re.compile(r"疑似单项否决[,，]待定[:：][^;；]*"), "单项否决情形待核"),
)


def bares_persons(finding: Finding) -> bool:
    """Whether the finding is about personal data that lie open on its page."""
    return any(one.name.startswith(_PRIVACY) for one in finding.suspect.witnesses)


def page_of(finding: Finding, is_public: bool) -> str:
    """Its page, unless to print it would lead readers to personal data."""
    return WITHHELD if is_public and bares_persons(finding) else finding.suspect.url


def quote_of(finding: Finding, is_public: bool) -> str:
    """The words quoted; numbers of persons are masked in public."""
    quote = finding.suspect.quote or next((w.quote for w in finding.suspect.witnesses if w.quote), "")
    if not is_public:
        return quote
    return WITHHELD if bares_persons(finding) and quote else masked(quote)


def words_of(text: str, is_public: bool) -> str:
    """Any other text; what scoring says of suspects becomes, in public, that something is open."""
    if not is_public:
        return text
    for told, instead in _OF_SUSPECTS:
        text = told.sub(instead, text)
    return masked(text)


def seen_by(finding: Finding, is_public: bool) -> str:
    """Who saw it: in public by what means, inside by whom."""
    told = (
        VOICE_WORDS[one.voice]
        if is_public or one.voice != "inspector"
        else f"{VOICE_WORDS[one.voice]}：{one.name}"
        for one in finding.suspect.witnesses
    )
    return "、".join(dict.fromkeys(told))


def digest_of(finding: Finding) -> str:
    """The digest of the first evidence that there is."""
    return next((one.digest for one in finding.suspect.witnesses if one.digest), "")
