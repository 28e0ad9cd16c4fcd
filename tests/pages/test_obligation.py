"""Which documents must be interpreted, told by title, number, section and text."""

import pytest

from kaoping.pages import Link, Page
from kaoping.pages.interpretationwords import interpretation_words
from kaoping.pages.obligation import obligation
from kaoping.rulebook import load_rulebook

WORDS = interpretation_words(load_rulebook())
UNIT = "望川市人民政府"
WIDE = "个人和企业可以申请补贴,不得弄虚作假,居民应当如实填写。"


def duty(title: str, unit: str = UNIT, **fields) -> str:
    return obligation(Page(title=title, **fields), unit, WORDS)[0]


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("望川市养老服务管理办法", {"document_number": "望川市人民政府令第12号"}),
        ("关于印发《望川市养老服务管理办法》的通知", {"document_number": "望政规〔2026〕3号"}),
        ("关于印发《望川市养老服务工作方案》的通知", {"section": "行政规范性文件"}),
        ("关于印发《望川市养老服务工作方案》的通知", {"text": "WCCR-2026-01005\n望政办发〔2026〕9号"}),
        ("关于印发《望川市养老服务补贴办法》的通知", {"document_number": "望政发〔2026〕3号", "text": WIDE}),
        (
            "望川市人民政府关于促进养老服务发展的实施意见",
            {"document_number": "望政发〔2026〕3号", "text": WIDE},
        ),
    ],
)
def test_rules_for_many_people_must_be_interpreted(title, fields):
    assert duty(title, **fields) == "yes"


@pytest.mark.parametrize(
    "title",
    [
        "关于王一等同志职务任免的通知",
        "望川市人民政府关于召开全市经济工作会议的通知",
        "关于同意双桥镇规划调整的批复",
        "望川市人民政府办公室关于转发省政府办公厅养老服务意见的通知",
        "关于调整安全生产委员会成员的通知",
        "关于表彰先进集体的决定",
        "望川市2025年政府信息公开工作年度报告",
        "望川市财政局2026年部门预算",
        "关于印发《机关值班工作制度》的通知",
        "关于公布继续有效的规范性文件目录的通知",
        "关于开展养老机构摸底工作的通知",
        "关于宣布失效一批文件的决定",
    ],
)
def test_personnel_meetings_replies_and_internal_work_need_none(title):
    assert duty(title, document_number="望政规〔2026〕3号", section="规范性文件") == "no"


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("湖东省人民政府关于印发养老服务条例实施办法的通知", UNIT),
        ("望川市人民政府关于印发养老服务办法的通知", "清河县人民政府"),
        ("望川市人民政府办公室关于印发养老服务办法的通知", "望川市民政局"),
        ("市人民政府办公室关于印发养老服务办法的通知", "望川市清河县人民政府"),
    ],
)
def test_documents_of_other_organs_are_theirs_to_interpret(title, unit):
    assert duty(title, unit, document_number="某政规〔2026〕3号") == "no"


def test_the_units_own_office_and_unknown_units_are_not_taken_for_others():
    title = "望川市人民政府办公室关于印发养老服务办法的通知"

    assert duty(title, UNIT, document_number="望政办规〔2026〕3号") == "yes"
    assert duty(title, "", document_number="望政办规〔2026〕3号") == "yes"


def test_a_formal_document_of_unknown_reach_is_left_to_a_person():
    assert duty("关于印发《望川市养老服务工作方案》的通知", document_number="望政办发〔2026〕3号") == "unsure"


def test_a_page_without_any_form_of_a_document_needs_none():
    assert duty("养老服务收费标准") == "no"


def test_a_breadcrumb_tells_the_section_too():
    crumbs = (Link(text="首页"), Link(text="规范性文件"))

    assert duty("关于印发《望川市养老服务细则》的通知", breadcrumb=crumbs) == "yes"


def test_what_has_lost_its_force_need_not_be_interpreted():
    assert duty("望川市养老服务管理办法(已废止)", document_number="望政规〔2026〕3号") == "no"
