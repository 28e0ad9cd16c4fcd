"""Units, sites and accounts: lists, single ones, bulk import."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kaoping.errors import KaopingError

from ...imports.readings import with_readings
from ...pages.exports import table_response
from ...pages.requests import posted
from ...people.gates import permission_required
from ...people.scope import signed_in
from ..account_files import ACCOUNT_HEADINGS, account_row
from ..actions import Refused, apply_roster, draft_roster, save_account, save_site, save_unit
from ..forms import AccountForm, RosterForm, SiteForm, UnitForm
from ..models import Account, AccountChange, RosterDraft, Site, Unit
from ..queries import accounts_for, drifted_accounts, drifted_sites, groups, units_for

VIEW = permission_required("planning.view")
EDIT = permission_required("planning.edit")
SHOWN = 500


@require_GET
@VIEW
def units(request: HttpRequest) -> HttpResponseBase:
    """The register: all units with their sites and accounts; as a table to download with ``format``."""
    words, group = request.GET.get("q", "").strip()[:80], request.GET.get("group", "")
    rows = units_for(request.user, words=words, group=group)
    if request.GET.get("format") in {"csv", "xlsx"}:
        headings = ("单位名称", "单位类别", "考评分组", "上级单位", "权重", "别名", "特性", "排序")
        return table_response(request, "单位名单", headings, (_row(unit) for unit in rows))
    context = {"units": rows[:SHOWN], "groups": groups(), "words": words, "group": group}
    return render(request, "planning/units.html", context)


def _row(unit: Unit) -> tuple[Any, ...]:
    parent = unit.parent.name if unit.parent else ""
    lists = ("、".join(unit.aliases), "、".join(unit.traits))
    return (unit.name, unit.kind, unit.group, parent, unit.weight.normalize(), *lists, unit.order)


@require_GET
@VIEW
def unit(request: HttpRequest, public_id: str) -> HttpResponse:
    """One unit: what is registered of it, and what it was before."""
    found = get_object_or_404(Unit.objects.visible_to(request.user), public_id=public_id)
    context = {
        "unit": found,
        "changes": found.changes.order_by("-at")[:100],
        "accounts": with_readings(request.user, found.accounts.all()),
    }
    return render(request, "planning/unit.html", context)


@require_http_methods(["GET", "POST"])
@EDIT
def edit_unit(request: HttpRequest, public_id: str | None = None) -> HttpResponse:
    """A new unit, or changes to one."""
    known = Unit.objects.visible_to(request.user)
    found = get_object_or_404(known, public_id=public_id) if public_id else Unit()
    form = UnitForm(posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        values = {key: form.cleaned_data[key] for key in form.Meta.fields}
        try:
            fresh = Unit.objects.get(pk=found.pk) if found.pk else Unit()
            saved = save_unit(fresh, values, by=signed_in(request), reason=form.cleaned_data["reason"])
        except Refused as error:
            form.add_error("parent", str(error))
        else:
            messages.success(request, f"已保存“{saved.name}”。")
            return redirect("planning:unit", saved.public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "planning/edit_unit.html", {"form": form, "unit": found}, status=status)


@require_GET
@VIEW
def sites(request: HttpRequest) -> HttpResponseBase:
    """Registered sites, those first that differ from the register."""
    rows = Site.objects.visible_to(request.user).select_related("unit")
    if request.GET.get("format") in {"csv", "xlsx"}:
        headings = ("单位名称", "单位类别", "网站名称", "首页网址", "网站标识码", "门户网站", "状态")
        yes = {True: "是", False: "否"}
        table = ((s.unit, s.unit.kind, s.name, s.url, s.code, yes[s.is_portal], s.state) for s in rows)
        return table_response(request, "网站名单", headings, table)
    context = {"sites": rows[:SHOWN], "drifted": drifted_sites(request.user)}
    return render(request, "planning/sites.html", context)


@require_GET
@VIEW
def accounts(request: HttpRequest) -> HttpResponseBase:
    """Registered new-media accounts, with what the last check saw of each."""
    state = request.GET.get("state", "")
    rows = accounts_for(request.user, state=state, words=request.GET.get("q", "").strip()[:80])
    if request.GET.get("format") in {"csv", "xlsx"}:
        return table_response(request, "新媒体账号名单", ACCOUNT_HEADINGS, map(account_row, rows))
    context = {
        "accounts": with_readings(request.user, rows[:SHOWN]),
        "drifted": drifted_accounts(request.user),
        "states": [one for one, _ in Account.STATES],
        "state": state,
        "words": request.GET.get("q", "").strip()[:80],
    }
    return render(request, "planning/accounts.html", context)


@require_http_methods(["GET", "POST"])
@EDIT
def edit_site(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new site, or changes to one."""
    return _edit(request, SiteForm, Site, pk, "网站", "planning:sites")


@require_http_methods(["GET", "POST"])
@EDIT
def edit_account(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new account, or changes to one."""
    return _edit(request, AccountForm, Account, pk, "新媒体账号", "planning:accounts")


def _edit(
    request: HttpRequest, form_class: Any, model: Any, pk: int | None, what: str, back: str
) -> HttpResponse:
    found = get_object_or_404(model.objects.visible_to(request.user), pk=pk) if pk else None
    form = form_class(posted(request), instance=found)
    if request.method == "POST" and form.is_valid():
        save: Any = save_site if model is Site else save_account
        # the form has laid its values into its own object; what was before is read anew
        fresh = model.objects.get(pk=found.pk) if found else model()
        values = {key: value for key, value in form.cleaned_data.items() if key != "reason"}
        more = {"reason": form.cleaned_data["reason"]} if model is Account else {}
        saved = save(fresh, values, by=signed_in(request), **more)
        messages.success(request, f"已保存{what}“{saved}”。")
        return redirect(back)
    status = 422 if request.method == "POST" else 200
    changes = AccountChange.objects.filter(account=found)[:100] if model is Account and found else None
    context = {"form": form, "what": what, "back": back, "object": found, "changes": changes}
    return render(request, "planning/edit_owned.html", context, status=status)


@require_http_methods(["GET", "POST"])
@EDIT
def import_roster(request: HttpRequest) -> HttpResponse:
    """Upload a list; what it would change is shown before anything is taken over."""
    form = RosterForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, kind, by = form.cleaned_data["file"], form.cleaned_data["kind"], signed_in(request)
        try:
            draft = draft_roster(content=file.read(), name=file.name, kind=kind, by=by)
        except KaopingError as error:
            form.add_error("file", str(error))
        else:
            return redirect("planning:roster_draft", draft.public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "planning/import_roster.html", {"form": form}, status=status)


@require_GET
@EDIT
def roster_draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """What an uploaded list would change, row by row, and what is wrong in it."""
    draft = get_object_or_404(RosterDraft, public_id=public_id)
    counts = {what: sum(row["what"] == what for row in draft.rows) for what in ("new", "changed", "same")}
    shown = [row for row in draft.rows if row["what"] != "same"][:SHOWN]
    return render(request, "planning/roster_draft.html", {"draft": draft, "counts": counts, "rows": shown})


@require_POST
@EDIT
def take_roster(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the list over: all of it, or nothing."""
    draft = get_object_or_404(RosterDraft, public_id=public_id)
    try:
        counts = apply_roster(draft, by=signed_in(request))
    except Refused as error:
        messages.error(request, str(error))
        return redirect("planning:roster_draft", draft.public_id)
    messages.success(request, f"已导入:新增 {counts['new']},更新 {counts['changed']},未变 {counts['same']}。")
    return redirect(f"planning:{draft.kind}")
