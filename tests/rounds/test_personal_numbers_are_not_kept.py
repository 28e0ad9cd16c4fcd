"""T26: the product must not become the leak. Only the archive, the evidence, holds what was published."""

import re

import pytest
from runs import check, problems
from small_sites import Answer, page, site

from kaoping_toytown.attachments import MAKERS

# invented: division 420299 was never given out
IDS = ("42029919000101000X", "420299190001020005", "420299190001030000")
MOBILES = ("13800000001", "13800000002", "13800000003")
CARD = "6228480000000000018"
ROWS = "".join(
    f"<tr><td>甲{n}</td><td>{i}</td><td>{m}</td></tr>"
    for n, (i, m) in enumerate(zip(IDS, MOBILES, strict=True))
)
LIST = page(
    f"补贴名单 {IDS[0]}",
    f"<h1>补贴名单</h1><table><tr><th>姓名</th><th>身份证号</th><th>手机号</th></tr>{ROWS}</table>"
    f"<p>开户银行账号:{CARD},中华人民共合国{IDS[1]}领导小姐</p>",
)
LETTER = page(
    "关于补贴办法的政策解读",
    f"<h1>关于补贴办法的政策解读</h1><div class='info'>发布时间:2026-09-01</div><div class='content'>"
    f"<p>甲一({' '.join((IDS[2][:6], IDS[2][6:14], IDS[2][14:]))})来信询问,"
    f"《望川市补贴办法》{IDS[0]}如何解读。</p>"
    + "<p>为做好补贴发放工作,现就主要内容解读如下。</p>" * 9
    + "</div>",
)
FILE = MAKERS["docx"]("名单", [f"甲一 {IDS[0]}", f"甲二 {IDS[1]}"])


def answers(served, path):
    links = (
        f'<a href="/1.html">名单{IDS[0]}</a><a href="/2.html">解读</a><a href="/f/1.docx">附件{IDS[1]}</a>'
    )
    pages = {"/": page("望川市人民政府", f"<h1>望川市</h1>{links}"), "/1.html": LIST, "/2.html": LETTER}
    return (
        Answer(body=FILE if path == "/f/1.docx" else pages[path]) if path in pages or path[1] == "f" else None
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("leak") / "out"
    with site(answers) as served:
        done = check(served.home, out=out)
    assert done.returncode in (0, 1), done.stderr
    return out, done


def test_the_leak_is_told_once_a_column_and_masked(run):
    out, _ = run
    told = [o for o in problems(out) if o["check"] == "privacy.personal_data"]

    assert {o["facts"]["kind"] for o in told} == {"身份证号", "手机号", "银行卡号"}
    assert all(len(digest) == 24 for o in told for digest in o["facts"]["digests"])


def test_no_full_number_stands_in_anything_the_run_wrote(run):
    out, done = run
    kept = [f for f in out.rglob("*") if f.is_file() and "archive" not in f.parts]
    digits = re.compile(
        rb"(?<![0-9a-f])(?:" + b"|".join(n[:17].encode() for n in (*IDS, *MOBILES, CARD)) + b")"
    )
    spaced = IDS[2][6:14].encode()

    assert {f.name for f in kept} >= {"state.sqlite", "observations.jsonl", "report.html", "pages.parquet"}
    for file in kept:
        body = _unpacked(file)
        assert not digits.search(body), file.name
        assert spaced not in body, file.name
    assert not digits.search((done.stdout + done.stderr).encode())


def test_the_archive_keeps_what_was_published(run):
    out, _ = run

    assert any(f.stat().st_size for f in (out / "archive").iterdir())


def _unpacked(file):
    """The words of a file, of compressed ones as they are inside."""
    if file.suffix == ".xlsx":
        import zipfile

        with zipfile.ZipFile(file) as package:
            return b"".join(package.read(name) for name in package.namelist())
    if file.suffix == ".parquet":
        import pyarrow.parquet as pq

        return str(pq.read_table(file).to_pylist()).encode()
    return file.read_bytes()
