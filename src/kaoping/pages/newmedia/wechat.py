"""The article page of WeChat (公众号文章): its own markup, and the words by which it says that it is gone."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kaoping.roster import BEIJING, NotAMoment, written_day

from .posts import LONGEST_TEXT, Post, believed
from .richtext import text_of_node

HOST = "mp.weixin.qq.com"
_MOMENT = re.compile(r"""\b(?:var\s+)?(?:ct|oriCreateTime|create_time)\s*[:=]\s*["']?(\d{10})["']?""")
_NAME = re.compile(r"""\bnickname\s*[:=]\s*(?:htmlDecode\()?["']([^"'\n]{1,80})["']""")
_ID = re.compile(r"""\b(?:user_name|ori_head_img_url_user|username)\s*[:=]\s*["'](gh_[0-9a-z]{6,20})["']""")
# what the platform writes in place of an article; quoted in the report as printed
_GONE = (
    "该内容已被发布者删除", "此内容已被发布者删除", "该内容暂时无法查看", "此内容因违规无法查看",
    "该公众号已迁移", "该账号已被屏蔽", "该公众号已注销", "此账号已自主注销", "链接已过期", "参数错误",
    "此内容被投诉且经审核涉嫌侵权", "此帐号已被屏蔽",
)  # fmt: skip
_WALL = ("环境异常", "完成验证后即可继续访问", "访问过于频繁")
_SIGNS = ('id="js_content"', "rich_media_title", "weui-msg__title")
_SHORT_PAGE = 400  # characters: so few are a message, not an article


@dataclass(frozen=True, slots=True)
class Article:
    """An article page as read: the post without account, and why it could not be seen, if so."""

    post: Post
    unseen: str = ""


def is_wechat(url: str, markup: str) -> bool:
    """Whether a page is an article page of WeChat, by its address or its markup."""
    return HOST in url[:60] or any(sign in markup for sign in _SIGNS)


def read_wechat(markup: str, url: str, *, seen_at: datetime, lane: str) -> Article:
    """
    The post that an article page shows. Its date is the instant that the page's script tells, else the words
    printed under the title. A page that says the article is gone gives a post with `deleted`; a verification
    wall gives `unseen`: that proves nothing.
    """
    tree = LexborHTMLParser(markup)
    blank = Post(url=_own_address(tree) or url, lane=lane, where=url, seen_at=seen_at)
    content = tree.css_first("#js_content")
    if content is None or not (content.text() or "").strip():
        message = _message(tree)
        if gone := next((words for words in _GONE if words in message), ""):
            return Article(replace(blank, title=_title(tree), deleted=gone))
        if any(words in message for words in _WALL):
            return Article(blank, unseen="平台要求验证,没有看到文章")
        if content is None:
            return Article(blank, unseen="页面中没有文章内容")
    text, pictures = text_of_node(content) if content is not None else ("", ())
    day, doubt = _published(tree, markup, seen_at)
    name = _first(tree, "#js_name", "#profileBt a", ".profile_nickname") or _found(_NAME, markup)
    return Article(
        replace(
            blank,
            title=_title(tree)[:300],
            text=text[:LONGEST_TEXT],
            published=day,
            doubt=doubt,
            author=name[:80],
            author_id=_found(_ID, markup),
            pictures=pictures,
        )
    )


def _published(tree: LexborHTMLParser, markup: str, seen_at: datetime) -> tuple[date | None, str]:
    seen_on = seen_at.astimezone(BEIJING).date()
    if found := _MOMENT.search(markup):
        return believed(datetime.fromtimestamp(int(found[1]), UTC).astimezone(BEIJING).date(), seen_on)
    try:
        return believed(written_day(_first(tree, "#publish_time", "#post-date", ".publish_time")), seen_on)
    except NotAMoment:
        return None, ""


def _title(tree: LexborHTMLParser) -> str:
    printed = _first(tree, "#activity-name", ".rich_media_title", "h1")
    return printed or _tag(tree, "og:title") or _tag(tree, "twitter:title")


def _message(tree: LexborHTMLParser) -> str:
    body = tree.body
    words = " ".join((body.text(separator=" ") or "").split()) if body is not None else ""
    shown = _first(tree, ".weui-msg__title", ".global_error_msg", ".mesg-block", ".title_error_msg")
    return f"{shown} {words}" if len(words) <= _SHORT_PAGE or shown else ""


def _own_address(tree: LexborHTMLParser) -> str:
    address = _tag(tree, "og:url")
    return address if address.startswith(("http://mp.weixin", "https://mp.weixin")) else ""


def _tag(tree: LexborHTMLParser, name: str) -> str:
    node = tree.css_first(f'meta[property="{name}"]')
    return (node.attributes.get("content") or "").strip() if node is not None else ""


def _first(tree: LexborHTMLParser, *selectors: str) -> str:
    for selector in selectors:
        node: LexborNode | None = tree.css_first(selector)
        if node is not None and (words := " ".join((node.text() or "").split())):
            return words
    return ""


def _found(pattern: re.Pattern[str], markup: str) -> str:
    match = pattern.search(markup)
    return match[1].strip() if match else ""
