"""Forms of the audit desk."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .chain import Head


class FilterForm(forms.Form):
    """Which entries to list. Empty fields do not narrow."""

    by = forms.CharField(label="操作人(用户名)", max_length=64, required=False)
    action = forms.CharField(
        label="操作", max_length=60, required=False, help_text="如 review.confirm,或只写 review。"
    )
    subject = forms.CharField(label="对象", max_length=200, required=False)
    since = forms.DateField(
        label="从", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label="到", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if isinstance(since, date) and isinstance(until, date) and since > until:
            self.add_error("until", "结束日期早于开始日期。")
        if until == date.max:
            self.add_error("until", "日期超出范围。")
        return data


class VerifyForm(forms.Form):
    """Anchors that were told outside, one a line, as the product prints them: ``number:digest``."""

    anchors = forms.CharField(
        label="已知的锚点(可不填)",
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 3}),
        help_text="通报或邮件中记下的“序号:校验值”,每行一个;填了才能发现末尾被截去或整体改写。",
    )

    def clean_anchors(self) -> tuple[Head, ...]:
        lines = str(self.cleaned_data["anchors"]).split()
        try:
            return tuple(head_of(line) for line in lines)
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from wrong


def head_of(written: str) -> Head:
    """An anchor as it is printed. Raises `ValueError` with Chinese words for anything else."""
    number, _, digest = written.strip().partition(":")
    is_hex = len(digest) == 64 and all(letter in "0123456789abcdef" for letter in digest)
    if not (number.isascii() and number.isdigit() and len(number) < 19 and is_hex):
        raise ValueError(f"“{written[:90]}”不是锚点,应写成“序号:64位校验值”。")
    return Head(int(number), digest)
