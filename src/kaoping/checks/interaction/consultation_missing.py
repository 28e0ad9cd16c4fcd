"""
No channel for consultation and advice (没有咨询建言渠道).

Looks at:     the ways of a site by which citizens can write, with what each one is for.
Problem when: none is for consultation or advice. Petition (信访), discipline and report channels, surveys,
              interviews, hotlines, and boards that only show letters do not count.
Unsure when:  the site was seen only in part or parts of it come by script; its channels do not answer;
              letters are published although no way to write was seen; or interaction as a whole is kept on
              another host.
Not its job:  a channel's dead address; see `upkeep.dead_link`.
"""

from collections.abc import Iterator

from kaoping.pages.interaction import InteractionReading
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure

MOST_NAMED = 8


@check(
    title="没有咨询建言渠道",
    reads=InteractionReading,
    severity="严重",
    message="没有发现可供公众咨询、建言的渠道({others})",
    basis="国办秘函〔2019〕19号网站检查指标第一部分“互动回应差”:未提供网上有效咨询建言渠道",
    remedy="请开设咨询、留言或领导信箱栏目并安排专人办理;使用统一平台的,在本站醒目位置链接到该平台。",
)
def consultation_missing(reading: InteractionReading, rules: Rulebook) -> Iterator[Observation]:
    asking = [channel for channel in reading.channels if channel.counts]
    if any(channel.works is not False for channel in asking):
        return
    if why := _doubt(reading, bool(asking)):
        yield unsure(reading.home_url, *(channel.url for channel in asking[:MOST_NAMED]), why=why)
        return
    names = list(dict.fromkeys(channel.name for channel in reading.channels))[:MOST_NAMED]
    yield problem(
        reading.home_url,
        *(channel.url for channel in reading.channels[:MOST_NAMED] if not channel.is_outer),
        others=f"只有{'、'.join(names)},不算咨询建言渠道" if names else "也没有其他互动栏目",
        channels=[f"{channel.name} {channel.url}" for channel in reading.channels[:MOST_NAMED]],
    )


def _doubt(reading: InteractionReading, has_channels: bool) -> str:
    if has_channels:
        return "咨询建言渠道的页面打不开"
    if reading.unseen:
        return reading.unseen
    if reading.platform_url:
        return f"互动交流在其他网站({reading.platform_url}),未查看"
    is_used = any(not message.is_excluded for message in reading.messages)
    if is_used or any(channel.is_published_only for channel in reading.channels):
        return "网站公开了来信,但没有看到写信的入口"
    return ""
