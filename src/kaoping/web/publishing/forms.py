"""Forms of the publishing desk."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from kaoping.scoring import Changes, Weights

from ..planning.models import Round, Unit
from ..units.models import Appeal
from .queries import open_appeals, weights_by_group
from .rows import systems_of

WHAT = (
    ("all", "全部(评分明细表、附件、矩阵和台账)"),
    ("sheets", "评分明细表"),
    ("annexes", "附件(成绩表和责任人联系表)"),
    ("tables", "指标矩阵和问题台账(只有内部版)"),
)
EDITIONS = (("internal", "内部版"), ("public", "公开版"))
FORMATS = (("both", "docx 和 xlsx"), ("docx", "docx"), ("xlsx", "xlsx"))


class ReasonForm(forms.Form):
    """Why it is done; told to the audit trail."""

    reason = forms.CharField(label="原因", max_length=300)


class AskForm(forms.Form):
    """Why the round is released although the gate warns."""

    note = forms.CharField(
        label="说明",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="有提示事项时必填:为什么仍然发布。理由记入审计。",
    )


class TemplateForm(forms.Form):
    """An office's own docx."""

    file = forms.FileField(label="通报模板", help_text="带字段的 .docx,不含宏,不超过 20 MB")


class ExportForm(forms.Form):
    """Which documents, in which edition and format."""

    what = forms.ChoiceField(label="内容", choices=WHAT)
    unit = forms.ModelChoiceField(
        label="单位", queryset=Unit.objects.none(), required=False, empty_label="全部单位",
        help_text="只对评分明细表起作用。",
    )  # fmt: skip
    edition = forms.ChoiceField(label="版本", choices=EDITIONS)
    formats = forms.ChoiceField(label="格式", choices=FORMATS)

    def __init__(self, data: Any, *, round_: Round, user: Any) -> None:
        super().__init__(data)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.to_field_name = "public_id"
        field.queryset = Unit.objects.visible_to(user).filter(memberships__round=round_).distinct()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("what") == "tables" and data.get("edition") == "public":
            self.add_error("edition", "指标矩阵和问题台账只供内部使用,请选内部版。")
        return data


class WhatIfForm(forms.Form):
    """What is supposed: other weights, points, appeals that are won, findings left out."""

    dropped = forms.CharField(
        label="去掉的问题", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=20_000,
        help_text="问题编号,空格或换行分开。假定这些问题都不成立。",
    )  # fmt: skip
    points = forms.CharField(
        label="改动的分值", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=20_000,
        help_text="每行一项:指标体系标识 指标或细则编号 分值,例如“county-example A1.1 3”。",
    )  # fmt: skip

    def __init__(self, data: Any, *, round_: Round, user: Any) -> None:
        super().__init__(data)
        self._weights: Mapping[str, Mapping[str, Decimal]] = weights_by_group(round_)
        self._appeals: list[Appeal] = open_appeals(user, round_)
        titles = {name: system.title for name, system in systems_of(round_).items()}
        if self._appeals:
            choices = [
                (str(one.public_id), f"{one.unit} {one.suspect.message[:60] if one.suspect else ''}")
                for one in self._appeals
            ]
            self.fields["appeals"] = forms.MultipleChoiceField(
                label="假定成立的异议",
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        for n, (group, own) in enumerate(self._weights.items()):
            for m, (system, weight) in enumerate(own.items()):
                self.fields[f"weight-{n}-{m}"] = forms.DecimalField(
                    label=f"{group}:{titles.get(system, system)} 的权重",
                    required=False,
                    min_value=0,
                    max_digits=9,
                    decimal_places=4,
                    help_text=f"现为 {weight.normalize():f};同组权重合计 100(或 1)。",
                )

    def clean_points(self) -> dict[str, dict[str, Decimal]]:
        found: dict[str, dict[str, Decimal]] = {}
        for number, line in enumerate(self.cleaned_data["points"].splitlines(), 1):
            if not (parts := line.split()):
                continue
            try:
                system, id_, written = parts
                value = Decimal(written)
                if not value.is_finite():
                    raise ValueError
                found.setdefault(system, {})[id_] = value
            except (ValueError, InvalidOperation):
                raise forms.ValidationError(
                    f"第 {number} 行“{line[:60]}”不是“指标体系标识 编号 分值”三项,请改正。"
                ) from None
        return found

    def changes(self) -> Changes:
        """What is supposed, as `kaoping.scoring` takes it. Only for a form that is valid."""
        data = self.cleaned_data
        won = set(data.get("appeals", ()))
        facts = {one.suspect.fact for one in self._appeals if str(one.public_id) in won and one.suspect}
        return Changes(
            weights=self._typed_weights(),
            dropped=frozenset(facts | set(data["dropped"].split())),
            points=data["points"],
        )

    def _typed_weights(self) -> Weights:
        found: dict[str, dict[str, Decimal]] = {}
        for n, (group, own) in enumerate(self._weights.items()):
            typed = [self.cleaned_data.get(f"weight-{n}-{m}") for m in range(len(own))]
            if any(one is not None for one in typed):
                found[group] = {
                    system: kept if one is None else one
                    for one, (system, kept) in zip(typed, own.items(), strict=True)
                }
        return found
