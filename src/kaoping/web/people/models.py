"""Accounts of people, their roles, and the links by which they first come in."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from .permissions import MAY_GIVE, UNIT_ROLES, holds
from .scope import Scoped


class Role(models.TextChoices):
    """What somebody is for. System, assessment and audit are separate hands (GB/T 22239 8.1.4)."""

    SYSTEM_ADMIN = "system_admin", "系统管理员"
    OFFICE_ADMIN = "office_admin", "考评管理员"
    INSPECTOR = "inspector", "检查员"
    REVIEWER = "reviewer", "复核员"
    UNIT_ADMIN = "unit_admin", "单位管理员"
    UNIT_STAFF = "unit_staff", "单位填报员"
    LEADER = "leader", "领导(只读)"
    AUDITOR = "auditor", "审计员"


class PeopleScope(Scoped["User"]):
    """The accounts that somebody looks after; everybody else is none of his business."""

    unit_path = "unit"
    round_path = ""

    def visible_to(self, user: Any) -> Self:
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return self.none()
        rows = self.filter(role__in=MAY_GIVE.get(user.role, frozenset()))
        return rows.filter(unit=user.unit_id) if user.is_of_unit else rows


class UserManager(BaseUserManager.from_queryset(PeopleScope)):  # type: ignore[misc]
    """Makes accounts; there is no default one and no default password."""

    def create_user(
        self, username: str, *, role: str, name: str = "", password: str | None = None, unit: Any = None
    ) -> "User":
        user = self.model(username=username.strip().lower(), role=role, name=name, unit=unit)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        made: User = user
        return made


class User(AbstractBaseUser):
    """
    One person. `unit` is set for unit roles only. `totp_secret` is ``""`` until the second factor is set up.
    What a role may do stands in `people.permissions`; guessing is stopped in `people.throttle`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField("用户名", max_length=64, unique=True)
    name = models.CharField("姓名", max_length=64, blank=True)
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        "planning.Unit", models.PROTECT, null=True, blank=True, related_name="people", verbose_name="单位"
    )
    email = models.EmailField("邮箱", blank=True)
    phone = models.CharField("电话", max_length=32, blank=True)
    is_active = models.BooleanField("启用", default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    totp_secret = models.CharField(max_length=64, blank=True)
    totp_last_step = models.BigIntegerField(default=0)  # a code is good once
    password_changed_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "人员"
        ordering = ("username",)

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def is_of_unit(self) -> bool:
        """Whether they belong to an assessed unit, and see only what it may see."""
        return self.role in UNIT_ROLES

    @property
    def needs_second_factor(self) -> bool:
        """Whether the office demands a second factor of them and there is none yet."""
        demanded = settings.TOTP_FOR == "all" or (settings.TOTP_FOR == "office" and not self.is_of_unit)
        return demanded and not self.totp_secret

    def get_session_auth_hash(self) -> str:
        """Changes with the password and the second factor: all other sessions end with either."""
        return salted_hmac(
            "kaoping.people.session", f"{self.password}:{self.totp_secret}", algorithm="sha256"
        ).hexdigest()

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Whether the role holds the permission, e.g. ``review.confirm_suspect``."""
        return self.is_active and holds(self.role, perm)

    def has_perms(self, perms: object, obj: object = None) -> bool:
        return all(self.has_perm(perm) for perm in perms)  # type: ignore[attr-defined]


class Invitation(models.Model):
    """A link by which somebody sets up the account made for them; only the token's digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    token_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Throttle(models.Model):
    """Failed attempts under one name or from one address, whether or not there is such a name."""

    key = models.CharField(max_length=80, unique=True)
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(db_index=True)
    until = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """A code for the day the telephone is lost; good once, only its digest is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)


class FirstStart(models.Model):
    """The link on the terminal by which the first administrator comes in; void once there is one."""

    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)


class ApiToken(models.Model):
    """A token for programs: it acts as its owner, within its scopes; only its digest is kept."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField("用途", max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
