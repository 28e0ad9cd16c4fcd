"""
Account whose filing is not in order (未备案或与备案不一致).

Looks at:     what the office's list says of an account's filing, and the names that its articles print.
Problem when: a running account is not filed; a closed or merged one is still filed as running; its name is
              another than the one filed; its articles bear a name that the list does not know.
Not checked:  the list says nothing of filing.
Silent:       names that differ in blanks, width or marks alone; former names of an account that was renamed.
"""

from collections.abc import Iterator

from kaoping.pages.newmedia.account import AccountSeen
from kaoping.roster.unit_list import folded_name
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, not_checked, problem


@check(
    title="账号未备案或与备案不一致",
    reads=AccountSeen,
    lane="person",
    message="账号{account}{lacking}",
    basis="国办发〔2018〕123号关于政务新媒体分级备案、规范名称的要求",
    remedy="请在政务新媒体信息报送系统补办备案,或按实际情况变更、关停。",
    same_fact=("name", "item"),
)
def unfiled(account: AccountSeen, rules: Rulebook) -> Iterator[Observation]:
    if account.filed is None and not account.filed_name:
        yield not_checked(account.url, why="账号名单没有写备案情况", name=account.site)
    for item, lacking in _faults(account):
        yield problem(account.url, account=account.site, name=account.site, item=item, lacking=lacking)


def _faults(account: AccountSeen) -> Iterator[tuple[str, str]]:
    if account.is_running and account.filed is False:
        yield "未备案", "正常运行而没有备案"
    if account.state in ("注销", "并入") and account.filed:
        yield "备案未关停", f"已{account.state},报送系统中的备案没有关停"
    own = folded_name(account.name)
    if account.is_running and account.filed_name and folded_name(account.filed_name) != own:
        yield "名称与备案不一致", f"名称与备案的“{account.filed_name}”不一致"
    known = {own, folded_name(account.filed_name), *map(folded_name, account.former)}
    if (
        account.is_running
        and account.printed_names
        and folded_name(printed := account.printed_names[0]) not in known
        and account.platform == "微信公众号"
    ):
        yield "名称与登记不一致", f"文章页所印账号名称为“{printed}”,名单中没有"
