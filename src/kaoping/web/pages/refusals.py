"""Answers to requests that cannot be served: each says why and what to do."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from kaoping.rounds.room import is_full

from ..people.gates import to_sign_in


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: the page was open too long, or cookies are off."""
    return render(request, "stale_form.html", status=403)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A page that is not for this role; who is not signed in may be of another and is asked first."""
    if not request.user.is_authenticated:
        return to_sign_in(request)
    return render(request, "403.html", status=403)


_FULL = (
    "服务器的磁盘已满",
    "您刚才的操作没有保存,以前保存的都在。请系统管理员给数据目录所在的磁盘腾出空间,再做一次。",
)
_AWAY = (
    "数据库暂时不能使用",
    "可能正在重启,或者太忙。您刚才的操作没有保存,以前保存的都在。请过半分钟再做一次。",
)
_FAILED = "程序出错了", "您的操作没有保存。错误已记入日志,请告诉系统管理员出错的时间和页面,稍后再试。"


def out_of_order(error: BaseException | None) -> tuple[str, str] | None:
    """Title and words where the machine cannot do it now: no room, or a database that is away; else None."""
    if isinstance(error, OSError | OperationalError) and is_full(error):
        return _FULL
    return _AWAY if isinstance(error, OperationalError | InterfaceError) else None


def failed(request: HttpRequest) -> HttpResponse:
    """
    What nobody foresaw (500), or what can be done again once the machine is in order (503). The page is made
    without the database, which may be the trouble. Called while the error is handled.
    """
    trouble = out_of_order(sys.exception())
    title, words = trouble or _FAILED
    page = render_to_string("500.html", {"title": title, "words": words})
    if trouble is None:
        return HttpResponse(page, status=500)
    return HttpResponse(page, status=503, headers={"Retry-After": "30"})
