"""Forms of this desk."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from ..planning.models import Round


class TargetForm(forms.Form):
    """Into which round what is seen goes."""

    target = forms.ModelChoiceField(
        Round.objects.none(),
        label="计入轮次",
        required=False,
        empty_label="暂不计入",
        to_field_name="public_id",
        help_text="尚未发送初评反馈的轮次;看到的结果列为该轮“问题整改”类指标的疑似问题",
    )

    def __init__(self, *args: Any, rounds: QuerySet[Round], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["target"].queryset = rounds  # type: ignore[attr-defined]


class ListForm(TargetForm):
    """A list of open items from another office."""

    file = forms.FileField(
        label="未销号问题清单", help_text="open-items.json,在对方结果文件夹或封存文件的 results 中"
    )
