"""The office's own docx for its notices: uploaded, looked at, laid aside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kaoping.errors import KaopingError
from kaoping.reports.notice.template_file import FIELDS

from ...people.scope import signed_in
from ..actions.templates import drop_template, take_template
from ..forms import TemplateForm
from ..models import NoticeTemplate
from .finding import EDIT


@require_http_methods(["GET", "POST"])
@EDIT
def templates(request: HttpRequest) -> HttpResponse:
    """Which template is in use, with one field to upload another; what is wrong with it, line by line."""
    form, status = TemplateForm(request.POST or None, request.FILES or None), 200
    refusal = ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                made = take_template(content=file.read(), name=file.name, by=signed_in(request))
            except KaopingError as error:
                refusal = str(error)
            else:
                messages.success(request, f"模板“{made.name}”已启用,以后下载的通报 docx 按它生成。")
                return redirect("publishing:templates")
    rows = NoticeTemplate.objects.select_related("by")[:30]
    context = {"form": form, "refusal": refusal, "rows": rows, "fields": FIELDS}
    return render(request, "publishing/templates.html", context, status=status)


@require_POST
@EDIT
def drop(request: HttpRequest) -> HttpResponse:
    """Back to the docx after the norm."""
    drop_template(by=signed_in(request))
    messages.success(request, "已停用模板,以后下载的通报 docx 按公文格式国家标准生成。")
    return redirect("publishing:templates")
