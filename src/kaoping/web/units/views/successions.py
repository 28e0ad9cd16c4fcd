"""Units merged or split in mid-round: the office says what goes over to whom."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kaoping.errors import KaopingError

from ...people.gates import permission_required
from ...people.scope import signed_in
from ...planning.models import Round, Succession, Unit
from ..actions.succession import open_rounds, succeed
from ..forms import SuccessionForm
from .answers import status_of

MANAGE = permission_required("units.manage")


@require_GET
@MANAGE
def successions(request: HttpRequest) -> HttpResponse:
    """The units of the rounds that are under way, and what went over before."""
    rounds = open_rounds().filter(pk__in=Round.objects.visible_to(signed_in(request)))
    units = [
        (round_, Unit.objects.filter(memberships__round=round_).distinct().order_by("order", "name"))
        for round_ in rounds[:5]
    ]
    done = Succession.objects.select_related("round", "old", "new", "by")[:100]
    return render(request, "units/successions.html", {"rounds": units, "done": done})


@require_http_methods(["GET", "POST"])
@MANAGE
def succession(request: HttpRequest, public_id: UUID, unit_id: UUID) -> HttpResponse:
    """What of one unit goes over."""
    user = signed_in(request)
    round_ = get_object_or_404(Round.objects.visible_to(user), public_id=public_id)
    old = get_object_or_404(Unit.objects.visible_to(user), public_id=unit_id)
    form, status = SuccessionForm(request.POST or None, old=old), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                succeed(round_, old, given.pop("new"), by=user, **given)
            except KaopingError as error:
                form.add_error(None, str(error))
                status = status_of(error)
            else:
                messages.success(request, f"{old}的划转已办理。")
                return redirect("units:successions")
    context = {"round": round_, "old": old, "form": form}
    return render(request, "units/succession.html", context, status=status)
