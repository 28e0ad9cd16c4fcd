"""Forms of the review desk."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from ..pages.templatetags.kaoping import check_words
from ..planning.models import Round
from . import queries
from .models import STATES

LONGEST_EXEMPTION = timedelta(days=3 * 366)
_ALL = ("", "全部")


class FilterForm(forms.Form):
    """Which suspects are listed. Always of one round; what is left empty does not narrow."""

    words = forms.CharField(
        label="搜索",
        max_length=100,
        required=False,
        widget=forms.TextInput({"placeholder": "问题、引文或网址"}),
    )

    state = forms.ChoiceField(label="状态", required=False)
    unit = forms.ChoiceField(label="单位", required=False)
    group = forms.ChoiceField(label="考评分组", required=False)
    severity = forms.ChoiceField(label="严重程度", required=False)
    lane = forms.ChoiceField(label="判断方式", required=False)
    indicator = forms.ChoiceField(label="指标", required=False)
    check = forms.ChoiceField(label="检查项", required=False)
    round = forms.ChoiceField(label="轮次", required=False)
    flat = forms.BooleanField(label="同类问题逐条列出", required=False)

    def __init__(self, data: Any, *, rounds: QuerySet[Round]) -> None:
        super().__init__(data)
        self.round_ = self._chosen(rounds)
        found = queries.choices_of(self.round_)
        offered = dict(found) | {
            "state": [(queries.ALL_CHOICE, "全部"), *STATES.items()],
            "severity": [(one, one) for one in ("严重", "一般", "提示")],
            "lane": list(queries.LANE_WORDS.items()),
            "check": [(one, check_words(one)) for one, _ in found["check"]],
            "round": [(str(one.public_id), one.title) for one in rounds[:50]],
        }
        for name, choices in offered.items():
            first = ("", "待处理") if name == "state" else _ALL
            box: Any = self.fields[name]
            box.choices = choices if name == "round" else [first, *choices]
        if self.round_:
            self.fields["round"].initial = str(self.round_.public_id)

    def _chosen(self, rounds: QuerySet[Round]) -> Round | None:
        asked = str(self.data.get("round", ""))
        if not asked:
            return queries.current_round(rounds)
        return next((one for one in rounds if str(one.public_id) == asked), None)

    def wanted(self) -> dict[str, Any]:
        """What `queries.filtered` takes."""
        given = dict(self.cleaned_data) if self.is_valid() else {}
        given["round"] = self.round_.pk if self.round_ else None
        return given


class DecisionForm(forms.Form):
    """A ruling on what the person saw in `version`."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(label="说明", max_length=500, required=False, widget=forms.Textarea({"rows": 2}))

    verdict = "confirm"


class ReasonForm(DecisionForm):
    """A ruling that must say why."""

    reason = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "请写明理由。"},
    )


class ExemptForm(ReasonForm):
    """A ruling that holds until a day."""

    until = forms.DateField(
        label="有效期至(含当日)",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请写豁免到哪一天为止。", "invalid": "请写日期,如 2026-12-31。"},
    )

    def clean_until(self) -> Any:
        until, today = self.cleaned_data["until"], timezone.localdate()
        if until < today:
            raise forms.ValidationError("有效期不能早于今天。")
        if until > today + LONGEST_EXEMPTION:
            raise forms.ValidationError("有效期最长三年,到期可再次豁免。")
        return until


class CountForm(forms.Form):
    """How many the person means to decide: what he was shown, typed by himself."""

    count = forms.IntegerField(
        label="请填写条数以确认", min_value=1, error_messages={"required": "请填写要一并处理的条数。"}
    )


class GroupForm(CountForm):
    """One ruling for all open faults of a template."""

    verdict = forms.ChoiceField(
        label="认定",
        choices=[("confirm", "全部确认"), ("dismiss", "全部排除"), ("exempt", "全部豁免")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择一种认定。"},
    )
    reason = forms.CharField(label="理由", max_length=500, required=False, widget=forms.Textarea({"rows": 2}))
    until = forms.DateField(
        label="豁免有效期至", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        verdict = data.get("verdict")
        if verdict in ("dismiss", "exempt") and not data.get("reason", "").strip():
            self.add_error("reason", "排除和豁免须写明理由。")
        if verdict == "exempt" and not data.get("until") and "until" not in self.errors:
            self.add_error("until", "请写豁免到哪一天为止。")
        if verdict == "exempt" and data.get("until") and data["until"] < timezone.localdate():
            self.add_error("until", "有效期不能早于今天。")
        return data


class RevokeForm(forms.Form):
    """Why an exception ends before its day."""

    reason = forms.CharField(
        label="撤销理由", max_length=500, error_messages={"required": "请写明撤销的理由。"}
    )
