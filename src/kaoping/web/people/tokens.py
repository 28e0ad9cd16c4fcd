"""Tokens for programs: what each scope opens, and whose token a request brought."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from .models import ApiToken

PREFIX = "kp_"
NOTED_EVERY = timedelta(minutes=1)
LONGEST_DAYS = 365
SCOPES: Mapping[str, str] = {
    "read": "读取",
    "planning": "修改计划",
    "gathering": "暂停、继续采集",
    "inspection": "填写检查、添加证据",
    "review": "复核",
    "imports": "导入数据",
    "units": "单位填报、申诉与整改",
    "audit": "读取和校验审计记录",
}
# What asks for password and code anew (release, unmasking, export) no token opens.
_OPENS: Mapping[str, frozenset[str]] = {
    "read": frozenset(
        {
            "planning.view",
            "gathering.view",
            "evidence.view",
            "evidence.view_own",
            "inspection.view",
            "review.view",
            "imports.view",
            "dashboard.view",
            "dashboard.view_own",
            "units.view_office",
            "units.view_own",
            "publishing.view",
        }
    ),
    "planning": frozenset({"planning.edit", "planning.edit_system", "planning.edit_round"}),
    "gathering": frozenset({"gathering.control"}),
    "inspection": frozenset({"inspection.answer", "evidence.add"}),
    "review": frozenset({"review.confirm_suspect", "review.confirm_bulk", "review.second", "units.rule"}),
    "imports": frozenset({"imports.run"}),
    "units": frozenset({"units.answer", "units.object", "units.report"}),
    "audit": frozenset({"audit.view", "audit.verify"}),
}


def new_token() -> tuple[str, str]:
    """A token, and the digest by which it is known."""
    token = PREFIX + secrets.token_urlsafe(32)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """A token, or an invitation's, as it is stored."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def token_of(written: str, *, now: datetime | None = None) -> ApiToken | None:
    """The living token of an active person that may use them, or None; notes its use, once a minute."""
    now = now or timezone.now()
    token = ApiToken.objects.select_related("user__unit").filter(digest=digest_of(written)).first()
    if token is None or not token.user.has_perm("api.use"):
        return None
    if token.expires_at is not None and token.expires_at <= now:
        return None
    if token.last_used_at is None or now - token.last_used_at > NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def allows(token: ApiToken, permission: str) -> bool:
    """Whether the token's owner holds the permission and one of its scopes opens it."""
    is_opened = any(permission in _OPENS.get(scope, frozenset()) for scope in token.scopes)
    return is_opened and token.user.has_perm(permission)
