import pytest

from kaoping.errors import RosterError
from kaoping.roster import MappingEntry, read_mapping, read_sites

HEAD = "网站,单位,事项编号,事项名称,候选一,候选一网址,候选二,候选二网址,选定网址,认定人,认定日期,备注\n"
ROW = "www.yunpi.example,云陂县人民政府,{item},规划,发展蓝图,http://www.yunpi.example/a/,,,{chosen},江予川,2026-09-01,\n"


@pytest.fixture
def table(tmp_path):
    def write(content):
        path = tmp_path / "mapping-questions.csv"
        path.write_text(content, "utf-8-sig")
        return path

    return write


def test_an_answer_is_an_address_a_number_or_none(table):
    content = (
        HEAD
        + ROW.format(item="A20.03", chosen="http://www.yunpi.example/b/")
        + ROW.format(item="A20.04", chosen="一")
        + ROW.format(item="A20.05", chosen="无")
        + ROW.format(item="A20.06", chosen="")
    )

    found = {entry.item: entry.url for entry in read_mapping(table(content))}

    assert found == {
        "A20.03": "http://www.yunpi.example/b/", "A20.04": "http://www.yunpi.example/a/", "A20.05": "",
    }  # fmt: skip


def test_who_decided_and_when_is_kept(table):
    content = HEAD + ROW.format(item="A20.03", chosen="1")

    (entry,) = read_mapping(table(content))

    assert entry == MappingEntry(
        "www.yunpi.example", "A20.03", "http://www.yunpi.example/a/", "江予川", "2026-09-01", "", 2
    )


def test_a_plain_mapping_of_the_office_is_read_too(table):
    content = "网站,事项编号,栏目网址\nhttp://www.yunpi.example:8080/,P1,http://www.yunpi.example:8080/zn/\n"

    (entry,) = read_mapping(table(content))

    assert entry.site == "www.yunpi.example:8080"


def test_every_wrong_row_is_named_at_once(table):
    content = HEAD + ROW.format(item="A20.03", chosen="2") + ROW.format(item="A20.04", chosen="那个栏目")

    with pytest.raises(RosterError) as error:
        read_mapping(table(content))

    assert "有 2 行要改" in str(error.value)
    assert "第 2 行“选定网址”:没有候选2,请写网址" in str(error.value)
    assert "第 3 行“选定网址”:“那个栏目”不是网址" in str(error.value)


def test_a_file_without_the_headings_is_refused(table):
    with pytest.raises(RosterError, match="表头应有 网站、事项编号、选定网址"):
        read_mapping(table("甲,乙\n1,2\n"))


def test_a_missing_file_is_named_as_what_it_should_be(tmp_path):
    with pytest.raises(RosterError, match="找不到栏目对应表"):
        read_mapping(tmp_path / "none.csv")


def test_a_countys_townships_are_read_from_the_sites_file(table):
    content = "单位名称,首页网址,下辖乡镇\n云陂县人民政府,www.yunpi.example,鹿回坡镇、青磨镇、苇泊乡\n"

    (entry,) = read_sites(table(content))

    assert entry.townships == ("鹿回坡镇", "青磨镇", "苇泊乡")
