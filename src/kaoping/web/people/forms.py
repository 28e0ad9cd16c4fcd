"""Forms of people's accounts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ..planning.models import Unit
from .models import Role, User
from .queries import roles_to_give
from .tokens import LONGEST_DAYS, SCOPES

LONGEST_TYPED = 256  # what a field of a proof takes; the rules for new passwords are narrower
_CURRENT = {"autocomplete": "current-password"}
_NEW = {"autocomplete": "new-password"}
_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label="用户名",
        max_length=64,
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="密码", max_length=LONGEST_TYPED, strip=False, widget=forms.PasswordInput(_CURRENT)
    )


class CodeForm(forms.Form):
    """The second proof."""

    code = forms.CharField(
        label="验证码", max_length=32, widget=forms.TextInput({**_CODE, "autofocus": True})
    )


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label="新密码", max_length=LONGEST_TYPED, strip=False, widget=forms.PasswordInput(_NEW),
        help_text="至少 10 个字符,不要用常见密码,不要与姓名或用户名相似。",
    )  # fmt: skip
    repeated = forms.CharField(
        label="再输一遍", max_length=LONGEST_TYPED, strip=False, widget=forms.PasswordInput(_NEW)
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("repeated") and data["password"] != data["repeated"]:
            self.add_error("repeated", "两次输入的密码不一致。")
        return data


class ChangePasswordForm(NewPasswordForm):
    """A new password, by somebody who knows the old one."""

    current = forms.CharField(
        label="现在的密码", max_length=LONGEST_TYPED, strip=False, widget=forms.PasswordInput(_CURRENT)
    )
    field_order = ("current", "password", "repeated")


class FirstAdministratorForm(NewPasswordForm):
    """Who the first administrator is."""

    username = forms.SlugField(
        label="用户名",
        max_length=64,
        help_text="字母、数字、- 和 _。",
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    name = forms.CharField(label="姓名", max_length=64, widget=forms.TextInput({"autocomplete": "name"}))
    field_order = ("username", "name", "password", "repeated")


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """Name, role and unit, with the roles and units that the user may give."""

    class Meta:
        model = User
        fields = ("name", "role", "unit")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["role"] = forms.ChoiceField(label="角色", choices=roles_to_give(by))
        self.fields["unit"] = forms.ModelChoiceField(
            Unit.objects.filter(people=by) if by.is_of_unit else Unit.objects.filter(is_closed=False),
            label="单位", required=False, to_field_name="public_id", help_text="单位角色必选,其他角色不选。",
        )  # fmt: skip
        if self.instance.unit_id:
            self.initial["unit"] = self.instance.unit.public_id
        elif by.is_of_unit and by.unit is not None:
            self.initial["unit"] = by.unit.public_id

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_of_unit = data.get("role") in (Role.UNIT_ADMIN, Role.UNIT_STAFF)
        if is_of_unit and not data.get("unit"):
            self.add_error("unit", "单位角色须选择单位。")
        if data.get("unit") and not is_of_unit:
            self.add_error("unit", "只有单位角色才选择单位。")
        return data

    def _post_clean(self) -> None:
        """The action writes, not the form: the row in hand stays as it is."""


class InviteForm(PersonForm):
    """A new account."""

    username = forms.SlugField(label="用户名", max_length=64, help_text="字母、数字、- 和 _。")
    field_order = ("username", "name", "role", "unit")

    def clean_username(self) -> str:
        username = str(self.cleaned_data["username"]).lower()
        if User.objects.filter(username=username).exists():
            raise ValidationError("这个用户名已有人使用。")
        return username


class ProfileForm(forms.Form):
    """What people say of themselves."""

    name = forms.CharField(label="姓名", max_length=64)
    email = forms.EmailField(label="邮箱", required=False, widget=forms.EmailInput({"autocomplete": "email"}))
    phone = forms.CharField(label="电话", max_length=32, required=False)


class TokenForm(forms.Form):
    """A token for programs."""

    name = forms.CharField(label="用途", max_length=64, help_text="例如:每周导出问题清单的脚本。")
    scopes = forms.MultipleChoiceField(
        label="权限范围", choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label="有效天数", min_value=1, max_value=LONGEST_DAYS, initial=90)


class PeopleFilterForm(forms.Form):
    """Which accounts to list."""

    words = forms.CharField(label="姓名或用户名", max_length=64, required=False)
    role = forms.ChoiceField(label="角色", required=False)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), ("on", "启用"), ("off", "停用")]
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label="角色", required=False, choices=[("", "全部"), *roles_to_give(by)]
        )
