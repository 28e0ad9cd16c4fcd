"""The second half: scores, feedback, objections, release by two, the notice, rectification, seal, audit."""

import json
import subprocess
import urllib.request
from typing import Any

from before import ROUND, invite
from person import Person
from stage import BIN


def feed_back(walk: Any) -> None:
    """Scores computed, drafts of the notice made, results sent to the units."""
    office: Person = walk.people["office_admin"]
    office.desk("通报")
    office.shot("publishing", everything=True)
    office.follow(ROUND)
    office.shot("scores-empty")
    office.fill(reason="复核完成,初评")
    office.press("立即计算")
    office.shot("scores", everything=True)
    office.page.locator("main table.data tbody th a").first.click()
    office.page.wait_for_load_state()
    office.shot("sheet", everything=True)
    office.desk("通报")
    office.follow(ROUND)
    office.follow("推演")
    office.shot("what-if", everything=True)
    office.desk("反馈与整改")
    office.press("发送初评反馈")
    office.shot("office-feedback", everything=True)


def answer(walk: Any) -> None:
    """The unit's people, let in by the office and by their own administrator; an objection with proof."""
    office: Person = walk.people["office_admin"]
    invite(walk, office, "unit_admin", "单位管理员", "钱管理", unit=walk.unit)
    unit_admin: Person = walk.people["unit_admin"]
    invite(walk, unit_admin, "unit_staff", "单位填报员", "李经办")
    staff: Person = walk.people["unit_staff"]
    unit_admin.desk("工作台")
    unit_admin.shot("dashboard-unit", everything=True)
    unit_admin.desk("本单位")
    unit_admin.shot("own", everything=True)
    unit_admin.follow("评分明细")
    unit_admin.shot("own-sheet", everything=True)
    _reply(unit_admin, 0, "提出异议", "该页面在考评期内已经改正,见截图", walk)
    unit_admin.shot("objected")
    staff.desk("本单位")
    staff.follow("评分明细")
    _reply(staff, 1, "说明", "正在整改", None)
    _reply(staff, 2, "认可", "", None)
    staff.shot("answered", everything=True)


def _reply(person: Person, number: int, kind: str, words: str, walk: Any) -> None:
    links = person.page.locator("main a.button", has_text="答复")
    if links.count() <= number:
        return
    links.nth(number).click()
    person.page.wait_for_load_state()
    person.tick(kind)
    person.fill(words=words)
    if walk is not None:
        person.attach("attached", walk.picture)
        person.shot("reply", everything=True)
    person.press("提交答复")
    if not person.page.url.endswith("/sheet/"):
        person.desk("本单位")
        person.follow("评分明细")


def rule(walk: Any) -> None:
    """Somebody who had no part in it rules; the round is scored anew."""
    office: Person = walk.people["office_admin"]
    second: Person = walk.people["second"]
    office.desk("反馈与整改")
    office.press("进入申诉复核")
    second.desk("反馈与整改")
    second.follow("异议裁定")
    second.shot("appeals", everything=True)
    second.page.locator("main table.data tbody a").first.click()
    second.page.wait_for_load_state()
    second.shot("appeal", everything=True)
    second.tick("异议成立,排除这个问题")
    second.fill(reason="截图显示考评期内已改正")
    second.press("作出裁定")
    unit_admin: Person = walk.people["unit_admin"]
    unit_admin.desk("本单位")
    unit_admin.follow("异议与裁定")
    unit_admin.shot("own-rulings", everything=True)
    office.desk("反馈与整改")
    office.press("截止申诉")


def write_notice(walk: Any) -> None:
    """The notice drafted from the data, edited, exported."""
    office: Person = walk.people["office_admin"]
    office.desk("通报")
    office.follow(ROUND)
    office.fill(reason="申诉裁定后")
    office.press("立即计算")
    office.follow("通报稿")
    for words in ("起草内部版", "起草公开版"):
        office.press(words)
        office.follow(ROUND) if office.page.get_by_role("link", name="通报稿").count() == 0 else None
        office.desk("通报")
        office.follow(ROUND)
        office.follow("通报稿")
    office.shot("notices", everything=True)
    office.follow("修改内部版")
    added = office.page.locator('main textarea[name^="new-"]')
    if added.count():
        added.first.fill("下一步,各单位要对照问题清单逐项整改。")
    office.fill(why="加一段要求")
    office.shot("notice-edit", everything=True)
    office.press("保存为新版本")
    office.shot("notice", everything=True)
    walk.let_minutes_pass()
    office.download("下载 docx")


def release(walk: Any) -> None:
    """One asks, another agrees; both prove anew who they are."""
    office: Person = walk.people["office_admin"]
    reviewer: Person = walk.people["reviewer"]
    office.desk("通报")
    office.follow(ROUND)
    office.follow("发布")
    office.shot("gate", everything=True)
    walk.let_minutes_pass()
    office.fill(note="提示事项已逐项核对")
    office.press("申请发布")
    office.shot("release-asked")
    reviewer.desk("通报")
    reviewer.follow(ROUND)
    reviewer.follow("发布")
    reviewer.shot("release-to-agree", everything=True)
    walk.let_minutes_pass()
    reviewer.press("同意发布")
    reviewer.shot("released", everything=True)
    office.desk("通报")
    office.follow(ROUND)
    office.follow("文件")
    office.shot("documents", everything=True)
    walk.let_minutes_pass()
    office.download("下载 zip")


def lead(walk: Any) -> None:
    """What the leader sees, on a desk and on his telephone."""
    leader: Person = walk.people["leader"]
    leader.desk("工作台")
    leader.shot("dashboard-leader", everything=True)
    leader.download("下载图片")
    leader.follow("指标矩阵")
    leader.shot("matrix", everything=True)
    leader.download("下载 xlsx")
    staff: Person = walk.people["unit_staff"]
    staff.desk("工作台")
    staff.shot("dashboard-staff", everything=True)


def put_right(walk: Any) -> None:
    """Tasks handed down, taken on, planned, reported; the machine looks back, the unit sees the result."""
    office: Person = walk.people["office_admin"]
    staff: Person = walk.people["unit_staff"]
    office.desk("反馈与整改")
    office.press("下达整改任务")
    staff.desk("本单位")
    staff.follow("整改任务")
    staff.shot("tasks", everything=True)
    staff.page.locator("main table.data tbody a").first.click()
    staff.page.wait_for_load_state()
    staff.fill(owner="李经办")
    staff.press("认领")
    cause = staff.page.locator('main form[action$="/plan/"] select')
    cause.select_option(index=1)
    staff.fill(plan="核对全站链接,失效的改正或撤下")
    staff.press("保存计划")
    staff.page.locator('main form[action$="/report/"] select').select_option(index=1)
    staff.page.locator('main form[action$="/report/"] [name="words"]').fill("已逐条改正")
    staff.shot("task", everything=True)
    staff.press("报送并复核")
    staff.shot("look-back-waiting")
    staff.wait_until_looked()
    staff.shot("look-back", everything=True)
    staff.desk("本单位")
    staff.follow("整改报告")
    paper = staff.download("下载 docx")
    staff.attach("file", paper)
    staff.press("上传")
    staff.shot("reports", everything=True)
    office.desk("反馈与整改")
    office.follow("整改台账")
    office.shot("board", everything=True)


def seal(walk: Any) -> None:
    """Sealed, fetched, and proven by the command line."""
    office: Person = walk.people["office_admin"]
    office.desk("通报")
    office.follow(ROUND)
    office.follow("封存")
    office.shot("seal-ready", everything=True)
    office.press("封存")
    office.shot("sealed", everything=True)
    digest = office.page.locator("dl.kv .mono").first.inner_text().strip()
    path = office.download("下载封存文件")
    told = subprocess.run(
        [str(BIN / "kaoping"), "verify", str(path), "--digest", digest], capture_output=True, text=True
    )
    if told.returncode or "完好" not in told.stdout:
        walk.gallery.fault(f"kaoping verify: {told.returncode} {told.stdout[-300:]} {told.stderr[-300:]}")


def audit(walk: Any) -> None:
    """The trail verified; a token, and the same by a program; signed out, and in again with the telephone."""
    auditor: Person = walk.people["auditor"]
    auditor.desk("审计")
    auditor.shot("audit", everything=True)
    auditor.press("校验全部记录")
    auditor.shot("audit-verified", everything=True)
    auditor.page.locator(".who a").first.click()
    auditor.follow("接口令牌")
    auditor.shot("tokens-empty", everything=True)
    auditor.fill(name="每周校验审计记录")
    auditor.page.locator('main [name="scopes"]').first.check()
    auditor.press("新建")
    token = auditor.page.locator(".notice .mono").inner_text().strip()
    request = urllib.request.Request(f"{walk.base}/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        me = json.load(answer)
    if "auditor" not in json.dumps(me):
        walk.gallery.fault(f"api: {me}")
    auditor.shot("tokens")
    auditor.follow("接口说明")
    auditor.shot("api-docs", everything=True)
    auditor.sign_out()
    auditor.shot("signed-out", everything=True)
    auditor.sign_in()
    auditor.desk("工作台")
