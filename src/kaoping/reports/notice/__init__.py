"""The notice (通报): drafted from facts alone, linted, printed as docx, PDF and HTML."""

from importlib import import_module
from typing import TYPE_CHECKING

from .drafting import draft_notice
from .facts import (
    AnnexFacts,
    CategoryFacts,
    Cause,
    Fault,
    GroupFacts,
    NoticeFacts,
    RoundTerms,
    Share,
    Website,
)
from .facts_file import read_facts
from .merging import with_own_words
from .notice import Notice, Sentence

if TYPE_CHECKING:
    from .annexes import notice_annexes
    from .blocks import plain_text
    from .html_file import missing_tags, notice_html
    from .json_file import notice_data
    from .lint import Ground, NoticeRemark, ground_of, lint_notice
    from .printing import write_notice
    from .template_file import check_template, template_values, write_from_template

__all__ = [
    "AnnexFacts",
    "CategoryFacts",
    "Cause",
    "Fault",
    "Ground",
    "GroupFacts",
    "Notice",
    "NoticeFacts",
    "NoticeRemark",
    "RoundTerms",
    "Sentence",
    "Share",
    "Website",
    "check_template",
    "draft_notice",
    "ground_of",
    "lint_notice",
    "missing_tags",
    "notice_annexes",
    "notice_data",
    "notice_html",
    "plain_text",
    "read_facts",
    "template_values",
    "with_own_words",
    "write_from_template",
    "write_notice",
]

_LATE = {
    "Ground": "lint",
    "NoticeRemark": "lint",
    "ground_of": "lint",
    "lint_notice": "lint",
    "check_template": "template_file",
    "missing_tags": "html_file",
    "notice_annexes": "annexes",
    "notice_data": "json_file",
    "notice_html": "html_file",
    "plain_text": "blocks",
    "template_values": "template_file",
    "write_from_template": "template_file",
    "write_notice": "printing",
}


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
