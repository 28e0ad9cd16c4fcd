# ruff: noqa: E501  (markup is easier to read unbroken)
"""Invented pages of an invented town."""

TRAIL = '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/xwzx/">工作动态</a></div>'
FOOT = (
    '<div class="footer"><p>主办单位：沐云县人民政府办公室 联系电话：0729-8100500</p>'
    '<p>网站标识码：4299990001 <a href="/icp">鄂ICP备99000001号-1</a> 鄂公网安备 42990100000001号 '
    '<a href="/wzdt/">网站地图</a></p></div>'
)
TEXT = (
    "<p>9月10日，县政务公开领导小组办公室组织召开工作推进会，对下一阶段任务作出安排。</p>"
    "<p>会议要求，各单位要按时更新栏目，及时回应群众关切，不断提高公开质量。</p>"
)


def page(body: str, title: str = "沐云县人民政府", head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"


def row(number: int, date: str, title: str = "") -> str:
    name = title or f"沐云县第{number}次政务公开工作会议召开"
    return f'<li><a href="./202609/{number}.html">{name}</a><span>{date}</span></li>'


def section(rows: str, pager: str = "", head: str = '<meta name="ColumnName" content="工作动态">') -> str:
    return page(f'{TRAIL}<ul class="list">{rows}</ul>{pager}{FOOT}', "工作动态_沐云县人民政府", head)


def article(
    info: str, text: str = TEXT, title: str = "县政务公开工作推进会召开", head: str = "", more: str = ""
) -> str:
    body = f'{TRAIL}<h1>{title}</h1><div class="info">{info}</div><div class="nr">{text}</div>{more}{FOOT}'
    return page(body, f"{title}_沐云县人民政府", head)
