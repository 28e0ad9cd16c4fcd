"""Forms of the imports desk."""

from typing import Any

from django import forms

from kaoping.pages.newmedia.exports import POSTS

from ..planning.models import Account, Round
from .files import LABELS
from .media import LANES
from .models import Mapping


class UploadForm(forms.Form):
    """A platform's list for a round."""

    round = forms.ModelChoiceField(
        Round.objects.none(), label="考评轮次", to_field_name="public_id", empty_label=None
    )
    source = forms.CharField(label="监测平台", max_length=80, help_text="文件里有“监测平台”列时以文件为准")
    file = forms.FileField(label="文件", help_text="xlsx、xls 或 csv,至多 50 MB;公式不计算,按保存的值读")
    mapping = forms.ModelChoiceField(
        Mapping.objects.all(),
        label="列对应",
        required=False,
        empty_label="按表头自动识别",
        to_field_name="name",
    )
    is_whole = forms.BooleanField(
        label="这是该平台现在的全部问题",
        required=False,
        help_text="勾选后,上次有而这次没有的问题视为平台已消除;只是新增部分时不要勾选",
    )

    def __init__(self, *args: Any, rounds: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]
        self.fields["mapping"].label_from_instance = lambda one: one.name  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """Which of a platform's columns is which of our fields."""

    name = forms.CharField(label="保存为", max_length=80, help_text="下次同一平台的文件直接选用")
    words = forms.CharField(
        label="用语对应",
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="一行一条“平台用语=细则编号”,如 严重表述错误=E1.1",
    )

    def __init__(self, *args: Any, headings: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "没有这一列"), *((one, one) for one in dict.fromkeys(headings))]
        for field, label in LABELS.items():
            self.fields[f"column_{field}"] = forms.ChoiceField(label=label, choices=choices, required=False)
        self.order_fields([f"column_{field}" for field in LABELS] + ["words", "name"])

    def columns(self) -> dict[str, str]:
        """Our field to their heading."""
        return {one: given for one in LABELS if (given := self.cleaned_data[f"column_{one}"])}

    def values(self) -> dict[str, dict[str, str]]:
        """Their words for kinds of problem to our rules."""
        pairs = (
            line.replace("\uff1d", "=").split("=", 1) for line in self.cleaned_data["words"].splitlines()
        )
        kinds = {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2 and pair[0].strip()}
        return {"kind": kinds} if kinds else {}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("column_unit"):
            self.add_error("column_unit", "请选择哪一列是单位")
        if not any(data.get(f"column_{one}") for one in ("rule", "indicator", "kind")):
            self.add_error("column_kind", "请选择细则编号、指标编号、问题类型三者之一")
        for line in data.get("words", "").splitlines():
            if line.strip() and "=" not in line.replace("\uff1d", "="):
                self.add_error("words", f"“{line[:30]}”没有等号,请写成“平台用语=细则编号”")
        return data


class RoundForm(forms.Form):
    """A round, by its public id."""

    round = forms.ModelChoiceField(
        Round.objects.none(), label="考评轮次", to_field_name="public_id", empty_label=None
    )

    def __init__(self, *args: Any, rounds: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]


class MediaRunForm(RoundForm):
    """A check of a round's accounts."""

    reads_pictures = forms.BooleanField(label="识读图片文字", required=False)


class MediaForm(RoundForm):
    """A file of one lane of new media."""

    lane = forms.ChoiceField(label="来源", choices=list(LANES.items()))
    account = forms.ModelChoiceField(
        Account.objects.none(), label="账号", required=False, empty_label="由文件内容判断"
    )
    file = forms.FileField(label="文件", help_text="至多 20 MB;公式不计算,按保存的值读")
    columns = forms.CharField(
        label="列对应",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="清单表头不同时一行一条“我们的字段=文件表头”,如 账号名称=媒体号;字段有 "
        + "、".join(titles[0] for titles in POSTS.headings.values()),
    )

    def __init__(self, *args: Any, accounts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]

    def mapping(self) -> dict[str, str]:
        """Our field to their heading."""
        written = self.cleaned_data["columns"].replace("\uff1d", "=")
        lines = (line.split("=", 1) for line in written.splitlines())
        return {pair[0].strip(): pair[1].strip() for pair in lines if len(pair) == 2 and pair[1].strip()}


class SubmissionForm(forms.Form):
    """A unit's own list of posts, or one article of one of its accounts."""

    file = forms.FileField(
        label="文件", help_text="清单 xlsx、xls、ods、csv;文章 html、mhtml、pdf、docx;至多 20 MB"
    )
    account = forms.ModelChoiceField(
        Account.objects.none(),
        label="账号",
        required=False,
        empty_label="清单中已写明",
        help_text="上传文章时必选",
    )

    def __init__(self, *args: Any, accounts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]
