"""
Wrong words, personal data and signs of tampering in posts (推文错敏、泄密隐私与篡改).

Looks at:     title and text of a post, and what was read in its pictures, by the rules of `wording.*`,
              `privacy.personal_data` and the plain signs of `integrity.tampered`. Ornamental letters are
              read as ordinary ones and pictures among the words as blanks.
Problem when: one of those rules accuses; `rule` names it. What was read in pictures is a hint alone.
Unsure when:  one of those rules is unsure.
Silent:       posts that are gone; wherever the rules themselves are silent.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kaoping.pages.attachments.attachment import Part
from kaoping.pages.draft import page_of_text
from kaoping.pages.newmedia.posts import Post, plain_text
from kaoping.pages.page import Page
from kaoping.pages.personal import has_long_run
from kaoping.rulebook import Rulebook

from ..declaration import Check, check, load_checks
from ..integrity.plain import signs_of_hijack
from ..judging import judge
from ..observation import Observation, problem, unsure

GROUPS = ("wording", "privacy")
IN_POST, IN_PICTURE = "推文", "图中文字(机器识读)"


@check(
    title="推文存在错敏信息",
    reads=Post,
    lane="person",
    message="{place}中{reason}",
    basis="国办秘函〔2019〕19号政务新媒体检查指标;国办发〔2018〕123号关于内容审核把关的要求",
    remedy="请立即修改或删除所列推文,核查同一稿件的其他转发。",
    same_fact=("quote", "wrong", "rule", "lane"),
)
def wording(post: Post, rules: Rulebook, *, secret: bytes) -> Iterator[Observation]:
    if post.deleted:
        return
    yield from _seen(post, _page(post, plain_text(post.title), plain_text(post.text)), rules, secret, IN_POST)
    if post.picture_text:
        page = _page(post, "", plain_text(post.picture_text))
        for one in _seen(post, page, rules, secret, IN_PICTURE):
            yield replace(one, lane="hint")


def _seen(post: Post, page: Page, rules: Rulebook, secret: bytes, place: str) -> Iterator[Observation]:
    for rule in _rules_of_words(rules):
        for seen in judge(rule, page, rules, today=post.published, secret=secret):
            if seen.answer != "not_checked":
                yield _told(post, rule, seen, place)
    for text in (page.title, page.text):
        for sign in signs_of_hijack(text, rules) if text else ():
            yield problem(
                post.address,
                quote=sign.quote,
                suggestion=sign.suggestion,
                severity="严重" if sign.lane != "hint" else "提示",
                lane="hint" if sign.lane == "hint" else None,
                rule=sign.check,
                kind=sign.kind,
                wrong=text[sign.start : sign.end],
                reason=sign.reason,
                place=place,
                name=post.site,
            )


def _told(post: Post, rule: Check, seen: Observation, place: str) -> Observation:
    facts: dict[str, Any] = {
        "rule": rule.id,
        "kind": str(seen.facts.get("kind", "")),
        "wrong": str(seen.facts.get("wrong", "")),
        "right": str(seen.facts.get("right", "")),
        "reason": seen.message,
        "place": place,
        "name": post.site,
    }
    if seen.answer == "unsure":
        facts.pop("reason")
        return unsure(post.address, why=f"{place}:{seen.message}", quote=seen.quote, **facts)
    return problem(
        post.address,
        quote=seen.quote,
        suggestion=seen.suggestion,
        severity=seen.severity,
        lane="hint" if seen.lane == "hint" else None,
        **facts,
    )


def _rules_of_words(rules: Rulebook) -> Iterator[Check]:
    for one in load_checks().values():
        if one.group in GROUPS and Page in one.subjects and rules.demand_of(one.id):
            yield one


def _page(post: Post, title: str, text: str) -> Page:
    page = page_of_text(text, on=post.published, url=post.address)
    whole = f"{title}\n{text}"
    parts = (Part(name="推文", text=whole, length=len(whole)),) if has_long_run(whole) else ()
    return replace(page, title=title, site=post.site, parts=parts)
