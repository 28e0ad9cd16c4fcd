"""
Link leads nowhere (链接不可用).

Looks at:     each distinct address that pages of the site cite: page, image, attachment, frame, outer page.
Problem when: it answered dead in every one of at least two sightings. On the site's own host: 4xx but
              refusals, 5xx, no such host, refused, or a page that says "not found" with 200. On an outer host
              only what cannot be a refusal of robots: 404, 410, and a name that does not resolve.
Unsure when:  an own address fails without an answer (time-out, reset, handshake), or sightings disagree.
Silent:       401, 403, 405, 407, 429, 451, 5xx and time-outs of outer hosts, which refuse robots or foreign
              networks every day: asking a person about each would bury the true ones.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from kaoping.gather.capture import FAILURE_WORDS, Failure
from kaoping.pages.subjects import LinkTarget, Sight
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, Severity, problem, unsure

FEWEST_SIGHTINGS = 2
REFUSALS = frozenset({401, 402, 403, 405, 406, 407, 408, 409, 418, 421, 425, 426, 428, 429, 431, 451})
OUR_SIDE = frozenset(
    {Failure.OWN_NETWORK, Failure.FORBIDDEN_ADDRESS, Failure.TLS_NATIONAL, Failure.IPV6_ONLY}
)
DEAD_HERE = frozenset({Failure.NO_SUCH_HOST, Failure.REFUSED, Failure.REDIRECT_LOOP, Failure.REDIRECT_BAD})
TARGET_WORDS = {
    "page": "页面",
    "image": "图片",
    "attachment": "附件",
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
    if len(link.sights) < FEWEST_SIGHTINGS or _is_no_web_address(link.url):
        return
    is_dead = [_is_dead(sight, link) for sight in link.sights]
    if all(is_dead):
        yield problem(
            *(link.cited_by or (link.url,)),
            severity=_severity(link),
            quote=link.text,
            target=link.url,
            failure=_words(link),
            what=("站外" if link.is_outer else "站内") + TARGET_WORDS[link.target],
            count=max(link.cited_count, len(link.cited_by), 1),
            status=link.sights[-1].status,
        )
    elif not link.is_outer and all(d or _is_doubtful(s) for d, s in zip(is_dead, link.sights, strict=True)):
        yield unsure(
            *(link.cited_by or (link.url,)),
            why=f"{'、'.join(sorted({_reason(s, link) for s in link.sights}))},不能断定是链接失效",
            target=link.url,
            count=max(link.cited_count, len(link.cited_by), 1),
        )


def _is_no_web_address(url: str) -> bool:
    return urlsplit(url).scheme not in ("http", "https")


def _is_dead(sight: Sight, link: LinkTarget) -> bool:
    if sight.failure:
        return sight.failure in ({Failure.NO_SUCH_HOST} if link.is_outer else DEAD_HERE)
    if sight.status is None:
        return False
    if sight.status < 400:
        return bool(link.soft_not_found) and not link.is_outer and sight.status < 300
    if link.is_outer:
        return sight.status in (404, 410)
    return sight.status not in REFUSALS


def _is_doubtful(sight: Sight) -> bool:
    return bool(sight.failure) and sight.failure not in OUR_SIDE


def _severity(link: LinkTarget) -> Severity:
    """A dead link on the home page weighs more; one to a stranger's page is the stranger's doing."""
    if any(urlsplit(page).path in ("", "/") for page in link.cited_by):
        return "疑似"
    return "提示" if link.is_outer else "一般"


def _words(link: LinkTarget) -> str:
    return "、".join(dict.fromkeys(_reason(s, link) for s in link.sights))


def _reason(sight: Sight, link: LinkTarget) -> str:
    if sight.failure:
        return FAILURE_WORDS.get(Failure(sight.failure), sight.failure)
    if sight.status is not None and sight.status < 400:
        return f"返回{sight.status}但内容为“{link.soft_not_found}”"
    return f"返回{sight.status}"
