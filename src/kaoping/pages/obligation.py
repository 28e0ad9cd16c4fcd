"""Which documents must be interpreted, and why: rules of wide effect that the unit itself made."""

import re

from .documents import Duty
from .interpretationwords import InterpretationWords, ObligationWords
from .page import Page
from .words import squeeze

_ORGAN = re.compile(r"^(?P<organ>[一-龥\s　、]{3,60}?)(?:关于|印发)")
_PLACE = re.compile(r"[一-龥]{2,6}?(?:自治区|省|市|自治州|州|县|区|镇|乡|街道)(?!场|委|政府办公)")
_GOVERNMENT = re.compile(r"(?:人民)?政府(?:办公[厅室])?$|^[一-龥]{2,10}(?:市|县|区|镇|乡)政府")
_HEAD_CHARACTERS = 400
_HIGHER = {"省": 3, "自治区": 3, "市": 2, "州": 2, "县": 1, "区": 1, "镇": 0, "乡": 0, "街道": 0}


def obligation(page: Page, unit: str, words: InterpretationWords) -> tuple[Duty, str]:
    """
    Whether a document must be interpreted, with the reason as a Chinese clause.

    ``yes``: decrees, normative documents by number or section, and formal rules whose text speaks to many
    people. ``no``: what its title says to be personnel, meetings, replies, internal work …, another organ's
    document, what has lost its force, and pages without any form of a document. Else ``unsure``.
    """
    told = words.obligation
    title = squeeze(page.title)
    if told.void.search(title[-16:]):
        return "no", "文件已失效"
    if whose := _other_organ(page, unit):
        return "no", f"{whose}的文件,不是本单位制发"
    if why := _exempt(title, told):
        return "no", why
    return _made(page, title, told)


def _made(page: Page, title: str, told: ObligationWords) -> tuple[Duty, str]:
    sections = [page.section, *(step.text for step in page.breadcrumb)]
    is_formal = bool(page.document_number) or bool(told.formal.search(title))
    if told.decree.search(title) or told.decree.search(page.document_number):
        return "yes", "政府规章"
    if is_formal and any(told.decree_sections.search(name) for name in sections):
        return "yes", "列在政府规章栏目"
    if told.normative_number.search(page.document_number):
        return "yes", "发文字号为规范性文件编号"
    if is_formal and told.registered.search(page.text[:_HEAD_CHARACTERS]):
        return "yes", "印有规范性文件登记编号"
    if is_formal and any(told.normative_sections.search(name) for name in sections):
        return "yes", "列在规范性文件栏目"
    if not is_formal:
        return "no", "没有文号,也不是公文标题"
    effects = sorted(set(told.effects.findall(page.text)))
    if told.rules.search(title) and len(effects) >= told.least_effects:
        return "yes", f"立规文件,涉及面广(正文有“{'”“'.join(effects[:4])}”)"
    return "unsure", "是正式文件,但是否涉及面广、须解读,机器不能确定"


def _exempt(title: str, told: ObligationWords) -> str:
    is_rules = bool(told.rules.search(title))
    return next(
        (
            one.why
            for one in told.exempt
            if (one.is_always or not is_rules) and one.pattern.search(title)
        ),
        "",
    )  # fmt: skip


def _other_organ(page: Page, unit: str) -> str:
    """The organ that made the document, where title or issuer names one that is not the unit, or ``""``."""
    found = _ORGAN.match(page.title.lstrip("《【"))
    organ = squeeze(found["organ"]) if found else squeeze(page.issuer)
    own = squeeze(unit)
    if not organ or not own or own in organ or organ in own:
        return ""
    places, own_places = _PLACE.findall(organ), _PLACE.findall(own)
    if not places and organ[0] in _HIGHER and own_places:
        places = [organ[0]]  # 市人民政府办公室关于…
        is_higher = _HIGHER[organ[0]] > _level(own_places[-1])
        return organ if is_higher or (_GOVERNMENT.search(organ) and not _GOVERNMENT.search(own)) else ""
    if not places or not own_places:
        return ""
    if places[-1] != own_places[-1]:
        return organ
    # one place: a government's document on a department's site is not the department's own
    return organ if _GOVERNMENT.search(organ) and not _GOVERNMENT.search(own) else ""


def _level(place: str) -> int:
    return next((level for end, level in _HIGHER.items() if place.endswith(end)), 0)
