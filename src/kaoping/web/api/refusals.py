"""Answers that refuse: one JSON shape, with Chinese words that say what is wrong and what to do."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import pydantic
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from kaoping.errors import KaopingError

from ..pages.refusals import out_of_order

log = logging.getLogger("kaoping.api")


class Wrong(pydantic.BaseModel):
    """One thing that is wrong with a request: where it stands, ``body.reason``, and what is wrong."""

    field: str
    message: str


class Refusal(pydantic.BaseModel):
    """Why a request was refused. `errors` names fields, where single ones are to blame."""

    message: str
    errors: list[Wrong] = []


WORDS: Mapping[int, str] = {
    400: "请求不能读取,请检查地址、标头和内容的编码。",
    401: "没有令牌,或令牌无效、过期、已作废。请在请求头写明 Authorization: Bearer kp_…。",
    403: "您的角色或令牌不能做这件事。",
    404: "没有这个对象,或您不能查看它。",
    405: "这个地址不接受这种方法,可用的方法见 Allow 标头。",
    409: "现在不能这样做。",
    413: "内容过大。",
    415: "内容须为 JSON,请写明 Content-Type: application/json。",
    422: "请求内容不合要求,没有写入。",
    503: "服务器暂时不能使用,没有写入。请稍后再做一次。",
    500: "服务器内部错误,没有写入。请稍后再试;再次出现时请把时间告诉管理员。",
}
_ERRORS: Mapping[str, str] = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项,请核对名称",
    "string_too_long": "最多 {max_length} 个字符",
    "string_too_short": "至少 {min_length} 个字符",
    "too_long": "最多 {max_length} 项",
    "too_short": "至少 {min_length} 项",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "string_pattern_mismatch": "格式不对",
    "literal_error": "只能是 {expected}",
    "json_invalid": "不是正确的 JSON",
    "uuid_parsing": "不是正确的标识(UUID)",
    "timezone_aware": "时间须写明时区,如 2026-07-01T08:00:00+08:00",
}


def refusal(status: int, message: str = "", errors: Iterable[Wrong] = ()) -> JsonResponse:
    """An answer in the one shape."""
    told = Refusal(message=message or WORDS.get(status, WORDS[400]), errors=list(errors))
    response = JsonResponse(told.model_dump(), status=status, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def wrong_fields(errors: Iterable[Any], *, within: str = "") -> list[Wrong]:
    """Errors of pydantic in our words; `within` says which part of the request it read."""
    return [_wrong(one, within) for one in errors][:50]


def _wrong(error: Mapping[str, Any], within: str) -> Wrong:
    words = _ERRORS.get(error["type"], "内容或类型不对")
    context = {key: value for key, value in (error.get("ctx") or {}).items() if key != "error"}
    where = [within, *(str(part) for part in error["loc"])]
    return Wrong(field=".".join(part for part in where if part)[:200], message=words.format(**context))


def install(api: NinjaAPI) -> None:
    """Let the API refuse in our shape, whatever was raised."""
    api.add_exception_handler(AuthenticationError, lambda request, error: refusal(401))
    api.add_exception_handler(HttpError, _in_its_words)
    api.add_exception_handler(Http404, lambda request, error: refusal(404))
    api.add_exception_handler(PermissionDenied, lambda request, error: refusal(403))
    api.add_exception_handler(RequestDataTooBig, lambda request, error: refusal(413))
    api.add_exception_handler(UnreadablePostError, lambda request, error: refusal(400))
    api.add_exception_handler(KaopingError, lambda request, error: refusal(409, str(error)))
    api.add_exception_handler(
        IntegrityError, lambda request, error: refusal(409, "刚刚被别人改动过,请重新读取后再试。")
    )
    api.add_exception_handler(DjangoValidationError, _not_kept)
    api.add_exception_handler(ValidationError, _not_asked_well)
    api.add_exception_handler(Exception, _our_own_mistake)


def _in_its_words(request: HttpRequest, error: Any) -> HttpResponse:
    return refusal(error.status_code, error.message)


def _not_asked_well(request: HttpRequest, error: Any) -> HttpResponse:
    return refusal(422, errors=wrong_fields(error.errors))


def _not_kept(request: HttpRequest, error: Any) -> HttpResponse:
    """What is well written and still cannot be kept: a name that is taken, a word that is no choice."""
    if not hasattr(error, "error_dict"):
        return refusal(409, ";".join(error.messages))
    told = [
        Wrong(field=f"body.{name}", message=words)
        for name, many in error.message_dict.items()
        for words in many
    ]
    return refusal(409, "内容不能保存,没有写入。", told)


def _our_own_mistake(request: HttpRequest, error: Any) -> HttpResponse:
    log.exception("failed", exc_info=error)
    if (trouble := out_of_order(error)) is not None:
        return refusal(503, f"{trouble[0]}:{trouble[1]}")
    return refusal(500)
