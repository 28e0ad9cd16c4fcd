"""Tables keep their sheets, rows and cells, say what is hidden, and make no digit up."""

import io
import time

import pytest
import xlsxwriter
from office_pieces import xlsx

from kaoping.pages import read_attachment
from kaoping_toytown.old_files import workbook_97


def parts(body, name="表.xlsx"):
    return {part.name: part for part in read_attachment(body, name).parts}


def rows(inner: str) -> str:
    return f"<sheetData>{inner}</sheetData>"


def test_hidden_sheets_are_read_and_said_to_be_hidden():
    cell = rows('<row><c t="inlineStr"><is><t>{}</t></is></c></row>')
    body = xlsx(
        ("公示", "visible", cell.format("甲")),
        ("底表", "hidden", cell.format("乙")),
        ("深处", "veryHidden", cell.format("丙")),
    )

    found = parts(body)

    assert {name: (part.hidden, part.rows) for name, part in found.items()} == {
        "公示": ("", (("甲",),)),
        "底表": ("隐藏工作表", (("乙",),)),
        "深处": ("深度隐藏工作表", (("丙",),)),
    }


def test_hidden_rows_and_columns_are_named_by_their_numbers():
    columns = '<cols><col min="2" max="16384" hidden="1"/></cols>'
    inner = '<row r="3" hidden="1"><c r="A3"><v>1</v></c><c r="C3"><v>2</v></c></row><row r="9" hidden="1"/>'

    sheet = parts(xlsx(("表", "visible", columns + rows(inner))))["表"]

    assert sheet.rows == (("1", "", "2"),)
    assert sheet.row_numbers == (3,)
    assert sheet.hidden_rows == (3,)
    assert sheet.hidden_columns == (2, 3)


@pytest.mark.parametrize("written", ["4.2029919000101E+17", "420299190001010000", "300.50", "00123", "1E3"])
def test_numbers_stay_as_they_are_written(written):
    sheet = parts(xlsx(("表", "visible", rows(f"<row><c><v>{written}</v></c></row>"))))["表"]

    assert sheet.rows == ((written,),)


def test_shared_words_and_what_a_formula_gave_are_read_but_no_formula():
    inner = (
        '<row><c t="s"><v>1</v></c><c t="str"><f>A1&amp;"x"</f><v>结果</v></c><c t="s"><v>99</v></c></row>'
    )

    sheet = parts(xlsx(("表", "visible", rows(inner)), strings=("零", "一")))["表"]

    assert sheet.rows == (("一", "结果", ""),)


def test_comments_are_read():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("表")
        sheet.write("A1", "甲")
        sheet.write_comment("A1", "批注里的话")

    assert parts(out.getvalue())["批注"].text == "批注里的话"


def test_a_declared_range_is_not_believed():
    body = xlsx(("表", "visible", '<dimension ref="A1:XFD1048576"/>' + rows("<row><c><v>1</v></c></row>")))

    assert parts(body)["表"].rows == (("1",),)


def test_a_sheet_of_20_000_rows_is_read_whole_within_seconds():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("表")
        for row in range(20_000):
            sheet.write_row(row, 0, (f"甲{row}", row, "望川市", row / 2))

    start = time.process_time()
    found = read_attachment(out.getvalue(), "表.xlsx")

    assert time.process_time() - start < 5
    assert (found.state, found.parts[0].row_count) == ("read", 20_000)


def test_a_sheet_beyond_the_caps_is_read_in_part_and_says_so():
    far = "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(1, 100))

    found = read_attachment(xlsx(("表", "visible", rows(far))), "表.xlsx")

    assert found.state == "capped"
    assert "只读了前面的部分" in found.notes[0]
    assert 0 < found.parts[0].row_count < 99


def test_an_old_workbook_tells_hidden_sheets_rows_and_columns():
    public = [["名单", ""], ["姓名", "号码"], ["甲", "420299"]]
    body = workbook_97([("公示", 0, public), ("底表", 1, [["密"]])], hidden_columns=[2], hidden_rows=[3])

    found = parts(body, "名单.xls")

    assert found["公示"].rows == (("名单", ""), ("姓名", "号码"), ("甲", "420299"))
    assert (found["公示"].hidden_columns, found["公示"].hidden_rows) == ((2,), (3,))
    assert found["底表"].hidden == "隐藏工作表"


def test_an_old_workbook_gives_only_the_digits_that_it_holds():
    sheet = parts(workbook_97([("表", 0, [[420299190001010000.0, 138.0, 0.5]])]), "表.et")["表"]

    assert sheet.rows == (("4.2029919000101E+17", "138", "0.5"),)


def test_separators_and_quotes_of_a_value_file_are_found():
    semicolons = '姓名;"金额"\r\n甲;"3;5"\r\n'.encode("gb18030")

    assert parts(semicolons, "名单.csv")["表格"].rows == (("姓名", "金额"), ("甲", "3;5"))
