"""Whether somebody is who he says: name, password and second factor, with guessing stopped."""

import logging
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from ..audit.actions import record
from . import throttle
from .models import User
from .second_factor import use_code

log = logging.getLogger("kaoping.people")
WRONG = "用户名或密码不正确。"
WRONG_CODE = "验证码不正确或已经用过,请等下一个验证码。"


class NotProven(Exception):
    """The proof was not accepted; its words are for the person."""


def by_password(username: str, password: str, address: str, *, now: datetime | None = None) -> User:
    """
    The active user of that name and password. It takes as long where there is no such name.

    Raises:
        NotProven: Wrong, or too many wrong ones before.
    """
    attempt = _begin(username, address, now)
    user: User | None = User.objects.filter(username=username.strip().lower(), is_active=True).first()
    if not _fits(user, password) or user is None:
        _refuse(attempt, username, address, user)
        raise NotProven(WRONG)
    attempt.forget() if not user.totp_secret else attempt.take_back()
    return user


def by_code(user: User, code: str, address: str, *, now: datetime | None = None) -> None:
    """
    The second proof of somebody whose password was right. The code is used up.

    Raises:
        NotProven: Wrong, used, or too many wrong ones before.
    """
    attempt = _begin(user.username, address, now)
    if not use_code(user, code, now=now):
        _refuse(attempt, user.username, address, user)
        raise NotProven(WRONG_CODE)
    attempt.forget()


def again(user: User, password: str, code: str, address: str, *, now: datetime | None = None) -> None:
    """
    Both proofs anew, of somebody who is signed in; the code only where a second factor is set up.

    Raises:
        NotProven: One of them is wrong.
    """
    by_password(user.username, password, address, now=now)
    if user.totp_secret:
        by_code(user, code, address, now=now)


def _begin(username: str, address: str, now: datetime | None) -> throttle.Attempt:
    try:
        return throttle.begin(username, address, now=now)
    except throttle.LockedOut as locked:
        log.warning("refused while locked", extra={"username": username[:64], "address": address})
        raise NotProven(str(locked)) from locked


def _fits(user: User | None, password: str) -> bool:
    if user is None or not user.has_usable_password():
        make_password(password)  # costs what comparing would
        return False

    def renew(raw: str) -> None:
        user.set_password(raw)
        user.save(update_fields=["password"])

    return check_password(password, user.password, renew)


def _refuse(attempt: throttle.Attempt, username: str, address: str, user: User | None) -> None:
    log.warning("failed to sign in", extra={"username": username[:64], "address": address})
    if attempt.is_last and user is not None:
        with transaction.atomic():
            record(by="system", action="people.locked", subject=f"user:{user.username}", address=address)
