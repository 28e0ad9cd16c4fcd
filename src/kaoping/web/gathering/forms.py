"""Forms of the gathering desk."""

from django import forms

from .models import JOB_STATES


class StartForm(forms.Form):
    """How the sites are visited. What is left empty is as `kaoping check` has it."""

    max_pages = forms.IntegerField(
        label="每站最多页数",
        min_value=1,
        max_value=200_000,
        initial=3000,
        help_text="超出的页如实列为没有访问",
    )
    max_minutes = forms.IntegerField(label="每站最长时间(分钟)", min_value=1, max_value=2880, initial=60)
    rate = forms.FloatField(
        label="每秒最多请求数", min_value=0.05, max_value=5, initial=1, help_text="对每台主机;1 表示一秒一次"
    )
    spread_minutes = forms.IntegerField(label="各站错开(分钟)", min_value=0, max_value=1440, initial=0)
    quiet_hours = forms.RegexField(
        r"^$|^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$",
        label="静默时段",
        required=False,
        help_text="如 08:30-18:00,其间不访问;不填则随时",
        error_messages={"invalid": "请写成 08:30-18:00 的样子"},
    )

    def limits(self) -> dict[str, object]:
        """What goes into each job."""
        return {key: value for key, value in self.cleaned_data.items() if key != "spread_minutes" and value}


class FilterForm(forms.Form):
    """Which jobs to list."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *JOB_STATES.items()])
    words = forms.CharField(label="单位或网站", required=False, max_length=60)
    again = forms.ChoiceField(
        label="第几次", required=False, choices=[("", "全部"), ("1", "首次"), ("2", "再次")]
    )
