"""
No statistics of messages (没有留言统计).

Looks at:     figures on messages received and answered anywhere on the site.
Problem when: the site takes messages itself and prints no such figures.
Unsure when:  the newest figures hold for a day more than `frozen_months` ago; figures seem to be there and
              could not be read (drawn by script or as a picture); or the site was seen only in part.
Not its job:  a site without a channel; see `interaction.consultation_missing`. A site whose channels are
              all on another host: figures stand there.
"""

from collections.abc import Iterator
from datetime import date

from kaoping.pages.interaction import InteractionReading
from kaoping.pages.replies import months_before
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="没有留言统计",
    reads=InteractionReading,
    message="有咨询留言栏目,但没有公布留言受理、答复的统计数据",
    basis="国办发〔2017〕47号《政府网站发展指引》关于定期公布网民留言受理及答复情况的要求",
    remedy="请在互动交流栏目定期公布收到、受理、答复(办结)留言的数量,并写明统计截止日期。",
)
def message_statistics_missing(
    reading: InteractionReading, rules: Rulebook, *, today: date, frozen_months: int
) -> Iterator[Observation]:
    if reading.statistics:
        yield from _frozen(reading, today, frozen_months)
        return
    place = _place(reading)
    if not place:
        return
    if why := reading.unread_statistics or reading.unseen:
        yield unsure(place, why=why)
        return
    yield problem(place, messages=reading.message_count)


def _frozen(reading: InteractionReading, today: date, frozen_months: int) -> Iterator[Observation]:
    """The newest block decides; one without a day may be of today."""
    if any(block.until is None for block in reading.statistics):
        return
    block = max(reading.statistics, key=lambda one: (one.until or date.min, one.url))
    if block.until and block.until < months_before(today, frozen_months):
        why = f"统计数据只到{block.until},已超过{frozen_months}个月没有更新"
        yield unsure(block.url, why=why, quote=block.quote, until=block.until)


def _place(reading: InteractionReading) -> str:
    """The site's own page where messages are kept, ``""`` where it keeps none."""
    own = [c for c in reading.channels if (c.counts or c.is_published_only) and not c.is_outer]
    is_kept = any(not message.is_excluded for message in reading.messages)
    asking = any(c.counts and not c.is_outer for c in reading.channels)
    if not asking and not is_kept:
        return ""
    # a list of letters is where figures are looked for, sooner than a bare form
    shown = (c.url for c in sorted(own, key=lambda c: (c.has_form, c.is_published_only, c.url)))
    return next(iter((*reading.boards, *shown)), reading.home_url)
