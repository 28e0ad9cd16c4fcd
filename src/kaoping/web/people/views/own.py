"""One's own account: profile, password, second factor, tokens."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ...pages.requests import address_of, posted
from .. import actions, identity
from ..forms import ChangePasswordForm, CodeForm, ProfileForm, TokenForm
from ..gates import permission_required
from ..models import ApiToken
from ..scope import signed_in
from ..second_factor import new_secret, qr_svg, step_of
from ..sessions import is_fresh, prove_here

WAITING = "waiting_totp_secret"


@require_http_methods(["GET", "POST"])
@permission_required()
def profile(request: HttpRequest) -> HttpResponse:
    """What I am here, and what I may change of it myself."""
    user = signed_in(request)
    form = ProfileForm(posted(request), initial={f: getattr(user, f) for f in ("name", "email", "phone")})
    if request.method == "POST" and form.is_valid():
        actions.change_profile(user=user, **form.cleaned_data)
        messages.success(request, "已保存。")
        return redirect("people:profile")
    codes_left = user.recovery_codes.filter(used_at=None).count()
    context = {"form": form, "codes_left": codes_left, "may_use_api": user.has_perm("api.use")}
    return render(request, "people/profile.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@permission_required()
def password(request: HttpRequest) -> HttpResponse:
    """A new password; my other sessions end."""
    user = signed_in(request)
    form = ChangePasswordForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            identity.by_password(user.username, form.cleaned_data["current"], address_of(request))
            actions.set_password(user=user, password=form.cleaned_data["password"])
        except identity.NotProven as refused:
            form.add_error(
                "current", "现在的密码不正确。" if str(refused) == identity.WRONG else str(refused)
            )
        except ValidationError as wrong:
            form.add_error("password", wrong)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, "密码已修改,其他地方的登录已退出。")
            return redirect("people:profile")
    status = 422 if request.method == "POST" else 200
    return render(request, "people/password.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@permission_required()
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up the telephone: scan, then show that it works. Replacing one asks for the old one first."""
    user = signed_in(request)
    if user.totp_secret and not is_fresh(request):
        asked = prove_here(request, "更换两步验证")
        if asked is not None:
            return asked
    form = CodeForm(posted(request))
    if request.method == "GET":
        request.session[WAITING] = new_secret()
        return _second_factor_page(request, form, 200)
    secret = request.session.get(WAITING, "")
    step = step_of(secret, form.cleaned_data["code"], timezone.now()) if form.is_valid() and secret else None
    if step is None:
        form.add_error("code", "验证码不对。请核对手机时间,输入最新的 6 位数字。")
        return _second_factor_page(request, form, 422)
    codes = actions.set_second_factor(user=user, secret=request.session.pop(WAITING), step=step)
    update_session_auth_hash(request, user)
    return render(request, "people/recovery_codes.html", {"codes": codes})


def _second_factor_page(request: HttpRequest, form: CodeForm, status: int) -> HttpResponse:
    secret = request.session.setdefault(WAITING, new_secret())
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return render(request, "people/second_factor.html", {"form": form, "secret": groups}, status=status)


@require_GET
@permission_required()
def second_factor_qr(request: HttpRequest) -> HttpResponse:
    """The picture to scan, of the secret that is being set up."""
    secret = request.session.get(WAITING)
    if not secret:
        return HttpResponse(status=404)
    return HttpResponse(qr_svg(secret, str(request.user.get_username())), content_type="image/svg+xml")


@require_http_methods(["GET", "POST"])
@permission_required("api.use")
def tokens(request: HttpRequest) -> HttpResponse:
    """My tokens for programs, and a new one, whose text is shown once."""
    user = signed_in(request)
    form = TokenForm(posted(request))
    made = ""
    if request.method == "POST" and form.is_valid():
        _, made = actions.make_token(user=user, **form.cleaned_data)
        form = TokenForm()
    status = 422 if request.method == "POST" and not made else 200
    rows = user.tokens.order_by("-made_at")
    context = {"form": form, "tokens": rows, "made": made, "now": timezone.now()}
    return render(request, "people/tokens.html", context, status=status)


@require_POST
@permission_required("api.use")
def revoke_token(request: HttpRequest, public_id: str) -> HttpResponse:
    """Void one of my tokens."""
    user = signed_in(request)
    token = get_object_or_404(ApiToken.objects.filter(user=user), public_id=public_id)
    actions.revoke_token(user=user, token=token)
    messages.success(request, f"令牌“{token.name}”已作废。")
    return redirect("people:tokens")
