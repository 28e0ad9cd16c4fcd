"""Article pages and saved article files as posts, whatever platform or website they stand on."""

from dataclasses import replace
from datetime import datetime

from kaoping.gather.capture import FAILURE_WORDS, Capture
from kaoping.roster import BEIJING

from ..attachments.attachment import Attachment
from ..charset import decode
from ..reader import Reader
from ..saved import UNKNOWN_ADDRESS, saved
from .posts import LONGEST_TEXT, Post, believed
from .wechat import Article, is_wechat, read_wechat

_GONE_STATUS = frozenset({404, 410})


def read_article(capture: Capture, reader: Reader, *, lane: str) -> Article:
    """
    The post of one fetched or saved page: WeChat's by its own markup, any other as every page is read.

    A saved file (html, mhtml) is opened first and asked for the address that it had.
    """
    if lane == "saved":
        capture = _opened(capture)
    blank = Post(url=capture.url, lane=lane, where=capture.url, seen_at=capture.fetched_at)
    if capture.failure is not None:
        return Article(blank, unseen=FAILURE_WORDS[capture.failure])
    if capture.status in _GONE_STATUS:
        return Article(replace(blank, deleted=f"文章地址返回 HTTP {capture.status}"))
    if not capture.is_ok or not capture.body:
        return Article(blank, unseen=f"对方返回 HTTP {capture.status}")
    markup = decode(capture.body, capture.header("content-type")).text
    if is_wechat(capture.url, markup):
        return read_wechat(markup, _known(capture.url), seen_at=capture.fetched_at, lane=lane)
    page = reader.read(capture)
    if page.says_not_found:
        return Article(replace(blank, title=page.title, deleted=page.says_not_found[:60]))
    if not page.text and not page.title:
        return Article(blank, unseen=page.needs_rendering or "页面中没有文章内容")
    day, doubt = believed(page.published, capture.fetched_at.astimezone(BEIJING).date())
    return Article(
        replace(
            blank,
            url=_known(page.url),
            title=page.title[:300],
            text=page.text[:LONGEST_TEXT],
            published=day,
            doubt=doubt,
            author=page.source[:80],
            pictures=page.images,
        )
    )


def post_of_file(file: Attachment, name: str, *, seen_at: datetime) -> Article:
    """The post that a saved PDF (or office file) holds: the first line is its title, its day unknown."""
    blank = Post(lane="saved", where=name, seen_at=seen_at)
    lines = [line.strip() for part in file.parts for line in part.text.splitlines() if line.strip()]
    if not lines:
        return Article(blank, unseen="、".join(file.notes) or "文件里没有可读文字")
    return Article(replace(blank, title=lines[0][:300], text="\n".join(lines[1:])[:LONGEST_TEXT]))


def _opened(capture: Capture) -> Capture:
    copy = saved(capture.body)
    headers = (("Content-Type", copy.content_type),) if copy.content_type else ()
    url = capture.url or copy.url or UNKNOWN_ADDRESS
    return replace(capture, url=url, body=copy.body, headers=headers, status=200)


def _known(url: str) -> str:
    return "" if url.startswith(UNKNOWN_ADDRESS[:22]) else url
