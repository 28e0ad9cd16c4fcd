"""Which role may do what: one table, read by views, actions, the API and the tests."""

from collections.abc import Mapping

_OFFICE = frozenset(
    {
        "planning.view",
        "gathering.view",
        "evidence.view",
        "inspection.view",
        "review.view",
        "imports.view",
        "dashboard.view",
        "units.view_office",
        "publishing.view",
    }
)
PERMISSIONS: Mapping[str, frozenset[str]] = {
    "system_admin": frozenset({"people.manage", "people.manage_roles", "system.view", "gathering.workers"}),
    "office_admin": _OFFICE
    | {
        "people.manage_units",
        "planning.edit",
        "planning.edit_system",
        "planning.edit_round",
        "gathering.control",
        "inspection.assign",
        "inspection.answer",
        "review.confirm_suspect",
        "review.confirm_bulk",
        "review.second",
        "imports.run",
        "evidence.unmask",
        "export.all",
        "units.manage",
        "publishing.edit",
        "publishing.release",
        "api.use",
    },
    "inspector": _OFFICE | {"inspection.answer", "evidence.add", "api.use"},
    "reviewer": _OFFICE
    | {
        "review.confirm_suspect",
        "review.confirm_bulk",
        "review.second",
        "units.rule",
        "publishing.release",
        "api.use",
    },
    "leader": frozenset(
        {
            "dashboard.view",
            "planning.view",
            "review.view",
            "evidence.view",
            "publishing.view",
            "units.view_office",
        }
    ),
    "auditor": frozenset(
        {
            "audit.view",
            "audit.verify",
            "api.use",
            "dashboard.view",
            "planning.view",
            "review.view",
            "evidence.view",
            "publishing.view",
        }
    ),
    "unit_admin": frozenset(
        {
            "units.view_own",
            "units.answer",
            "units.object",
            "units.report",
            "units.people",
            "evidence.view_own",
            "evidence.add",
            "dashboard.view_own",
            "api.use",
        }
    ),
    "unit_staff": frozenset(
        {
            "units.view_own",
            "units.answer",
            "units.report",
            "evidence.view_own",
            "evidence.add",
            "dashboard.view_own",
        }
    ),
}

# the same in words, in the order of the work; the handbook's table is made from it
PERMISSION_WORDS: Mapping[str, str] = {
    "people.manage": "管理本范围内的账号",
    "people.manage_roles": "授予任何角色",
    "people.manage_units": "管理单位的账号",
    "system.view": "看系统状态",
    "gathering.workers": "看采集进程",
    "planning.view": "看计划:单位、网站、轮次、指标体系",
    "planning.edit": "改单位、网站、账号名册",
    "planning.edit_system": "导入和修改指标体系",
    "planning.edit_round": "设置轮次、名单、抽样、分工",
    "gathering.view": "看采集进度和未看到的内容",
    "gathering.control": "开始、暂停、继续采集",
    "inspection.view": "看检查任务",
    "inspection.assign": "分配检查任务、裁定背对背分歧",
    "inspection.answer": "填写检查结论",
    "evidence.view": "看证据",
    "evidence.add": "上传、粘贴、存档证据",
    "evidence.view_own": "看本单位的证据",
    "evidence.unmask": "查看未遮盖的个人信息(须重新验证并留痕)",
    "review.view": "看疑似问题",
    "review.confirm_suspect": "确认、排除、豁免疑似问题",
    "review.confirm_bulk": "批量认定机器可证的问题",
    "review.second": "对否决和严重问题作第二人复核",
    "imports.view": "看导入记录",
    "imports.run": "导入第三方数据",
    "dashboard.view": "看全局看板",
    "dashboard.view_own": "看本单位的看板",
    "units.view_office": "看各单位的答复和整改",
    "units.manage": "发送初评、下达整改、维护原因清单",
    "units.rule": "裁定异议",
    "units.view_own": "看本单位的评分明细和任务",
    "units.answer": "答复初评",
    "units.object": "提出异议",
    "units.report": "认领、报送整改",
    "units.people": "维护本单位责任人和填报员",
    "publishing.view": "看得分、排名和通报",
    "publishing.edit": "计分、推演、起草通报",
    "publishing.release": "提出或同意发布",
    "export.all": "导出全部数据(须重新验证并留痕)",
    "audit.view": "看审计记录",
    "audit.verify": "校验审计记录",
    "api.use": "使用程序接口",
}

LOOKS_AFTER_PEOPLE = ("people.manage", "people.manage_units", "units.people")  # any of them, each its own
UNIT_ROLES = frozenset({"unit_admin", "unit_staff"})
# Which roles somebody may give, and so whose accounts he looks after. Nobody gives himself a role.
MAY_GIVE: Mapping[str, frozenset[str]] = {
    "system_admin": frozenset(PERMISSIONS),
    "office_admin": UNIT_ROLES,
    "unit_admin": frozenset({"unit_staff"}),
}


def holds(role: str, permission: str) -> bool:
    """Whether people of this role may do it. An unknown permission is held by nobody."""
    return permission in PERMISSIONS.get(role, frozenset())
