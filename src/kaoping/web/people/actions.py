"""
Writes to people's accounts. Each is one transaction and leaves its entry in the audit trail.

Separation of hands (GB/T 22239 8.1.4): whoever looks after accounts gives roles to others, never to himself.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ..audit.actions import record
from . import throttle
from .models import ApiToken, FirstStart, Invitation, RecoveryCode, Role, User
from .permissions import MAY_GIVE, UNIT_ROLES
from .second_factor import new_recovery_codes
from .tokens import LONGEST_DAYS, SCOPES, digest_of, new_token

INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(days=1)


class Refused(Exception):
    """The act is against a rule; the words say which, and what to do."""


@transaction.atomic
def invite(*, by: User, username: str, name: str, role: str, unit: Any = None) -> tuple[User, str]:
    """
    Make an account that its owner sets up by a link. Answers the account and the link's token, which is
    told once and kept as a digest only.

    Raises:
        Refused: `by` may not give this role, or not in this unit.
        ValidationError: The name is taken or malformed.
    """
    _refuse_role(by, role, unit)
    user = User.objects.create_user(username=username, role=role, name=name, unit=unit)
    record(by=by, action="people.invite", subject=_subject(user), role=role, unit=_unit(unit))
    return user, _new_link(by, user, INVITATION_LASTS)


@transaction.atomic
def send_link(*, by: User | str, user: User) -> str:
    """
    A new link for somebody whose link or password was lost. The old password is void at once. `by` may be
    the name of a process: whoever sits at the machine can open any account.
    """
    _refuse_self(by, user)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    throttle.unlock(user.username)
    record(by=by, action="people.reset_password", subject=_subject(user))
    return _new_link(by, user, RESET_LASTS)


@transaction.atomic
def accept_link(*, token: str, password: str, now: datetime | None = None) -> User:
    """
    Set the password of the account that the link belongs to; the link is used up.

    Raises:
        Refused: The link is used, expired or unknown.
        ValidationError: The password is against the rules.
    """
    now = now or timezone.now()
    link = live_link(token, now=now)
    if link is None or not Invitation.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        raise Refused("链接已经用过或已失效,请向发送人要一个新链接。")
    set_password(user=link.user, password=password)
    record(by=link.user, action="people.accept_invitation", subject=_subject(link.user))
    return link.user


def live_link(token: str, *, now: datetime | None = None) -> Invitation | None:
    """The invitation behind a link, where it is still good."""
    return (
        Invitation.objects.select_related("user__unit")
        .filter(token_digest=digest_of(token), used_at=None, expires_at__gt=now or timezone.now())
        .filter(user__is_active=True)
        .first()
    )


@transaction.atomic
def set_password(*, user: User, password: str) -> None:
    """
    Set a password that the rules allow; all other sessions of the person end.

    Raises:
        ValidationError: The rules do not allow it.
    """
    validate_password(password, user)
    user.set_password(password)
    user.password_changed_at = timezone.now()
    user.save(update_fields=["password", "password_changed_at"])
    record(by=user, action="people.set_password", subject=_subject(user))


@transaction.atomic
def change_person(*, by: User, user: User, name: str, role: str, unit: Any = None) -> None:
    """
    Change name, role and unit.

    Raises:
        Refused: It is oneself, or the role or unit is not one that `by` gives, or no administrator would be
            left.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _refuse_self(by, user)
    _refuse_role(by, role, unit)
    if role != Role.SYSTEM_ADMIN:
        _refuse_last_admin(user)
    before = {"name": user.name, "role": user.role, "unit": _unit(user.unit)}
    user.name, user.role, user.unit = name, role, unit
    user.save(update_fields=["name", "role", "unit"])
    after = {"name": name, "role": role, "unit": _unit(unit)}
    record(by=by, action="people.change", subject=_subject(user), before=before, after=after)


@transaction.atomic
def set_active(*, by: User, user: User, is_active: bool) -> None:
    """
    Close or open an account. A closed one's sessions, links and tokens open nothing.

    Raises:
        Refused: It is oneself, or the last administrator.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _refuse_self(by, user)
    if not is_active:
        _refuse_last_admin(user)
    if user.is_active == is_active:
        return
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    record(by=by, action="people.activate" if is_active else "people.deactivate", subject=_subject(user))


@transaction.atomic
def drop_second_factor(*, by: User | str, user: User) -> None:
    """Take away the second factor of somebody who lost telephone and recovery codes."""
    _refuse_self(by, user)
    user.totp_secret, user.totp_last_step = "", 0
    user.save(update_fields=["totp_secret", "totp_last_step"])
    RecoveryCode.objects.filter(user=user).delete()
    record(by=by, action="people.drop_second_factor", subject=_subject(user))


@transaction.atomic
def set_second_factor(*, user: User, secret: str, step: int) -> tuple[str, ...]:
    """
    Take a secret into use, of which the person has shown the code of `step`. Answers the recovery codes,
    told once.
    """
    user.totp_secret, user.totp_last_step = secret, step
    user.save(update_fields=["totp_secret", "totp_last_step"])
    record(by=user, action="people.set_second_factor", subject=_subject(user))
    return new_recovery_codes(user)


@transaction.atomic
def change_profile(*, user: User, name: str, email: str, phone: str) -> None:
    """Change what people may say of themselves."""
    user.name, user.email, user.phone = name, email, phone
    user.save(update_fields=["name", "email", "phone"])
    record(by=user, action="people.change_profile", subject=_subject(user))


@transaction.atomic
def make_token(*, user: User, name: str, scopes: list[str], days: int) -> tuple[ApiToken, str]:
    """
    A token for programs. Answers it and its text, told once.

    Raises:
        Refused: The role has no programs, a scope is unknown, or it would live longer than a year.
    """
    if not user.has_perm("api.use"):
        raise Refused("您的角色不能使用接口令牌。")
    if not scopes or not set(scopes) <= set(SCOPES) or not 0 < days <= LONGEST_DAYS:
        raise Refused(f"请选择权限范围,有效期为 1 至 {LONGEST_DAYS} 天。")
    text, digest = new_token()
    expires_at = timezone.now() + timedelta(days=days)
    token = ApiToken.objects.create(
        user=user, name=name, digest=digest, scopes=sorted(scopes), expires_at=expires_at
    )
    subject = f"token:{token.public_id}"
    record(by=user, action="people.make_token", subject=subject, name=name, scopes=sorted(scopes), days=days)
    return token, text


@transaction.atomic
def revoke_token(*, user: User, token: ApiToken) -> None:
    """Void a token; nothing happens the second time."""
    if ApiToken.objects.filter(pk=token.pk, user=user).delete()[0]:
        record(by=user, action="people.revoke_token", subject=f"token:{token.public_id}", name=token.name)


def has_administrator() -> bool:
    """Whether somebody can already let others in."""
    rows = User.objects.filter(role=Role.SYSTEM_ADMIN, is_active=True)
    return any(user.has_usable_password() for user in rows)


@transaction.atomic
def new_first_link() -> str | None:
    """
    The token of a link that makes the first administrator, told once; earlier ones are void. None where
    there is an administrator.
    """
    if has_administrator():
        return None
    text, digest = new_token()
    FirstStart.objects.all().delete()
    FirstStart.objects.create(token_digest=digest)
    return text


def is_first_link(token: str) -> bool:
    """Whether the link still makes an administrator."""
    rows = FirstStart.objects.filter(token_digest=digest_of(token), used_at=None)
    return rows.exists() and not has_administrator()


@transaction.atomic
def make_first_administrator(*, token: str, username: str, name: str, password: str) -> User:
    """
    Use up the first link.

    Raises:
        Refused: It is used or void.
        ValidationError: Name or password are against the rules.
    """
    rows = FirstStart.objects.filter(token_digest=digest_of(token), used_at=None)
    if has_administrator() or not rows.update(used_at=timezone.now()):
        raise Refused("链接已经用过或已失效,请重新运行 kaoping serve 取得新链接。")
    user = User.objects.create_user(username=username, role=Role.SYSTEM_ADMIN, name=name)
    record(by=user, action="people.first_administrator", subject=_subject(user))
    set_password(user=user, password=password)
    return user


def _new_link(by: User | str, user: User, lasts: timedelta) -> str:
    Invitation.objects.filter(user=user, used_at=None).delete()
    text, digest = new_token()
    expires_at = timezone.now() + lasts
    Invitation.objects.create(
        user=user, token_digest=digest, made_by=by if isinstance(by, User) else None, expires_at=expires_at
    )
    return text


def _refuse_self(by: User | str, user: User) -> None:
    if isinstance(by, User) and by.pk == user.pk:
        raise Refused("不能修改自己的角色和账号状态,请由另一位管理员办理。")


def _refuse_role(by: User, role: str, unit: Any) -> None:
    if role not in MAY_GIVE.get(by.role, frozenset()):
        raise Refused("您的角色不能授予这一角色。")
    if role in UNIT_ROLES and unit is None:
        raise ValidationError({"unit": "单位角色须选择单位。"})
    if role not in UNIT_ROLES and unit is not None:
        raise ValidationError({"unit": "只有单位角色才选择单位。"})
    if by.is_of_unit and (unit is None or unit.pk != by.unit_id):
        raise Refused("只能管理本单位的填报员。")


def _refuse_last_admin(user: User) -> None:
    if user.role != Role.SYSTEM_ADMIN or not user.is_active:
        return
    others = User.objects.select_for_update(no_key=True).filter(role=Role.SYSTEM_ADMIN, is_active=True)
    if not any(other.has_usable_password() for other in others.exclude(pk=user.pk)):
        raise Refused("这是最后一位系统管理员,请先设立另一位。")


def _subject(user: User) -> str:
    return f"user:{user.username}"


def _unit(unit: Any) -> str:
    return str(unit.public_id) if unit is not None else ""
