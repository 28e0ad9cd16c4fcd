# ruff: noqa: E501  (markup is easier to read unbroken)
import pytest
from markup_pieces import TEXT, article, page

TITLE = "沐云县人民政府办公室关于规范停车秩序的通知"


def number_of(read, text, title=TITLE, before=""):
    body = f'{before}<h1>{title}</h1><div class="xx">发布时间：2026-09-11</div><div class="zz">{text}{TEXT}</div>'
    return read(page(body, f"{title}_沐云县人民政府")).document_number


class TestDocumentNumber:
    @pytest.mark.parametrize(
        ("printed", "read_as"),
        [
            ("沐政办发〔2026〕12号", "沐政办发〔2026〕12号"),
            ("沐政办发[2026]12号", "沐政办发〔2026〕12号"),
            ("沐政办发【2026】12号", "沐政办发〔2026〕12号"),
            ("沐政办发﹝2026﹞12号", "沐政办发〔2026〕12号"),
            ("沐政办发（2026）12号", "沐政办发〔2026〕12号"),
            ("沐政办发 〔 2026 〕 12 号", "沐政办发〔2026〕12号"),
            ("文号：沐财〔2026〕3号", "沐财〔2026〕3号"),
            ("沐自规（公）〔2026〕5号", "沐自规（公）〔2026〕5号"),
            ("沐建规字〔2026〕第5号", "沐建规字〔2026〕第5号"),
            ("沐政任〔2026〕７号", "沐政任〔2026〕7号"),
        ],
    )
    def test_a_number_on_a_line_of_its_own_is_the_documents(self, read, printed, read_as):
        assert number_of(read, f"<p>{printed}</p>") == read_as

    @pytest.mark.parametrize(
        ("line", "read_as"),
        [
            ("第15号", "沐云县人民政府令第15号"),
            ("沐云县人民政府令第15号", "沐云县人民政府令第15号"),
            ("（沐云县人民政府令第15号）", "沐云县人民政府令第15号"),
        ],
    )
    def test_a_decree_bears_its_number(self, read, line, read_as):
        text = f"<p>沐云县人民政府令</p><p>{line}</p>" if line == "第15号" else f"<p>{line}</p>"

        assert number_of(read, text, "沐云县停车管理办法") == read_as

    @pytest.mark.parametrize(
        ("title", "read_as"),
        [
            ("沐云县土地征收公告（沐自规征〔2026〕5号）", "沐自规征〔2026〕5号"),
            ("沐政办发〔2026〕12号 关于规范停车秩序的通知", "沐政办发〔2026〕12号"),
            ("关于规范停车秩序的通知 沐政办发〔2026〕12号", "沐政办发〔2026〕12号"),
            ("沐云县停车管理办法（沐云县人民政府令第15号）", "沐云县人民政府令第15号"),
            ("沐云县市场监督管理局公告2026年第8号", "沐云县市场监督管理局公告2026年第8号"),
            ("沐云县市场监督管理局公告（2026年第8号）", "沐云县市场监督管理局公告2026年第8号"),
        ],
    )
    def test_a_number_in_the_title_is_the_documents(self, read, title, read_as):
        assert number_of(read, "", title) == read_as

    @pytest.mark.parametrize(
        "table",
        [
            "<table><tr><th>索引号：</th><td>000/2026-1</td></tr><tr><th>发文字号：</th><td>沐政办发〔2026〕12号</td></tr></table>",
            "<ul><li>[索引号] 000/2026-1</li><li>[文号] 沐政办发〔2026〕12号</li></ul>",
            "<dl><dt>索引号</dt><dd>000/2026-1</dd></dl><dl><dt>文　号</dt><dd>沐政办发〔2026〕12号</dd></dl>",
            "<table><tr><td>索 引 号：000/2026-1</td><td>文　　号：沐政办发[2026]12号</td></tr></table>",
        ],
    )
    def test_a_number_in_the_information_table_is_the_documents(self, read, table):
        assert number_of(read, "", before=table) == "沐政办发〔2026〕12号"

    @pytest.mark.parametrize(
        "text",
        [
            "<p>根据《停车办法》（沐政办发〔2026〕12号）的要求，现将有关事项通知如下。</p>",
            "<p>省政府印发的鄂政发〔2025〕3号文件已经公布。</p>",
            "<p>各乡镇人民政府：</p><p>按照沐政发〔2024〕1号文件，作出如下安排。</p>",
            "<p>原《沐云县停车管理办法》（沐云县人民政府令第9号）同时废止。</p>",
        ],
    )
    def test_a_cited_number_is_not_taken(self, read, text):
        assert number_of(read, text) == ""

    @pytest.mark.parametrize(
        "title",
        ["关于转发沐政办发〔2026〕12号文件的通知", "关于废止沐政发〔2010〕3号文件的公告", "关于《停车办法》（沐政办发〔2026〕12号）的解读",
         "《沐云县停车管理办法》（沐云县人民政府令第15号）解读"],
    )  # fmt: skip
    def test_a_number_that_the_title_speaks_about_is_not_taken(self, read, title):
        assert number_of(read, "", title) == ""

    def test_an_empty_field_of_the_table_is_no_number(self, read):
        table = (
            "<table><tr><th>文号：</th><td></td></tr><tr><th>发布机构：</th><td>县政府办</td></tr></table>"
        )

        assert number_of(read, "", before=table) == ""
        assert read(article("发布时间：2026-09-11")).document_number == ""
