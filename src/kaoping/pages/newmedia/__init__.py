"""Understands what accounts publish: posts and menus out of every lane by which they lawfully come."""

from .account import AccountSeen, RepostDuty, account_seen, repost_duties
from .lanes import LANES, Lane, lane_of
from .menus import MenuItem, NotAMenu, Phone, read_menu
from .posts import Post, joined_posts

__all__ = [
    "LANES",
    "AccountSeen",
    "Lane",
    "MenuItem",
    "NotAMenu",
    "Phone",
    "Post",
    "RepostDuty",
    "account_seen",
    "joined_posts",
    "lane_of",
    "read_menu",
    "repost_duties",
]
