# ruff: noqa: E501  (markup is easier to read unbroken)
"""`kaoping read`: what it prints of files, standard input and addresses; what it says of the unreadable."""

import json
import subprocess
import sys

import pytest

from kaoping_toytown import build_city, serve

ADDRESS = "http://www.muyun.example/xwzx/202609/t20260910_7.html"
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8">{head}<title>县政务公开工作推进会召开_沐云县人民政府</title>
</head><body><div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/xwzx/">工作动态</a></div>
<h1>县政务公开工作推进会召开</h1><div class="info">发布时间：2026-09-10 来源：县政府办公室</div>
<div class="nr"><p>9月10日，县政务公开领导小组办公室组织召开工作推进会，对下一阶段任务作出安排。</p>
<p>会议要求，各单位要按时更新栏目，及时回应群众关切，详见<a href="../202608/1.html">《公开办法》</a>。</p></div>
<div class="footer">主办单位：沐云县人民政府办公室 网站标识码：4299990001</div></body></html>"""


def read(*words, stdin=b""):
    command = [sys.executable, "-m", "kaoping", "read", "--today", "2026-09-15", *map(str, words)]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=60, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def lines(printed):
    return [json.loads(line) for line in printed.splitlines()]


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "t20010101_1.html"
    path.write_text(PAGE.format(head=""), "utf-8")
    return path


class TestFiles:
    def test_a_page_is_told_with_everything_that_was_understood(self, page):
        code, printed, _ = read("--url", ADDRESS, page)

        (told,) = lines(printed)
        assert code == 0
        assert (told["url"], told["kind"], told["title"]) == (ADDRESS, "news", "县政务公开工作推进会召开")
        assert told["published"] == told["printed"] == "2026-09-10"
        assert told["dates"][0].keys() == {"value", "what", "where", "raw", "confidence"}
        assert told["source"] == "县政府办公室"
        assert told["main_text"].endswith("详见《公开办法》。")
        assert told["text_links"][0]["url"] == "http://www.muyun.example/xwzx/202608/1.html"
        assert told["footer"]["site_code"] == "4299990001"
        assert told["list"] is None

    def test_without_an_address_links_still_resolve_and_no_date_comes_from_the_file_name(self, tmp_path):
        path = tmp_path / "t20010101_1.html"
        path.write_text(PAGE.format(head="").replace("发布时间：2026-09-10 ", ""), "utf-8")

        _, printed, _ = read(path)

        (told,) = lines(printed)
        assert told["url"].startswith("http://unknown.invalid/")
        assert told["text_links"][0]["url"] == "http://unknown.invalid/x/202608/1.html"
        assert (told["published"], [d for d in told["dates"] if "2001" in d["value"]]) == (None, [])
        assert "--url" in told["notes"][-1]

    def test_many_files_keep_their_order_and_a_bad_one_stops_none(self, page, tmp_path):
        (tmp_path / "empty.html").write_bytes(b"\xef\xbb\xbf \n")
        (tmp_path / "words.html").write_text("没有标签的文字", "utf-8")

        code, printed, _ = read(page, tmp_path / "absent.html", tmp_path / "empty.html", tmp_path,
                                tmp_path / "words.html", page)  # fmt: skip

        told = lines(printed)
        assert code == 2
        assert [x.get("error") for x in told] == [
            None, "没有这个文件", "文件是空的", "是文件夹,不是网页文件", "不是网页:里面没有网页标签", None,
        ]  # fmt: skip
        assert told[0] == told[-1]

    @pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
    def test_characters_are_found_out_whatever_the_page_declares(self, tmp_path, encoding):
        path = tmp_path / "1.html"
        path.write_bytes(PAGE.format(head="").encode(encoding))

        _, printed, _ = read(path)

        assert lines(printed)[0]["title"] == "县政务公开工作推进会召开"

    def test_a_list_is_told_with_its_rows(self, tmp_path):
        rows = "".join(
            f'<li><a href="./{n}.html">沐云县第{n}次工作会议召开</a><span>2026-09-{n:02}</span></li>'
            for n in range(14, 4, -1)
        )
        path = tmp_path / "index.html"
        path.write_text(f"<html><body><ul>{rows}</ul></body></html>", "utf-8")

        _, printed, _ = read("--url", "http://www.muyun.example/xwzx/", path)

        found = lines(printed)[0]["list"]
        assert len(found["items"]) == 10
        assert found["items"][0] == {
            "title": "沐云县第14次工作会议召开",
            "url": "http://www.muyun.example/xwzx/14.html",
            "date": "2026-09-14",
        }

    def test_an_attachment_is_opened_and_its_tables_stay_tables(self, tmp_path):
        (tmp_path / "名单.csv").write_text("姓名,金额\n张某某,300\n", "utf-8")

        _, printed, _ = read(tmp_path / "名单.csv")

        told = lines(printed)[0]
        assert (told["kind"], told["title"], told["attachment"]["format"]) == (
            "attachment",
            "名单.csv",
            "csv",
        )
        assert told["attachment"]["parts"][0]["rows"] == [["姓名", "金额"], ["张某某", "300"]]
        assert told["main_text"] == "姓名\t金额\n张某某\t300"

    def test_a_damaged_attachment_says_what_is_wrong(self, tmp_path):
        (tmp_path / "1.pdf").write_bytes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

        _, printed, _ = read(tmp_path / "1.pdf")

        told = lines(printed)[0]
        assert told["attachment"]["state"] == "error"
        assert told["notes"]

    def test_a_page_that_outlives_its_reader_is_an_error_and_the_next_is_read(self, page, tmp_path):
        (tmp_path / "bomb.html").write_bytes(b"<div>" * 1_900_000)

        _, printed, _ = read(tmp_path / "bomb.html", page)

        assert lines(printed)[1]["title"] == "县政务公开工作推进会召开"

    def test_pretty_output_is_one_indented_object(self, page):
        _, printed, _ = read("--pretty", page)

        assert printed.count("\n") > 20
        assert json.loads(printed)["kind"] == "news"


class TestOtherWays:
    def test_standard_input_is_read_as_a_file(self):
        code, printed, _ = read("-", stdin=PAGE.format(head="").encode())

        assert (code, lines(printed)[0]["file"]) == (0, "-")

    def test_an_address_is_fetched_where_it_is_permitted(self):
        with serve(build_city(seed=3, sites=1, pages=20)) as city:
            home = f"{city.city.sites[0].base_url}/"
            refused = read("--render", "never", home)
            allowed = read("--render", "never", "--allow-private", home)

        assert refused[0] == 2
        assert "已拒绝访问" in lines(refused[1])[0]["error"]
        assert (allowed[0], lines(allowed[1])[0]["shape"]) == (0, "home")

    @pytest.mark.parametrize(
        "words", [("--url", "不是网址", "x.html"), ("--url", ADDRESS, "--url", ADDRESS, "x.html"),
                  ("--render", "sometimes", "x.html")],
    )  # fmt: skip
    def test_what_cannot_be_meant_is_said_before_anything_is_read(self, words):
        code, printed, errors = read(*words)

        assert (code, printed) == (2, "")
        assert errors.startswith("错误:--")
