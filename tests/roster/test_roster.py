import openpyxl
import pytest

from kaoping.errors import RosterError
from kaoping.roster import SiteEntry, read_sites, sites_from_addresses

HEADER = "单位名称,单位类别,网站名称,首页网址,网站标识码\n"
ROWS = "甲局,市直部门,甲局网站,http://a.gov.cn/,4299000001\n乙县,县(市、区),,b.gov.cn,\n"
READ = (
    SiteEntry("甲局", "市直单位", "甲局网站", "http://a.gov.cn/", "4299000001", 2),
    SiteEntry("乙县", "县市区", "乙县", "http://b.gov.cn/", "", 3),
)


@pytest.fixture
def listed(tmp_path):
    def write(content, name="sites.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def workbook(tmp_path):
    def write(sheets, merged=()):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        for span in merged:
            sheet.merge_cells(span)
        book.save(tmp_path / "sites.xlsx")
        return tmp_path / "sites.xlsx"

    return write


def refusal(path):
    with pytest.raises(RosterError) as error:
        read_sites(path)
    return str(error.value)


class TestTextFiles:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_any_usual_encoding_is_read(self, listed, encoding):
        assert read_sites(listed((HEADER + ROWS).encode(encoding))) == READ

    @pytest.mark.parametrize("separator", [";", "\t", "\uff0c", "|"])
    def test_any_usual_separator_is_read(self, listed, separator):
        assert read_sites(listed((HEADER + ROWS).replace(",", separator))) == READ

    def test_windows_line_ends_are_read(self, listed):
        assert read_sites(listed((HEADER + ROWS).replace("\n", "\r\n"))) == READ

    def test_quoted_cells_are_read(self, listed):
        sites = read_sites(listed('单位名称,首页网址\n"甲局,含""分局""","http://a.gov.cn"\n'))

        assert sites[0].unit == '甲局,含"分局"'

    def test_headings_may_be_english(self, listed):
        sites = read_sites(
            listed("Unit,Unit Kind,Site_Name,URL,code\n甲局,department,甲,a.gov.cn,bm12345678\n")
        )

        assert sites == (SiteEntry("甲局", "市直单位", "甲", "http://a.gov.cn/", "bm12345678", 2),)

    def test_headings_may_be_spaced_wide_and_annotated(self, listed):
        sites = read_sites(listed("序 号;单 位 名 称*;首页网址(必填);备注\n1;甲局;a.gov.cn;无\n"))

        assert (sites[0].unit, sites[0].url) == ("甲局", "http://a.gov.cn/")

    def test_titles_blank_rows_and_remarks_are_passed_over(self, listed):
        sites = read_sites(
            listed(
                "某市网站名单,,\n\n单位名称,首页网址\n一、市直单位,\n甲局,a.gov.cn\n,\n单位名称,首页网址\n注:以上共1家,\n"
            )
        )

        assert [(site.unit, site.row) for site in sites] == [("甲局", 5)]

    def test_a_row_number_is_that_of_the_line(self, listed):
        words = refusal(listed('单位名称,首页网址\n"甲\n局",a.gov.cn\n乙局,not-an-address\n'))

        assert "第 4 行" in words

    def test_invisible_signs_are_dropped(self, listed):
        sites = read_sites(listed("单位名称,首页网址\n\u3000甲局\u200b ,\u200bhttp://a.gov.cn/\u00a0\n"))

        assert (sites[0].unit, sites[0].url) == ("甲局", "http://a.gov.cn/")


class TestWorkbooks:
    def test_a_workbook_is_read_like_text(self, workbook):
        head, *rows = [line.split(",") for line in (HEADER + ROWS).splitlines()]

        assert read_sites(workbook({"名单": [head, *rows]})) == READ

    def test_numbers_stay_whole(self, workbook):
        rows = [["单位名称", "首页网址", "网站标识码"], ["甲局", "a.gov.cn", 4299000001.0]]

        assert read_sites(workbook({"名单": rows}))[0].code == "4299000001"

    def test_a_cover_sheet_is_passed_over(self, workbook):
        rows = [["单位名称", "首页网址"], ["甲局", "a.gov.cn"]]

        assert len(read_sites(workbook({"封面": [["填表说明"]], "空": [], "名单": rows}))) == 1

    def test_a_cell_merged_downwards_counts_for_all_its_rows(self, workbook):
        rows = [["单位名称", "首页网址"], ["甲局", "a.gov.cn"], [None, "b.gov.cn"], ["乙局", "c.gov.cn"]]

        sites = read_sites(workbook({"名单": rows}, merged=["A2:A3"]))

        assert [site.unit for site in sites] == ["甲局", "甲局", "乙局"]

    def test_a_title_merged_sideways_is_no_site(self, workbook):
        rows = [[], ["2026年名单"], ["单位名称", "首页网址"], ["县市区部分"], ["甲局", "a.gov.cn"]]

        sites = read_sites(workbook({"名单": rows}, merged=["A2:B2", "A4:B4"]))

        assert [(site.unit, site.row) for site in sites] == [("甲局", 5)]

    def test_mistakes_name_the_sheet(self, workbook):
        words = refusal(workbook({"名单": [["单位名称", "首页网址"], ["甲局", "无"]]}))

        assert "工作表“名单”第 2 行“首页网址”" in words

    def test_a_broken_workbook_is_told(self, listed):
        assert "无法打开" in refusal(listed(b"PK\x03\x04 no workbook", "sites.xlsx"))


class TestMistakes:
    def test_all_rows_are_told_at_once(self, listed):
        words = refusal(
            listed("单位名称,首页网址\n,a.gov.cn\n乙局,\n丙局,ftp://c.gov.cn\n丁局,a b\n戊局,有误\n")
        )

        assert "5 行要改" in words
        assert "第 2 行“单位名称”:没有填写" in words
        assert "第 3 行“首页网址”:没有填写" in words
        assert "第 4 行“首页网址”:“ftp://c.gov.cn”不是 http" in words
        assert "第 5 行" in words
        assert "第 6 行" in words

    def test_after_twenty_rows_the_rest_is_counted(self, listed):
        words = refusal(listed("单位名称,首页网址\n" + "".join(f"单位{n},bad\n" for n in range(25))))

        assert words.count("\n") == 21
        assert words.endswith("另有 5 行")

    @pytest.mark.parametrize(
        "again", ["http://a.gov.cn", "https://a.gov.cn/", "A.GOV.CN", "http://a.gov.cn:80/"]
    )
    def test_the_same_site_twice_is_told_with_both_rows(self, listed, again):
        words = refusal(listed(f"单位名称,首页网址\n甲局,http://a.gov.cn/\n乙局,{again}\n"))

        assert "第 3 行" in words
        assert "与第 2 行的网址相同" in words

    def test_two_sites_below_one_host_are_two(self, listed):
        assert len(read_sites(listed("单位名称,首页网址\n甲局,a.gov.cn/jia/\n乙局,a.gov.cn/yi/\n"))) == 2

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ("", "是空的"),
            ("\n\n,,\n", "是空的"),
            ("单位名称,首页网址\n", "只有表头"),
            ("单位名称,网站名称\n甲局,甲\n", "缺少“首页网址”列"),
            ("网站名称,首页网址\n甲,a.gov.cn\n", "缺少“单位名称”列"),
            ("甲局,a.gov.cn\n", "没有找到表头"),
            (b"\x00\x01\x02\x03", "既不是表格也不是文本"),
        ],
    )
    def test_a_file_without_sites_says_what_it_lacks(self, listed, content, said):
        words = refusal(listed(content))

        assert said in words
        assert "sites.csv" in words

    def test_a_missing_file_is_named(self, tmp_path):
        assert "找不到" in refusal(tmp_path / "nowhere.csv")

    def test_a_folder_is_no_file(self, tmp_path):
        assert "无法读取" in refusal(tmp_path)


class TestBareAddresses:
    def test_a_scheme_is_added(self):
        sites = sites_from_addresses(["www.a.gov.cn", "https://b.gov.cn:8443/x/", "127.0.0.1:8080"])

        assert [site.url for site in sites] == [
            "http://www.a.gov.cn/",
            "https://b.gov.cn:8443/x/",
            "http://127.0.0.1:8080/",
        ]
        assert sites[1].unit == "b.gov.cn:8443"

    def test_wide_signs_and_chinese_hosts_are_read(self):
        sites = sites_from_addresses(
            ["\uff57\uff57\uff57\uff0ea.gov.cn", "http:/b.gov.cn", "http://某市.政务"]
        )

        assert [site.url for site in sites] == [
            "http://www.a.gov.cn/",
            "http://b.gov.cn/",
            "http://xn--7st21t.xn--zfr164b/",
        ]

    def test_a_repeated_address_counts_once(self):
        assert len(sites_from_addresses(["a.gov.cn", "http://a.gov.cn/"])) == 1

    @pytest.mark.parametrize(
        "written",
        [
            "",
            "单位",
            "abc",
            "ftp://a.gov.cn",
            "http://u:p@a.gov.cn",
            "a b.cn",
            "http://",
            "a..cn",
            "javascript:x",
        ],
    )
    def test_what_cannot_be_an_address_is_refused(self, written):
        with pytest.raises(RosterError):
            sites_from_addresses([written])

    def test_no_address_at_all_is_refused(self):
        with pytest.raises(RosterError, match="没有给出"):
            sites_from_addresses([])
