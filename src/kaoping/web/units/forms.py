"""Forms of the units' desk."""

from typing import Any, ClassVar

from django import forms

from ..people.models import User
from ..planning.models import Round, Site, SystemVersion, Unit
from .models import REPLY_WORDS, Cause, Contact, Goal

MOST_FILES = 5
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Files(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Some files, or none, as (name, content)."""

    widget = Files

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, bytes]]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(f"一次最多传 {MOST_FILES} 个文件。")
        if self.required and not given:
            raise forms.ValidationError("请选择文件。")
        return [(one.name, one.read()) for one in given]


class ReplyForm(forms.Form):
    """A unit's answer to a finding."""

    kind = forms.ChoiceField(label="答复", choices=list(REPLY_WORDS.items()), widget=forms.RadioSelect)
    words = forms.CharField(
        label="说明或异议理由", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    cause = forms.ModelChoiceField(Cause.objects.none(), label="原因", required=False)
    attached = FilesField(label="佐证材料", help_text="图片、pdf、ofd、docx、xlsx,每个不超过 20 MB,最多 5 个")

    def __init__(self, *args: Any, may_object: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["cause"] = cause_field(
            required=False,
            empty_label="暂不填报",
            help_text="认可或说明时可以填报,供考评办统计原因;提出异议的不计",
        )
        if not may_object:
            self.fields["kind"].choices = [(k, w) for k, w in REPLY_WORDS.items() if k != "object"]  # type: ignore[attr-defined]


class RulingForm(forms.Form):
    """A ruling on an objection."""

    is_upheld = forms.TypedChoiceField(
        label="裁定",
        choices=[("1", "异议成立,排除这个问题"), ("0", "维持原结论")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="理由",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="会告知单位,但不写裁定人",
    )


class OwnerForm(forms.Form):
    """Who sees to it."""

    owner = forms.CharField(label="责任人", max_length=64)


def cause_field(**options: Any) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    given = {"label": "原因", "to_field_name": "name", "empty_label": "请选择"} | options
    return forms.ModelChoiceField(Cause.objects.filter(is_offered=True), **given)


class PlanForm(forms.Form):
    """How it will be put right."""

    cause = forms.ModelChoiceField(Cause.objects.none(), label="原因")
    plan = forms.CharField(label="整改措施", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["cause"] = cause_field()


class ReportForm(forms.Form):
    """That it is put right."""

    cause = forms.ModelChoiceField(Cause.objects.none(), label="原因")
    words = forms.CharField(label="整改情况", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    attached = FilesField(label="佐证材料", help_text="整改后的截图等,最多 5 个")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["cause"] = cause_field()


class ExtensionForm(forms.Form):
    """A later day."""

    due = forms.DateField(label="延至", widget=_DAY)
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ExtensionRulingForm(forms.Form):
    """Yes or no to a later day."""

    is_granted = forms.TypedChoiceField(
        label="批复", choices=[("1", "同意"), ("0", "不同意")], coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(label="意见", max_length=500, required=False)


class JudgeForm(forms.Form):
    """What a person saw where the machine could not tell."""

    outcome = forms.ChoiceField(
        label="结论",
        choices=[("verified", "已整改"), ("false", "仍存在"), ("exempt", "豁免")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who is responsible."""

    class Meta:
        model = Contact
        fields = ("leader", "post", "section", "clerk", "office_phone", "mobile", "email", "note")

    def _post_clean(self) -> None:
        """The action writes: who was before stays in the history."""


class SheetFileForm(forms.Form):
    """A returned contact sheet."""

    round = forms.ModelChoiceField(Round.objects.none(), label="考评轮次", to_field_name="public_id")
    file = forms.FileField(label="填好的联系表(.xlsx)")

    def __init__(self, *args: Any, rounds: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]
        self.fields["round"].initial = getattr(rounds.first(), "public_id", None)


class DocumentForm(forms.Form):
    """A report document."""

    file = forms.FileField(label="整改报告", help_text="docx、pdf、ofd 或扫描图片,不超过 20 MB")


class WhoseForm(forms.Form):
    """Whose a document is, and of which round."""

    round = forms.ModelChoiceField(Round.objects.none(), label="考评轮次", to_field_name="public_id")
    unit = forms.ModelChoiceField(
        Unit.objects.filter(is_closed=False), label="单位", to_field_name="public_id"
    )

    def __init__(self, *args: Any, rounds: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]


class UploadForUnitForm(WhoseForm):
    """A document that the office received otherwise."""

    file = forms.FileField(label="整改报告")
    field_order = ("round", "unit", "file")


class HandedForm(forms.Form):
    """A task for units."""

    title = forms.CharField(label="任务", max_length=200)
    words = forms.CharField(
        label="内容", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    claim_by = forms.DateField(label="认领期限", widget=_DAY)
    due = forms.DateField(label="完成期限", required=False, widget=_DAY)
    units = forms.ModelMultipleChoiceField(
        Unit.objects.filter(is_closed=False, parent=None),
        label="单位",
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )


class CountdownForm(forms.Form):
    """A countdown to a higher office's assessment."""

    title = forms.CharField(label="名称", max_length=200)
    starts = forms.DateField(label="开始日期", widget=_DAY)
    day = forms.DateField(label="采样日", widget=_DAY)
    system = forms.ModelChoiceField(
        SystemVersion.objects.all(), label="上级指标体系", required=False,
        empty_label="不导入,以后逐项添加", help_text="选定后,每个末级指标成为一项",
    )  # fmt: skip


class GoalForm(forms.ModelForm):  # type: ignore[type-arg]
    """One indicator of a countdown."""

    class Meta:
        model = Goal
        fields = ("indicator", "title", "points", "unit", "owner", "due", "done_at", "note")
        widgets: ClassVar = {"due": _DAY, "done_at": _DAY}

    def _post_clean(self) -> None:
        """The action writes."""


class CauseForm(forms.Form):
    """One cause of the list."""

    name = forms.CharField(label="原因", max_length=40)
    order = forms.IntegerField(label="排序", min_value=0, max_value=999, initial=50)
    is_offered = forms.BooleanField(label="可选", required=False, initial=True)


class SuccessionForm(forms.Form):
    """What of a unit goes over to which other."""

    new = forms.ModelChoiceField(
        Unit.objects.none(), label="划入单位", to_field_name="public_id", empty_label="请选择"
    )
    is_whole = forms.TypedChoiceField(
        label="办理方式",
        choices=[
            ("1", "整体并入:全部问题、任务、网站、账号和人员划入,原单位撤并,名称作为划入单位的别名"),
            ("0", "部分划出:只划出下面选定的网站(连同其问题和整改任务)和人员,原单位保留"),
        ],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    sites = forms.ModelMultipleChoiceField(
        Site.objects.none(), label="划出的网站", required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="划出的人员",
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        help_text="账号和接口令牌随人走",
    )
    reason = forms.CharField(label="依据", max_length=300, help_text="例如机构改革文件的名称和文号")

    def __init__(self, *args: Any, old: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        given: dict[str, Any] = {
            "new": Unit.objects.filter(is_closed=False).exclude(pk=old.pk),
            "sites": Site.objects.filter(unit=old),
            "people": User.objects.filter(unit=old),
        }
        for name, rows in given.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
