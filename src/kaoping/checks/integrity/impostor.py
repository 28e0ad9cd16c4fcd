"""
Counterfeit copy of official text on a foreign host (仿冒镜像): a report, never a deduction.

Looks at:     pages on hosts that are not official: those that a site links to, and a run's own there.
Problem when: it bears the text of the unit's own page together with planted words; or official text there is
              garbled: pinyin or other letters between characters, foreign words before ordinary ones, or the
              whole turned into traditional characters.
Silent:       official and known hosts, honest reprints, pages in other languages.
Not its job:  tampering on the unit's own host; see `integrity.tampered`.
"""

import re
from collections.abc import Iterator

from kaoping.pages.suspicion import ForeignPage
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem
from .garbling import HIJACK
from .plain import PlainSign, signs_of_hijack

LEAST_OFFICIAL = 3  # different official words that make a text an office's
MOST_REASONS = 4


@check(
    title="疑似仿冒本单位内容的网页",
    reads=ForeignPage,
    lane="hint",
    severity="提示",
    message="{host}上的网页疑似仿冒政府网站内容:{reasons}",
    basis="网络安全法第二十七条;发现仿冒政府网站的应向网信、公安部门报告",
    remedy="请向网信、公安机关报告该仿冒网页;本站页面链接了它的,请撤下链接。",
)
def impostor(page: ForeignPage, rules: Rulebook) -> Iterator[Observation]:
    if page.is_official or not page.cited_by:
        return
    # planted words tell of a counterfeit only beside copied text
    text = f"{page.title}\n{page.text}"
    signs = list(signs_of_hijack(text, rules, with_planted=bool(page.copies)))
    if not signs or not (page.copies or _is_official_text(page, rules)):
        return
    reasons = _reasons(page, signs)
    first, *others = page.cited_by
    yield problem(
        first,
        *others,
        quote=signs[0].quote,
        host=page.host,
        target=page.url,
        copies=page.copies,
        reasons=";".join(reasons),
        kinds=sorted({s.kind for s in signs}),
    )


def _is_official_text(page: ForeignPage, rules: Rulebook) -> bool:
    data = rules.reading(HIJACK)
    pattern = f"{data['official_plain']}|{data['official_traditional']}"
    return len(set(re.findall(pattern, f"{page.title}\n{page.text}"))) >= LEAST_OFFICIAL


def _reasons(page: ForeignPage, signs: list[PlainSign]) -> list[str]:
    found = ["照抄本站稿件"] if page.copies else []
    if page.unit and page.copies and page.unit not in page.text and page.unit not in page.title:
        found.append("页面上没有原单位名称")
    return list(dict.fromkeys([*found, *(s.reason for s in signs)]))[:MOST_REASONS]
