"""Names of documents: the forms under which one is cited, and whether two names can mean one document."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from .words import Rules, alternatives, patterns, squeeze

_FRAME = re.compile(
    r"^.{0,80}?(?:印发|发布|公布|下发)(?P<inner>.{4,}?)(?:的(?:通知|公告|通告|决定|函|命令))?$"
)
_NOTICE_TAIL = re.compile(r"的(?:通知|公告|通告|决定|函|意见|命令)$")
_ABOUT = re.compile(r"^[^关]{0,60}?关于")
_NO_PLACE = "关于|全|我|本|各|废止|修改|修订|撤销|贯彻|落实|执行|转发"
_LEVELS = "省|自治区|市|自治州|州|县|区|镇|乡|街道"
_PLACE = re.compile(rf"^(?:中共)?(?:(?!{_NO_PLACE})[一-龥]){{2,6}}?(?:{_LEVELS})(?=[一-龥\d]{{4}})")
_PLACES = re.compile(rf"(?:(?!{_NO_PLACE})[一-龥]){{2,6}}?(?:{_LEVELS})(?=[一-龥\d]{{2}})")
_OFFICE = re.compile(
    r"^(?:[一-龥]{0,20}?(?:人民政府|政府)(?:办公[厅室])?|[一-龥]{2,20}?(?:委员会|局|厅|办公室|办公厅))(?=[一-龥\d]{6})"
)
_MARKS = re.compile(r"[《》〈〉<>“”\"'‘’「」『』]")
_NUMBER_HEAD = re.compile(r"^[一-龥]{1,14}[〔\[(（【]\d{4}[〕\])）】]第?\d{1,4}号[:：]?(?=.{6})")
_DECREE_HEAD = re.compile(r"^[一-龥]{2,16}令第?\d{1,4}号[:：]?(?=.{4})")
_BRACKETED = re.compile(r"[(（][^()（）]{0,30}[)）]$")
_NUMBERED = re.compile(r"[(（][^()（）]*(?:号|有效|废止|失效|图|附件)[)）]$")
_STATE = re.compile(r"^(?:【[^】]{0,16}】|\[[^\]]{0,12}\])+")
_FIGURES = re.compile(
    r"\d+|[〇零一二三四五六七八九十百]{2,}(?=[年条批期届版])|第[一二三四五六七八九十]+(?=[批期轮次版])"
)
_RANGE = re.compile(r"[—–－~～至-]+")
_CUT = re.compile(r"(?:\.{3,}|…+)$")
_NAME_CAP = 200


@dataclass(frozen=True, slots=True)
class NameRules:
    """`reading/pairs.yaml`, compiled."""

    editions: re.Pattern[str]
    drafts: re.Pattern[str]
    genres: re.Pattern[str]
    bare: re.Pattern[str]
    reading_words: re.Pattern[str]
    basis_before: re.Pattern[str]
    made_before: re.Pattern[str]
    made_after: re.Pattern[str]
    superiors: re.Pattern[str]
    province: re.Pattern[str]
    limits: Mapping[str, float] = field(default_factory=dict)


def name_rules(rules: Rules) -> NameRules:
    """Compile the words by which documents are paired."""
    data: Mapping[str, Any] = rules.reading("pairs")
    genres, bare = alternatives(data["genres"]), alternatives(data["bare_words"])
    return NameRules(
        editions=re.compile(rf"(?:{alternatives(data['editions'])})"),
        drafts=re.compile(data["drafts"]),
        genres=re.compile(rf"({genres})(?:\d{{4}}年?)?$"),
        bare=re.compile(rf"(?:{bare}|\d|[年第条一二三四五六七八九十])*"),
        reading_words=patterns(data["reading_words"]),
        basis_before=re.compile(data["basis_before"]),
        made_before=re.compile(data["made_before"]),
        made_after=re.compile(data["made_after"]),
        superiors=re.compile(data["superiors"]),
        province=re.compile(data["province"]),
        limits=data["limits"],
    )


@dataclass(frozen=True, slots=True)
class Name:
    """
    One name of a document. `forms` are the ways to cite it, the whole first, without marks and edition;
    `edition` is 试行, 修订 … where it is written; `figures` are the years and counts in it.
    """

    whole: str
    forms: tuple[str, ...]
    edition: str = ""
    genre: str = ""
    figures: frozenset[str] = frozenset()
    inner: str = ""  # what it enacts
    core: str = ""  # that without office, place and the words of a covering notice
    place: str = ""  # the innermost place at the head of what it enacts: 清河县 of 望川市清河县…
    is_cut: bool = False


def name_of(title: str, rules: NameRules) -> Name:
    """The name that a title is, for a title that is nothing else."""
    return _name_of(
        title[:_NAME_CAP], rules.editions, rules.genres, rules.bare, int(rules.limits["least_name"])
    )


@lru_cache(maxsize=16_384)
def _name_of(
    title: str, editions: re.Pattern[str], genres: re.Pattern[str], bare: re.Pattern[str], least: int
) -> Name:
    whole = _RANGE.sub("-", _MARKS.sub("", squeeze(title)))
    is_cut = bool(_CUT.search(squeeze(title)))
    whole = _DECREE_HEAD.sub("", _NUMBER_HEAD.sub("", _STATE.sub("", _CUT.sub("", whole)))).rstrip("。,;；、")
    while _NUMBERED.search(whole):
        whole = _NUMBERED.sub("", whole)
    figured = whole
    whole, edition = _without_edition(whole, editions)
    forms = tuple(f for f in _forms(whole, editions) if len(f) >= least and not bare.fullmatch(f))
    inner = forms[-1] if forms else whole
    genre = genres.search(_NOTICE_TAIL.sub("", _inner(whole)) or whole) or genres.search(inner)
    return Name(
        whole,
        forms,
        edition=edition,
        genre=genre.group(1) if genre else "",
        figures=frozenset(_FIGURES.findall(figured)),
        inner=_inner(whole),
        core=_NOTICE_TAIL.sub("", _PLACE.sub("", _OFFICE.sub("", _ABOUT.sub("", _inner(whole))))),
        place=_place(_inner(whole)) or _place(whole),
        is_cut=is_cut,
    )


def _place(text: str) -> str:
    """The last of the places that stand in a row at the head."""
    found, at = "", 0
    while match := _PLACES.match(text, at):
        found, at = match.group(), match.end()
    return found


def _without_edition(text: str, editions: re.Pattern[str]) -> tuple[str, str]:
    """A name without the edition in its last brackets, also where 的通知 follows them; and the edition."""
    found = re.search(r"[(（]([^()（）]{2,14})[)）](?=(?:的(?:通知|公告|通告|决定))?$)", text)
    word = editions.search(found.group(1)) if found else None
    if found and word:
        return text[: found.start()] + text[found.end() :], word.group()
    return text, ""


def _inner(whole: str) -> str:
    framed = _FRAME.match(whole)
    return framed["inner"] if framed else whole


def _forms(whole: str, editions: re.Pattern[str]) -> tuple[str, ...]:
    """Whole; what it enacts; without office, place and the words of a covering notice."""
    names = [whole]
    framed = _FRAME.match(whole)
    if framed:
        inner = _without_edition(_BRACKETED.sub("", framed["inner"]) or framed["inner"], editions)[0]
        names.append(inner)
    names += [_ABOUT.sub("关于", whole), _ABOUT.sub("", whole)]
    for strip in (_NOTICE_TAIL, _OFFICE, _PLACE):
        names += [strip.sub("", name) for name in names]
    return tuple(dict.fromkeys(n for n in names if n))


def cited_names(title: str, rules: NameRules) -> list[Name]:
    """
    The documents that an interpretation's title names: what stands in the outermost 《》, else the title
    without the words of interpreting. Names that could be any document's (《实施方案》) are left out.
    """
    outer = _outermost(title)
    if not outer:
        bare = title
        for _ in range(3):
            bare = rules.reading_words.sub("", squeeze(bare)).strip(":：|｜丨—-")
        if bare == squeeze(title) and not rules.genres.search(bare):
            return []
        outer = [bare.removesuffix("的")]
    return [name for t in outer if (name := name_of(t, rules)).forms]


def _outermost(title: str) -> list[str]:
    """What stands in the outermost 《》; an unclosed one runs to the end, and inner ones stay in it."""
    found, depth, start = [], 0, 0
    for place, mark in enumerate(title[:400]):
        if mark == "《":
            start = place + 1 if not depth else start
            depth += 1
        elif mark == "》" and depth:
            depth -= 1
            if not depth:
                found.append(title[start:place])
    if depth:
        rest = re.sub(r"》?[^》]{0,12}(?:解读|图解|问答|答记者问).{0,6}$", "", title[start:])
        found.append(rest)
    return [t for t in found if len(t) >= 4]


def may_be_one(cited: Name, own: Name) -> bool:
    """Whether nothing printed says that two names mean different documents: edition, place, year, genre."""
    if cited.edition and own.edition and cited.edition[:2] != own.edition[:2]:
        return False
    if cited.place and own.place and own.place not in cited.whole and cited.place not in own.inner:
        return False
    if cited.figures != own.figures and not (cited.figures <= own.figures and _same_form(cited, own)):
        return False
    return not (cited.genre and own.genre and cited.genre != own.genre)


def _same_form(cited: Name, own: Name) -> bool:
    return not set(cited.forms).isdisjoint(own.forms)


def is_same(cited: Name, own: Name) -> bool:
    """Whether two names share a form (a cut one: its beginning) and contradict in nothing."""
    if not _same_form(cited, own) and not (cited.is_cut and _begins(cited, own)):
        return False
    return may_be_one(cited, own)


def _begins(cited: Name, own: Name) -> bool:
    return any(len(c) >= 10 and o.startswith(c) for c in cited.forms for o in own.forms)


def likeness(cited: Name, own: Name) -> float:
    """The greatest likeness of any two forms, 0 to 1; 0 where the names contradict each other."""
    if not may_be_one(cited, own):
        return 0.0
    return max((fuzz.ratio(a, b) / 100 for a in cited.forms for b in own.forms), default=0.0)
