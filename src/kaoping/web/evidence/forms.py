"""Forms of evidence."""

from django import forms


class UnmaskForm(forms.Form):
    """Why somebody must see the numbers."""

    reason = forms.CharField(
        label="查看理由",
        max_length=200,
        error_messages={"required": "请写明为什么要查看未遮盖的个人信息。"},
        help_text="将记入审计记录。",
    )
