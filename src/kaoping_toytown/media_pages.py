"""What the invented platforms serve: article pages, feeds and saved files, each in its own markup."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime
from xml.sax.saxutils import escape

_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class ToyPost:
    """One post as it was written; `path` is where the platform serves it."""

    title: str
    lines: tuple[str, ...]
    day: date
    path: str

    @property
    def at(self) -> datetime:
        """Ten o'clock in the morning of its day, in China."""
        return datetime(self.day.year, self.day.month, self.day.day, 10, tzinfo=_CHINA)

    @property
    def text(self) -> str:
        return "".join(self.lines)


def article_page(post: ToyPost, account: str, account_id: str, base: str) -> str:
    """The article page of the WeChat platform, cut to what carries meaning."""
    paragraphs = "".join(f"<section><span>{escape(line)}</span></section>" for line in post.lines)
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title></title>'
        f'<meta property="og:title" content="{escape(post.title)}">'
        f'<meta property="og:url" content="{base}{post.path}"></head><body id="activity-detail">'
        '<div id="js_article" class="rich_media"><div class="rich_media_inner">'
        f'<h1 class="rich_media_title" id="activity-name">\n{escape(post.title)}\n</h1>'
        f'<div id="meta_content"><a id="js_name" href="javascript:void(0);"> {escape(account)} </a>'
        '<em id="publish_time"></em></div>'
        f'<div class="rich_media_content" id="js_content" style="visibility: hidden;">{paragraphs}'
        '<p><img class="rich_pages" data-src="https://pictures.example/a.png" data-type="png"></p></div>'
        f'</div></div><script>var nickname = "{escape(account)}"; var user_name = "{account_id}"; '
        f'var ct = "{int(post.at.timestamp())}";</script></body></html>'
    )


def deleted_page() -> str:
    """What the platform shows in place of an article that its author took back."""
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head><body><div class="weui-msg">'
        '<h2 class="weui-msg__title">该内容已被发布者删除</h2></div></body></html>'
    )


def wall_page() -> str:
    """What the platform shows to visitors whom it takes for machines."""
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head><body><div class="weui-msg">'
        '<h2 class="weui-msg__title">环境异常</h2><p>当前环境异常,完成验证后即可继续访问。</p>'
        "</div></body></html>"
    )


def rss(title: str, posts: Sequence[ToyPost], base: str) -> str:
    items = "".join(
        f"<item><title><![CDATA[{post.title}]]></title><link>{base}{post.path}</link>"
        f"<pubDate>{format_datetime(post.at)}</pubDate><content:encoded><![CDATA[<p>{post.text}</p>]]>"
        "</content:encoded></item>"
        for post in posts
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{escape(title)}</title>{items}</channel></rss>"
    )


def atom(title: str, posts: Sequence[ToyPost], base: str) -> str:
    entries = "".join(
        f'<entry><title>{escape(post.title)}</title><link rel="alternate" href="{base}{post.path}"/>'
        f"<published>{post.at.astimezone(UTC).isoformat()}</published>"
        f'<content type="html">{escape(f"<p>{post.text}</p>")}</content></entry>'
        for post in posts
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>{escape(title)}</title>{entries}</feed>"
    )


def json_feed(title: str, posts: Sequence[ToyPost], base: str, *, made_at: datetime | None = None) -> str:
    """A JSON feed; with `made_at` every entry lies that it was published then."""
    items = [
        {
            "id": post.path,
            "url": f"{base}{post.path}",
            "title": post.title,
            "content_text": post.text,
            "date_published": (made_at or post.at).isoformat(),
        }
        for post in posts
    ]
    told = {"version": "https://jsonfeed.org/version/1.1", "title": title, "items": items}
    return json.dumps(told, ensure_ascii=False)


def mhtml(page: str, address: str) -> str:
    """A page as a browser saves it into one file."""
    return (
        "From: <Saved by Browser>\r\nSnapshot-Content-Location: " + address + "\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----toy"\r\n\r\n------toy\r\n'
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
        f"Content-Location: {address}\r\n\r\n{page}\r\n------toy--\r\n"
    )


def menu(entries: Sequence[tuple[str, Sequence[str]]]) -> str:
    """A menu as the platform's own interface gives it: headings with the entries below."""
    buttons = [
        {
            "name": name,
            "sub_button": [{"type": "view", "name": one, "url": "https://w.example/"} for one in below],
        }
        if below
        else {"type": "view", "name": name, "url": "https://w.example/"}
        for name, below in entries
    ]
    return json.dumps({"menu": {"button": buttons}}, ensure_ascii=False)
