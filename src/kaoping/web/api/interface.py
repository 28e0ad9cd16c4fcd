"""The whole interface: all desks below one address, with one description."""

from ninja import NinjaAPI

from . import refusals
from .desks import gathering, inspection, replies, review, rounds, scores, trail, units

VERSION = "1.0.0"
ADDRESS = "/api/v1"
DESCRIPTION = (
    "考评软件的程序接口,与页面功能相同。请求头写明 Authorization: Bearer 令牌;"
    "令牌在“我的账号 · 接口令牌”中新建,只在其范围内、以其主人的身份读写。"
    "列表按 next 游标翻页,每页最多 200 条;出错时 message 说明原因和办法。"
)
api = NinjaAPI(
    title="考评接口",
    version=VERSION,
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
refusals.install(api)
for one in (trail, units, rounds, gathering, inspection, review, scores, replies):
    api.add_router("", one.desk)
