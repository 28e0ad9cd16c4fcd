"""Who is assessed, on what, and when."""

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from ..people.scope import Scoped
from .states import STATES


class UnitScope(Scoped["Unit"]):
    """A unit's people see their own unit and its parts, whatever the round."""

    unit_path = "pk"
    round_path = ""
    hidden_from = ()

    def _of_unit(self, user):  # type: ignore[no-untyped-def]
        return self.filter(models.Q(pk=user.unit_id) | models.Q(parent=user.unit_id))


class Unit(models.Model):
    """An assessed unit (单位), or a part of one. `traits` are conditions such as 没有对外服务职能."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("单位名称", max_length=120, unique=True)
    kind = models.CharField("单位类别", max_length=40)
    group = models.CharField("考评分组", max_length=40, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="上级单位"
    )
    weight = models.DecimalField("权重", max_digits=8, decimal_places=4, default=1)
    aliases = models.JSONField("别名", default=list, blank=True)
    traits = models.JSONField("特性", default=list, blank=True)
    order = models.PositiveIntegerField("排序", default=0)
    is_closed = models.BooleanField("已撤并", default=False)
    note = models.CharField("备注", max_length=300, blank=True)

    objects = UnitScope.as_manager()

    class Meta:
        ordering = ("order", "name")
        verbose_name = "单位"

    def __str__(self) -> str:
        return self.name


class UnitChange(models.Model):
    """A renaming, merging or other change of a unit, kept for imports and old notices."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="changes")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)


class Succession(models.Model):
    """
    That in a round one unit takes over from another, by the office's decision: after a merger all of it,
    after a split what lies on `hosts`. `moved` counts what went over, by kind.
    """

    round = models.ForeignKey("planning.Round", models.CASCADE, related_name="successions")
    old = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    is_whole = models.BooleanField()
    hosts = models.JSONField(default=list)
    moved = models.JSONField(default=dict)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-at", "-id")


class SiteScope(Scoped["Site"]):
    """A unit sees its own sites, whatever the round."""

    round_path = ""
    hidden_from = ()


class AccountScope(Scoped["Account"]):
    """A unit sees its own accounts, whatever the round."""

    round_path = ""
    hidden_from = ()


class Site(models.Model):
    """A registered site (网站). `host` is host and port as observations name it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sites", verbose_name="单位")
    name = models.CharField("网站名称", max_length=120)
    url = models.URLField("首页网址", max_length=500, unique=True)
    host = models.CharField(max_length=255, db_index=True)
    code = models.CharField("网站标识码", max_length=20, blank=True)
    is_portal = models.BooleanField("门户网站", default=False)
    state = models.CharField("状态", max_length=20, default="运行")
    drift = models.JSONField(
        "登记变化", default=list, blank=True
    )  # what differs from the register, as last seen
    drift_seen_at = models.DateTimeField(null=True, blank=True)

    objects = SiteScope.as_manager()

    class Meta:
        ordering = ("unit__order", "name")
        verbose_name = "网站"

    def __str__(self) -> str:
        return self.name


class Account(models.Model):
    """
    A new-media account (新媒体账号). `state` is where it stands in its life since `changed`; `into` is the
    account that it was merged into. Empty fields and None: the register does not say.
    """

    KINDS: ClassVar = [(one, one) for one in ("发布", "互动", "服务")]
    STATES: ClassVar = [(one, one) for one in ("正常", "改名", "暂停", "注销", "并入")]

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="accounts", verbose_name="单位")
    platform = models.CharField("平台", max_length=40)
    name = models.CharField("账号名称", max_length=120)
    platform_id = models.CharField("账号标识", max_length=120, blank=True)
    kind = models.CharField("功能定位", max_length=10, choices=KINDS, blank=True)
    has_service = models.BooleanField("有对外服务", null=True, blank=True)
    is_filed = models.BooleanField("已备案", null=True, blank=True)
    filed_name = models.CharField("备案名称", max_length=120, blank=True)
    state = models.CharField("状态", max_length=20, choices=STATES, default="正常")
    opened = models.DateField("开设日期", null=True, blank=True)
    changed = models.DateField("状态变更日期", null=True, blank=True)
    into = models.CharField("并入账号", max_length=120, blank=True)
    former = models.JSONField("曾用名", default=list, blank=True)
    menu = models.JSONField("菜单", default=list, blank=True)

    objects = AccountScope.as_manager()

    class Meta:
        ordering = ("unit__order", "platform", "name")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["platform", "name", "platform_id"],
                name="one_account_of_a_name_and_id",
                violation_error_message="同一平台已有同名、同标识的账号。",
            )
        ]
        verbose_name = "新媒体账号"

    def __str__(self) -> str:
        return f"{self.platform}·{self.name}"

    def clean(self) -> None:
        """Refuse what contradicts itself, and two accounts of one name that cannot be told apart."""
        if self.state == "并入" and not self.into:
            raise ValidationError({"into": "状态为“并入”时,请写并入到哪个账号。"})
        if self.opened and self.changed and self.changed < self.opened:
            raise ValidationError({"changed": f"状态变更日期早于开设日期 {self.opened},请核对。"})
        twins = Account.objects.filter(platform=self.platform, name=self.name).exclude(pk=self.pk)
        if any(not self.platform_id or not twin.platform_id for twin in twins):
            words = "同一平台已有同名账号。请为两个账号都填写账号标识,以便区分。"
            raise ValidationError({"platform_id": words})


class AccountChange(models.Model):
    """What an account was before: renamed, suspended, closed, merged, filed, given to another unit."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="changes")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-at", "-id")

    @property
    def words(self) -> str:
        """The field as the register's form calls it."""
        return next(str(one.verbose_name) for one in Account._meta.fields if one.name == self.field)


class SystemVersion(models.Model):
    """One version of an indicator system, as text; never changed, only followed by another."""

    name = models.CharField("标识", max_length=80)
    title = models.CharField("名称", max_length=200)
    version = models.CharField("版本", max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    text = models.TextField()  # the YAML, all layers laid over each other
    remarks = models.JSONField(default=list)  # what the linter said
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey("people.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("name", "-added_at")
        verbose_name = "指标体系"

    def __str__(self) -> str:
        return f"{self.title}({self.version})"


class RoundScope(Scoped["Round"]):
    """Units see the rounds that they are in, once drafts are out."""

    unit_path = "members__unit"
    round_path = ""
    hidden_from = ()

    def _of_unit(self, user):  # type: ignore[no-untyped-def]
        from .states import states_from

        return self.filter(members__unit=user.unit_id, state__in=states_from("drafted")).distinct()


class Round(models.Model):
    """One assessment (考评轮次). Its folder below the data folder holds archives, rules and results."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField("名称", max_length=200)
    office = models.CharField("考评机关", max_length=120)
    state = models.CharField("状态", max_length=20, choices=list(STATES.items()), default="planned")
    period_from = models.DateField("考评期起")
    period_to = models.DateField("考评期止")
    today = models.DateField("监测时间点")
    notice_date = models.DateField("通报日期", null=True, blank=True)
    seed = models.CharField("抽样种子", max_length=120, blank=True)
    settings = models.JSONField("设置", default=dict, blank=True)  # deadlines, thresholds of progress
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上一轮"
    )
    scored_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = RoundScope.as_manager()

    class Meta:
        ordering = ("-period_to", "-made_at")
        verbose_name = "考评轮次"

    def __str__(self) -> str:
        return self.title


class Member(models.Model):
    """A unit in a round, with the group and system it is assessed under: frozen when gathering starts."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    group = models.CharField("考评分组", max_length=40)
    system = models.ForeignKey(SystemVersion, models.PROTECT, related_name="+")
    weight = models.DecimalField("权重", max_digits=8, decimal_places=4, default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "unit", "system"], name="a_unit_once_in_a_round")
        ]


class Schedule(models.Model):
    """When the sites of a round are gathered, spread and outside the quiet hours."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="schedules")
    starts_at = models.DateTimeField("开始")
    spread_minutes = models.PositiveIntegerField("错开(分钟)", default=5)
    quiet_hours = models.CharField("静默时段", max_length=40, blank=True)
    is_done = models.BooleanField(default=False)


class RosterDraft(models.Model):
    """
    A roster file that was read and shown, but not yet taken over. `rows` are changes, `errors` what is wrong.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12)  # units, sites, accounts
    name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)
    errors = models.JSONField(default=list)
    by = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)


class Assignment(models.Model):
    """Who inspects whom in a round; `rater` 2 is the blind second of sampled items."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    inspector = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    rater = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "unit", "rater"], name="one_rater_of_a_unit")
        ]


class Sample(models.Model):
    """Items drawn by the round's published seed, so that anyone can draw them again."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="samples")
    what = models.CharField("抽样对象", max_length=80)
    population = models.JSONField()
    size = models.PositiveIntegerField()
    drawn = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
