"""Forms of the planning desk."""

from typing import Any, ClassVar

from django import forms

from ..people.models import User
from .models import Account, Round, Site, SystemVersion, Unit
from .queries import groups, inspectors

MOST_BYTES = 20 << 20


class LinesField(forms.CharField):
    """Several names in one field, parted by 、 or line breaks."""

    def prepare_value(self, value: Any) -> Any:
        return "、".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        for separator in (",", ",", ";", ";", "\n", "\r"):
            text = text.replace(separator, "、")
        return [part.strip() for part in text.split("、") if part.strip()]


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]
    aliases = LinesField(
        label="别名", required=False, help_text="简称、曾用名,用顿号分开;导入时按别名也能对上"
    )
    traits = LinesField(label="特性", required=False, help_text="如“没有对外服务职能”,决定哪些指标不适用")
    reason = forms.CharField(label="修改原因", required=False, max_length=300)

    class Meta:
        model = Unit
        fields = (
            "name",
            "kind",
            "group",
            "parent",
            "weight",
            "aliases",
            "traits",
            "order",
            "is_closed",
            "note",
        )


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]
    # many offices' sites still answer by http alone, and the others lead on to https by themselves
    url = forms.URLField(label="首页网址", max_length=500, assume_scheme="http")

    class Meta:
        model = Site
        fields = ("unit", "name", "url", "code", "is_portal", "state")


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]
    former = LinesField(label="曾用名", required=False, help_text="用顿号分开;改名时旧名自动记入")
    reason = forms.CharField(label="修改原因", required=False, max_length=300)

    class Meta:
        model = Account
        fields = (
            "unit", "platform", "name", "platform_id", "kind", "has_service", "is_filed", "filed_name",
            "opened", "state", "changed", "into", "former",
        )  # fmt: skip
        widgets: ClassVar = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("opened", "changed")
        }
        help_texts: ClassVar = {
            "platform": "如 微信公众号、微博、抖音、视频号",
            "platform_id": "微信号或原始 ID;同一平台有同名账号时必填",
            "filed_name": "报送系统中的名称,与账号名称相同的不必填",
            "changed": "改名、暂停、注销、并入的日期;不填则为今天",
            "into": "状态为“并入”时填写",
        }


class RosterForm(forms.Form):
    kind = forms.ChoiceField(
        label="名单", choices=[("units", "单位"), ("sites", "网站"), ("accounts", "新媒体账号")]
    )
    file = forms.FileField(label="文件", help_text="xlsx、xls、ods 或 csv,第一行为表头,20 MB 以内")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("文件超过 20 MB,请确认是否选错文件。")
        return file


DAYS = ("period_from", "period_to", "today", "notice_date")


class RoundForm(forms.ModelForm):  # type: ignore[type-arg]
    report_workdays = forms.IntegerField(label="整改报告期限(工作日)", min_value=1, max_value=60, initial=6)
    appeal_workdays = forms.IntegerField(label="申诉期限(工作日)", min_value=1, max_value=30, initial=3)

    class Meta:
        model = Round
        fields = ("title", "office", "period_from", "period_to", "today", "notice_date", "seed", "previous")
        widgets: ClassVar = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in DAYS
        }
        help_texts: ClassVar = {
            "today": "计算“2周未更新”等期限的基准日",
            "seed": "抽样用的公开文字,如“2026年上半年考评”;公布后任何单位都能重算抽样结果",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("report_workdays", "appeal_workdays"):
            self.fields[name].initial = self.instance.settings.get(name, self.fields[name].initial)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (first := data.get("period_from")) and (last := data.get("period_to")) and first > last:
            self.add_error("period_to", "考评期止早于考评期起。")
        return data


class MembersForm(forms.Form):
    """A field per group: which system it is assessed under; left empty, the group is not in the round."""

    def __init__(self, *args: Any, round_: Round, **options: Any) -> None:
        super().__init__(*args, **options)
        held = dict(round_.members.values_list("group", "system"))
        for number, group in enumerate(groups()):
            self.fields[f"group{number}"] = forms.ModelChoiceField(
                SystemVersion.objects.all(),
                label=group,
                required=False,
                initial=held.get(group),
                empty_label="不参加本轮",
            )

    def systems(self) -> dict[str, SystemVersion]:
        """Group to system, for those that take part."""
        return {str(self.fields[key].label): system for key, system in self.cleaned_data.items() if system}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.values()):
            raise forms.ValidationError("请至少为一个分组选择指标体系。")
        return data


class AssignForm(forms.Form):
    inspectors = forms.ModelMultipleChoiceField(
        User.objects.none(), label="检查员", widget=forms.CheckboxSelectMultiple
    )
    raters = forms.TypedChoiceField(
        label="抽样项目", coerce=int, choices=[(1, "一人检查"), (2, "两人背对背检查")]
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["inspectors"]
        field.queryset = User.objects.filter(pk__in=[one.pk for one in inspectors()])  # type: ignore[attr-defined]


class SampleForm(forms.Form):
    what = forms.CharField(label="抽样对象", max_length=80, help_text="如“乡镇(街道)平台”")
    population = LinesField(label="全部名称", widget=forms.Textarea, help_text="一行一个,或用顿号分开")
    size = forms.IntegerField(label="抽取个数", min_value=1)


class ScheduleForm(forms.Form):
    starts_at = forms.DateTimeField(
        label="开始时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    spread_minutes = forms.IntegerField(label="各站错开(分钟)", min_value=0, max_value=1440, initial=5)
    quiet_hours = forms.RegexField(
        r"^$|^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$",
        label="静默时段",
        required=False,
        help_text="如 08:30-18:00,其间不访问",
        error_messages={"invalid": "请写成 08:30-18:00 的样子"},
    )


class SystemForm(forms.Form):
    file = forms.FileField(label="指标体系文件", help_text="yaml 或 xlsx,格式见“导出”的样例")
