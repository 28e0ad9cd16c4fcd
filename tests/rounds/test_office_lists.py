"""An office's own list and exceptions in a whole run: children read the cache, judging heeds exceptions."""

import openpyxl
from runs import check, kaoping, problems
from small_sites import Answer, page, site

LONG = 20_000  # words: more than are kept in plain memory
EXCEPTIONS = """title: 例外登记
exceptions:
  - {{entry: 打工仔, page: "{base}/2.html", author: 张三, reason: 店名, until: 2026-12-31}}
  - {{entry: 盲流, author: 李四, reason: 史料, until: 2026-01-31}}
"""
TEXTS = {
    "/1.html": "关爱打工仔子女的工作情况。",
    "/2.html": "打工仔饭庄获得许可的情况公示。",
    "/3.html": "关于盲流一词的史料说明。",
}


def respond(served, path):
    if path == "/":
        return Answer(body=page("望川市", "".join(f'<p><a href="{p}">文件{p}</a></p>' for p in TEXTS)))
    return Answer(body=page("工作情况", f"<h1>工作情况</h1><p>{TEXTS[path]}</p>")) if path in TEXTS else None


def test_a_list_is_imported_found_in_pages_and_excepted_page_by_page(tmp_path, monkeypatch):
    monkeypatch.setenv("KAOPING_CACHE", str(tmp_path / "cache"))
    book = openpyxl.Workbook()
    for row in [("敏感词", "正确写法"), ("打工仔", "务工人员"), ("盲流", "")]:
        book.active.append(row)
    for n in range(LONG):
        book.active.append((f"生造的第{n}个词", ""))
    book.save(tmp_path / "list.xlsx")
    rules = tmp_path / "rules"

    imported = kaoping("lexicon", "import", tmp_path / "list.xlsx", "--name", "city", "--rulebook", rules)
    with site(respond) as served:
        (rules / "exceptions").mkdir()
        (rules / "exceptions" / "2026.yaml").write_text(EXCEPTIONS.format(base=served.base), "utf-8")
        done = check(served.home, "--rulebook", rules, out=tmp_path / "out")

    assert imported.returncode == 0, imported.stderr
    assert done.returncode == 1, done.stderr
    assert len(list((tmp_path / "cache").iterdir())) == 1
    found = [o for o in problems(tmp_path / "out") if o["check"] == "wording.listed"]
    assert {(o["facts"]["wrong"], o["url"].removeprefix(served.base)) for o in found} == {
        ("打工仔", "/1.html"),
        ("盲流", "/3.html"),
    }
    report = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert "已按例外不计1处:“打工仔”" in report
    assert "例外已于2026-01-31到期,不再生效:“盲流”" in report
