"""Forms of the inspection desk."""

from typing import Any
from urllib.parse import urlsplit

from django import forms

from .actions import VERDICTS
from .models import LOOK_WORDS, LOOKS

_TEXT = {"rows": 3}


class AnswerForm(forms.Form):
    """An answer. What is not met, not applicable or cannot be told needs words."""

    verdict = forms.ChoiceField(
        label="结论",
        choices=list(VERDICTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择结论"},
    )
    count = forms.IntegerField(
        label="处数",
        min_value=0,
        max_value=999,
        required=False,
        help_text="不符合时写几处;问“几个、几件”的照实填",
    )
    url = forms.CharField(label="网址", max_length=2000, required=False)
    object = forms.CharField(
        label="具体对象",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs=_TEXT),
        help_text="一行一处,如“第二条第三款”“某某栏目”",
    )
    note = forms.CharField(label="说明", max_length=2000, required=False, widget=forms.Textarea(attrs=_TEXT))

    def clean_url(self) -> str:
        url = str(self.cleaned_data.get("url", "")).strip()
        if url and urlsplit(url).scheme not in ("http", "https"):
            raise forms.ValidationError("请从浏览器地址栏复制网址,以 http:// 或 https:// 开头")
        return url

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["count"] = data.get("count") or 0
        verdict = data.get("verdict")
        if verdict == "not_met":
            lines = [line for line in data.get("object", "").splitlines() if line.strip()]
            data["count"] = max(data["count"], len(lines), 1)
        elif verdict:
            data["count"] = 0
        if verdict in ("not_met", "not_applicable", "cannot_tell") and not data.get("note", "").strip():
            self.add_error("note", f"结论是“{VERDICTS[verdict]}”时请写明理由或看到了什么")
        return data


class DraftForm(forms.Form):
    """What was typed so far, whatever it is; only cut to what can be kept."""

    verdict = forms.CharField(max_length=16, required=False)
    count = forms.IntegerField(min_value=0, max_value=999, required=False)
    url = forms.CharField(max_length=2000, required=False)
    object = forms.CharField(max_length=4000, required=False)
    note = forms.CharField(max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["verdict"] = data.get("verdict") if data.get("verdict") in VERDICTS else ""
        data["count"] = data.get("count") or 0
        return data


class ManyFiles(forms.ClearableFileInput):
    """A field for several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, at most ten."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("widget", ManyFiles())
        super().__init__(*args, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files and self.required:
            raise forms.ValidationError("请选择文件")
        if len(files) > 10:
            raise forms.ValidationError("一次最多 10 个文件")
        return [super(FilesField, self).clean(one, initial) for one in files]


class ProofForm(forms.Form):
    proofs = FilesField(
        label="图片或文件",
        help_text="可直接粘贴截图(Ctrl+V)。图片、pdf、ofd、docx、xlsx、txt,每个不超过 20 MB",
    )


class CaptureForm(forms.Form):
    url = forms.CharField(label="网址", max_length=2000)

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip()
        if urlsplit(url).scheme not in ("http", "https"):
            raise forms.ValidationError("请从浏览器地址栏复制网址,以 http:// 或 https:// 开头")
        return url


class LookForm(forms.Form):
    """What is seen on an account, item by item, with pictures."""

    note = forms.CharField(label="说明", max_length=2000, required=False, widget=forms.Textarea(attrs=_TEXT))
    proofs = FilesField(
        label="截图",
        required=False,
        widget=ManyFiles(attrs={"accept": "image/*"}),
        help_text="手机可直接拍照",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in LOOKS.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=LOOK_WORDS,
                widget=forms.RadioSelect,
                error_messages={"required": "请选一个"},
            )

    def seen(self) -> dict[str, str]:
        """Item to what was seen."""
        return {name: self.cleaned_data[name] for name in LOOKS}


class PackForm(forms.Form):
    file = forms.FileField(label="填好的检查表", help_text="从本页下载的 xlsx")
