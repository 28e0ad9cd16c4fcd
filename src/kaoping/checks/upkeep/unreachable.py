"""
Site cannot be reached (站点无法访问).

Looks at:     the probes of one run: attempts to open the home page, spread over the run.
Problem when: at least two probes failed by the site's own doing (time-out, refused, no such host, 5xx) and
              they are at least `fail_ratio` of all that tell anything. A run only suspects: the rule itself
              wants `probes_per_day` probes a day over `window_days`.
Unsure when:  probes failed in a way that may lie with us or the path (handshake, reset, broken HTTP, 4xx).
Not checked:  we were refused (403, 429, verification page), our network was down, or the host speaks only
              what this machine cannot (national cryptography, IPv6).
"""

from collections import Counter
from collections.abc import Iterator

from kaoping.gather.capture import FAILURE_WORDS, Failure
from kaoping.pages.subjects import Sight, Site
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, not_checked, problem, unsure

OWN_DOING = frozenset({Failure.TIMEOUT, Failure.REFUSED, Failure.NO_SUCH_HOST})
# these say nothing of the site: they are neither failed nor passed probes
OUR_SIDE = frozenset(
    {Failure.OWN_NETWORK, Failure.FORBIDDEN_ADDRESS, Failure.TLS_NATIONAL, Failure.IPV6_ONLY}
)
REFUSALS = frozenset({401, 403, 407, 429})
FEWEST_FAILURES = 2


@check(
    title="站点无法访问",
    reads=Site,
    lane="machine",
    severity="严重",
    message="本次探测首页{probes}次,失败{failed}次({reason});按规定须连续监测{window_days}天、"
    "每天不少于{probes_per_day}次才能认定",
    basis="国办秘函〔2019〕19号网站检查指标第一部分“站点无法访问”",
    remedy="请查清打不开的原因(服务器、域名解析、防火墙),恢复后连续监测一周。",
)
def unreachable(
    site: Site, rules: Rulebook, *, timeout_s: int, fail_ratio: float, probes_per_day: int, window_days: int
) -> Iterator[Observation]:
    telling = [s for s in site.probes if not _says_nothing(s)]
    failed = [s for s in telling if _is_own_doing(s)]
    if site.is_blocked or not telling:
        yield not_checked(site.home_url, why=_why_unseen(site))
        return
    if len(failed) >= FEWEST_FAILURES and len(failed) >= fail_ratio * len(telling):
        yield problem(
            site.home_url,
            probes=len(telling),
            failed=len(failed),
            reason=_words(failed, timeout_s),
            probes_per_day=probes_per_day,
            window_days=window_days,
        )
    elif doubtful := [s for s in telling if not _is_answer(s)]:
        why = f"{len(telling)}次探测中{len(doubtful)}次异常({_words(doubtful, timeout_s)}),不足以认定"
        yield unsure(site.home_url, why=why, probes=len(telling), failed=len(doubtful))


def _says_nothing(sight: Sight) -> bool:
    return sight.failure in OUR_SIDE or sight.status in REFUSALS


def _is_own_doing(sight: Sight) -> bool:
    return sight.failure in OWN_DOING or (not sight.failure and (sight.status or 0) >= 500)


def _is_answer(sight: Sight) -> bool:
    return not sight.failure and sight.status is not None and sight.status < 400


def _why_unseen(site: Site) -> str:
    if site.is_blocked:
        return site.home_unseen or "网站拒绝本程序访问(403、429或验证页面),不等于打不开"
    reasons = Counter(_reason(s) for s in site.probes)
    return "、".join(sorted(reasons)) or site.home_unseen or "本次运行没有探测"


def _reason(sight: Sight) -> str:
    if sight.failure in FAILURE_WORDS:
        return FAILURE_WORDS[Failure(sight.failure)]
    return f"返回{sight.status}" if sight.status else sight.failure or "没有应答"


def _words(sights: list[Sight], timeout_s: int) -> str:
    counts = Counter(_reason(s) for s in sights)
    words = {FAILURE_WORDS[Failure.TIMEOUT]: f"{timeout_s}秒内未打开"}
    return "、".join(f"{words.get(r, r)}{n}次" for r, n in sorted(counts.items()))
