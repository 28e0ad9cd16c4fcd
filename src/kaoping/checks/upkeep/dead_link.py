"""
Link leads nowhere (链接不可用).

Looks at:     each distinct address that pages of the site cite: page, image, frame, media, outer page.
Problem when: it answered dead in every one of at least two sightings. On the site's own host: 4xx but
              refusals, 5xx, no such host, refused, or a page that says "not found" with 200. On an outer host
              only what cannot be a refusal of robots: 404, 410, a name that does not resolve, and a page
              whose own words are that it is not found. The facts say how the national rule counts it: on the
              home page each one, on other pages by their number.
Unsure when:  an own address fails without an answer (time-out, reset, handshake), or sightings disagree.
Silent:       401, 403, 405, 407, 429, 451, 5xx and time-outs of outer hosts, which refuse robots or foreign
              networks every day: asking a person about each would bury the true ones.
Not its job:  attachments, own or outer; see `upkeep.attachment_dead`.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from kaoping.pages.subjects import LinkTarget, Sight
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure
from . import deadness

TARGET_WORDS = {
    "page": "页面",
    "image": "图片",
    "frame": "内嵌页面",
    "data": "数据",
    "media": "音视频",
}


@check(
    title="链接不可用",
    reads=LinkTarget,
    lane="machine",
    message="{what}打不开({failure}),共{count}个页面引用:{target}",
    basis="国办秘函〔2019〕19号网站检查指标第二部分功能设计方面的可用性要求",
    remedy="请在所列页面上改正或删除打不开的链接,缺失的图片、附件重新上传。",
    same_fact=("target",),
)
def dead_link(link: LinkTarget, rules: Rulebook) -> Iterator[Observation]:
    is_judged = link.target != "attachment" and urlsplit(link.url).scheme in ("http", "https")
    if not is_judged or len(link.sights) < deadness.FEWEST_SIGHTINGS:
        return
    pages = link.cited_by or (link.url,)
    count = max(link.cited_count, len(link.cited_by), 1)
    is_dead = [_is_dead(sight, link) for sight in link.sights]
    if all(is_dead):
        yield problem(
            *pages,
            severity=deadness.severity(link.cited_by, is_outer=link.is_outer),
            quote=link.text,
            target=link.url,
            failure="、".join(dict.fromkeys(_reason(s, link) for s in link.sights)),
            what=("站外" if link.is_outer else "站内") + TARGET_WORDS[link.target],
            count=count,
            status=link.sights[-1].status,
            counted_as="首页" if deadness.stands_on_home(link.cited_by) else "其他页面",
        )
    elif not link.is_outer and all(
        d or deadness.is_doubtful(s) for d, s in zip(is_dead, link.sights, strict=True)
    ):
        why = f"{'、'.join(sorted({_reason(s, link) for s in link.sights}))},不能断定是链接失效"
        yield unsure(*pages, why=why, target=link.url, count=count)


def _is_dead(sight: Sight, link: LinkTarget) -> bool:
    if sight.failure or sight.status is None or sight.status >= 400:
        return deadness.is_dead(sight, is_outer=link.is_outer)
    return bool(link.soft_not_found) and sight.status < 300


def _reason(sight: Sight, link: LinkTarget) -> str:
    if not sight.failure and sight.status is not None and sight.status < 400:
        return f"返回{sight.status}但内容为“{link.soft_not_found}”"
    return deadness.reason(sight)
