"""The first half of the round: people, plan, gathering, inspection, imports, review."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from person import Person

SYSTEM = Path(__file__).with_name("system.yaml")
TODAY = datetime.now(tz=ZoneInfo("Asia/Shanghai")).date()
ROUND = "望川市2026年下半年政务公开考评"
OFFICE = {
    "office_admin": ("考评管理员", "林主任"),
    "inspector": ("检查员", "陈检查"),
    "reviewer": ("复核员", "周复核"),
    "second": ("复核员", "吴复核"),
    "leader": ("领导(只读)", "王领导"),
    "auditor": ("审计员", "郑审计"),
}


def first_start(walk: Any) -> None:
    """The first administrator by the terminal's link, then invitations; nobody has a default password."""
    admin: Person = walk.person("system_admin")
    admin.go(walk.link)
    admin.shot("first-start", everything=True)
    admin.fill(username="system_admin", name="孙管理", password="1234567890", repeated="1234567890")
    admin.press("设立并登录")
    admin.shot("first-start-refused")
    admin.fill(username="system_admin", name="孙管理", password=walk.password, repeated=walk.password)
    admin.press("设立并登录")
    admin.set_second_factor_if_asked()
    admin.desk("工作台")
    admin.shot("dashboard-system-admin")
    for username, (role, name) in OFFICE.items():
        invite(walk, admin, username, role, name)
    admin.desk("人员")
    admin.shot("people", everything=True)


def invite(walk: Any, by: Person, username: str, role: str, name: str, unit: str = "") -> None:
    """Somebody's account, and the invited person's first minutes."""
    by.desk("人员") if by.has_desk("人员") else by.go("/people/")
    by.follow("邀请")
    by.fill(username=username, name=name)
    by.choose(role=role)
    if unit:
        by.choose(unit=unit)
    by.press("生成链接")
    if username in ("office_admin", "unit_admin"):
        by.shot(f"invited-{username}")
    link = by.page.locator("main .mono").first.inner_text().strip()
    invited: Person = walk.person(username)
    invited.set_password(link)


def plan(walk: Any) -> None:
    """Empty desks first; then the system, the lists from xlsx with a preview, the round."""
    office: Person = walk.people["office_admin"]
    for desk in ("工作台", "计划", "采集", "检查", "复核", "导入", "反馈与整改", "通报", "人员"):
        office.desk(desk)
        office.shot(f"empty-{desk}")
    office.desk("计划")
    office.page.locator("main a.card", has_text="指标体系").click()
    office.follow("导入")
    office.attach("file", SYSTEM)
    office.press("检查并保存")
    office.shot("system", everything=True)
    for kind, words in (("units", "单位"), ("sites", "网站"), ("accounts", "新媒体账号")):
        office.desk("计划")
        office.page.locator("main a.card", has_text=words).first.click()
        office.follow("导入名单")
        office.choose(kind=words)
        office.attach("file", walk.files[kind])
        office.press("上传并预览")
        office.shot(f"roster-{kind}", everything=kind == "sites")
        office.press("确认导入")
        office.shot(f"{kind}", everything=True)
    office.desk("计划")
    office.follow("新建考评轮次")
    day = walk.day
    office.fill(
        title=ROUND,
        office="望川市政务公开办公室",
        period_from=f"{day.year}-07-01",
        period_to=f"{day.year}-12-31",
        today=day.isoformat(),
        notice_date=(TODAY + timedelta(days=20)).isoformat(),
        seed="望川2026下半年",
    )
    office.shot("new-round", everything=True)
    office.press("保存")
    office.page.locator("section", has_text="分组与指标体系").get_by_role("link", name="选择").first.click()
    for select in office.page.locator("main select").all():
        select.select_option(index=1)
    office.press("保存")
    office.follow("分配检查员")
    office.tick("陈检查")
    office.press("保存")
    office.page.locator("section", has_text="抽样").get_by_role("link", name="抽样").click()
    office.fill(what="市直单位", population="甲局、乙局、丙局、丁局", size="2")
    office.press("保存")
    office.shot("round", everything=True)


def gather(walk: Any) -> None:
    """Gathering with its progress; paused and gone on with."""
    office: Person = walk.people["office_admin"]
    office.desk("计划")
    office.follow(ROUND)
    if office.page.get_by_role("button", name="开始采集", exact=True).count():
        office.press("开始采集")
    office.desk("采集")
    office.shot("gathering-start", everything=True)
    office.fill(max_pages="40", rate="5")
    office.press("开始采集")
    office.page.wait_for_timeout(4000)
    office.shot("gathering-running", everything=True)
    office.press("全部暂停")
    office.shot("gathering-paused")
    office.wait_for("全部继续", seconds=60)
    office.press("全部继续")
    office.wait_for_gathering()
    office.desk("采集")
    office.shot("gathering-done", everything=True)
    office.page.locator("table.jobs tbody a").first.click()
    office.page.wait_for_load_state()
    office.shot("gathering-job", everything=True)
    office.download("下载全部请求 CSV")


def inspect(walk: Any) -> None:
    """Questions handed out, a page archived at a click, answers with proof; an account by telephone."""
    office: Person = walk.people["office_admin"]
    inspector: Person = walk.people["inspector"]
    office.desk("计划")
    office.follow(ROUND)
    office.press("开始检查")
    office.desk("检查")
    office.press("生成检查任务")
    inspector.desk("检查")
    inspector.shot("inspection", everything=True)
    units = inspector.page.locator("main table.data tbody th a").all_inner_texts()
    for number, unit in enumerate(units):
        inspector.desk("检查")
        inspector.follow(unit)
        if number == 0:
            inspector.shot("check-list", everything=True)
        inspector.page.locator("main table.data tbody th a").first.click()
        inspector.page.wait_for_load_state()
        _answer_unit(walk, inspector, is_first=number == 0)
    inspector.desk("检查")
    inspector.follow(units[0])
    inspector.page.locator("#accounts ~ ul a").first.click()
    inspector.page.set_viewport_size({"width": 390, "height": 844})
    for fieldset in inspector.page.locator("main fieldset").all():
        fieldset.get_by_label("有", exact=True).check()
    inspector.shot("account-by-phone", everything=True)
    inspector.press("保存")
    inspector.shot("account-seen")


def _answer_unit(walk: Any, inspector: Person, *, is_first: bool) -> None:
    if is_first:
        inspector.page.locator('main [name="url"]').first.fill(walk.home_page)
        inspector.page.locator('form[action$="/capture/"] [name="url"]').fill(walk.home_page)
        inspector.press("一键存档")
        inspector.shot("capture-waiting")
        if not inspector.with_script:
            inspector.follow("看进度")
        inspector.wait_for("已存档", seconds=120)
        inspector.shot("capture-done", everything=True)
        if not inspector.with_script:
            inspector.follow("回到检查项")
        inspector.page.locator('[name="proofs"]').set_input_files(str(walk.picture))
        inspector.press("上传")
        inspector.press("交")  # nothing chosen: refused, and why
        inspector.shot("answer-refused")
        inspector.tick("不符合")
        inspector.fill(count="2", object="内设机构\n负责人", note="机构页没有这两项")
        inspector.shot("answer", everything=True)
    else:
        inspector.tick("符合")
    inspector.press("交并看下一项")
    inspector.tick("符合")
    inspector.press("交")


def bring_in(walk: Any) -> None:
    """A platform's list: previewed, brought in, looked at again by the worker."""
    office: Person = walk.people["office_admin"]
    office.desk("导入")
    office.fill(source="望川监测")
    office.attach("file", walk.files["monitor"])
    office.press("上传并预览")
    office.shot("import-preview", everything=True)
    office.press("确认导入")
    office.shot("import-done", everything=True)
    office.desk("导入")
    office.follow("待复查")
    office.shot("import-items", everything=True)
    office.press("复查选中的")
    office.shot("recheck-waiting")
    office.wait_for("已完成", seconds=120)
    office.shot("recheck-done", everything=True)


def review(walk: Any) -> None:
    """The queue by keyboard: confirm, dismiss, exempt; the rest template by template."""
    office: Person = walk.people["office_admin"]
    reviewer: Person = walk.people["reviewer"]
    office.desk("计划")
    office.follow(ROUND)
    office.press("开始复核")
    reviewer.desk("复核")
    reviewer.shot("queue", everything=True)
    reviewer.open_suspect()
    reviewer.shot("suspect", everything=True)
    reviewer.decide("c", "确认是问题")
    reviewer.open_suspect()
    reviewer.decide("d", "排除", reason="页面是归档旧文,不在考评期内")
    reviewer.open_suspect()
    until = (TODAY + timedelta(days=90)).isoformat()
    reviewer.decide("e", "豁免", reason="正在改版,已报备", until=until)
    reviewer.decide_the_rest(shown=True)
    office.decide_the_rest()  # what needs a second person
    reviewer.desk("复核")
    reviewer.shot("queue-empty", everything=True)
    reviewer.follow("例外清单")
    reviewer.shot("exemptions", everything=True)
