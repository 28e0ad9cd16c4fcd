"""Attachments of a site are fetched whole within their number, archived, read, and told."""

from datetime import date

import msgspec
import pyarrow.parquet as pq
import pytest
from runs import check, host, kaoping, problems, rows
from small_sites import Answer, page, site

from kaoping.checks.observation import Observation
from kaoping.rounds.attachment_store import AttachmentStore
from kaoping.rounds.attachment_tasks import outcome_of
from kaoping.rounds.attachments import Attachments
from kaoping.rounds.store import PageStore, open_state
from kaoping.rounds.targets import Targets
from kaoping_toytown import build_city, serve
from kaoping_toytown.attachments import MAKERS

LINES = ["第一条 为做好防汛工作,制定本办法。"]
BODIES = {
    "/f/1.docx": MAKERS["docx"]("通知", LINES),
    "/f/2.xls": MAKERS["xls"]("名单", LINES),
    "/f/3.pdf": b"%PDF-1.4\n1 0 obj",
    "/f/4.zip": MAKERS["zip"]("资料", LINES),
}
STATES = "SELECT url, format, state FROM attachments ORDER BY url"


def answers(served, path):
    names = (*BODIES, "/f/login.docx", "/f/gone.docx")
    links = "".join(f'<p><a href="{name}">附件{name}</a></p>' for name in names)
    if path == "/":
        return Answer(body=page("望川市人民政府", f"<h1>望川市人民政府</h1>{links}"))
    if path == "/f/login.docx":
        return Answer(body=page("登录", "<form><input type=password></form>"))
    return Answer(body=BODIES[path]) if path in BODIES else None


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("files") / "out"
    with site(answers) as served:
        done = check(served.home, out=out)
        assert done.returncode in (0, 1), done.stderr
        return out, served


def found_states(out):
    return {url.split("/", 3)[3]: (format_, state) for url, format_, state in rows(out, STATES)}


def test_each_file_is_read_by_its_content(run):
    out, _ = run

    assert found_states(out) == {
        "f/1.docx": ("docx", "read"),
        "f/2.xls": ("xls", "read"),
        "f/3.pdf": ("pdf", "error"),
        "f/4.zip": ("zip", "read"),
        "f/login.docx": ("html", "error"),
    }


def test_each_is_asked_for_once_and_archived_whole(run):
    out, served = run

    asked = [path for method, path in served.asked if path in BODIES]
    sizes = dict(rows(out, "SELECT url, body_bytes FROM captures WHERE role='attachment' AND status=200"))

    assert sorted(asked) == sorted(BODIES)
    assert all(sizes[served.base + path] == len(body) for path, body in BODIES.items())


def test_a_file_that_is_gone_is_a_dead_attachment_and_no_dead_link(run):
    out, served = run

    dead = {(o["check"], o["facts"]["target"]) for o in problems(out) if o["facts"].get("target")}

    assert ("upkeep.attachment_dead", served.base + "/f/gone.docx") in dead
    assert {check for check, _ in dead} == {"upkeep.attachment_dead"}


def test_no_word_of_a_file_is_kept_outside_the_archive(run):
    out, _ = run

    state = b"".join(path.read_bytes() for path in out.glob("state.sqlite*"))

    assert LINES[0].encode() not in state


def test_files_are_rows_of_the_table_of_pages(run):
    out, _ = run

    table = pq.read_table(out / "pages.parquet").to_pylist()

    files = {row["title"]: row for row in table if row["shape"] == "attachment"}
    assert set(files) == {"1.docx", "2.xls", "3.pdf", "4.zip", "login.docx"}
    assert files["1.docx"]["text_length"] > 10
    assert files["1.docx"]["digest"].startswith("sha256:")


def test_a_replay_reads_the_files_again_to_the_same_end(run, tmp_path):
    out, _ = run

    done = kaoping("replay", out, "--out", tmp_path / "again", "--quiet")

    records = "SELECT url_hash, seq, url, format, state, record, observations FROM attachments ORDER BY url"
    assert done.returncode in (0, 1, 3), done.stderr
    assert rows(tmp_path / "again", records) == rows(out, records)
    first, second = (folder / "observations.jsonl" for folder in (out, tmp_path / "again"))
    assert second.read_bytes() == first.read_bytes()


def test_beyond_their_number_files_are_only_looked_at_and_listed(tmp_path):
    with site(answers) as served:
        done = check(served.home, "--max-attachments", 2, out=tmp_path / "out")

    fetched = rows(tmp_path / "out", "SELECT url FROM captures WHERE role='attachment' AND status=200")
    looked = [path for method, path in served.asked if method == "HEAD"]
    assert done.returncode in (0, 1), done.stderr
    assert len(fetched) == 2
    assert len(looked) >= 3
    assert "未取附件(超过数量)" in (tmp_path / "out" / "report.html").read_text("utf-8")
    assert any(o["check"] == "upkeep.attachment_dead" for o in problems(tmp_path / "out"))


def test_with_none_wanted_no_file_is_fetched_whole(tmp_path):
    with site(answers) as served:
        check(served.home, "--max-attachments", 0, out=tmp_path / "out")

    assert rows(tmp_path / "out", "SELECT 1 FROM captures WHERE role='attachment'") == []
    assert rows(tmp_path / "out", STATES) == []


def subjects(out, served):
    key = host(served.base)
    state = open_state(out / "state.sqlite")
    store, files = PageStore(state), AttachmentStore(state)
    return Attachments(state, store, files, key), Targets(state, store, key, served.home), files


def test_a_check_sees_a_file_with_its_answer_and_who_cites_it(run):
    attachments, targets, _ = subjects(*run)

    cited = {one.url.rpartition("/")[2]: one for one in attachments.cited(targets)}

    assert set(cited) == {"1.docx", "2.xls", "3.pdf", "4.zip", "login.docx", "gone.docx"}
    assert cited["1.docx"].cited_by == (run[1].home,)
    assert cited["1.docx"].text == "附件/f/1.docx"
    assert cited["1.docx"].file.parts[0].text == ""
    assert cited["login.docx"].file.is_misnamed
    assert [sight.status for sight in cited["gone.docx"].sights] == [404, 404]
    assert (cited["gone.docx"].file, cited["gone.docx"].unfetched) == (None, "下载失败")


def test_files_that_could_not_be_read_are_told_with_their_reason(run):
    attachments, _, _ = subjects(*run)

    assert {url.rpartition("/")[2]: why for url, why in attachments.unread().items()} == {
        "3.pdf": "PDF损坏,无法打开",
        "login.docx": "不是附件文件,返回的是网页",
    }


def test_what_a_check_saw_in_a_file_names_the_pages_that_cite_it(run):
    attachments, _, files = subjects(*run)
    ((url_hash, url, seq, key),) = rows(
        run[0], "SELECT url_hash, url, seq, site FROM attachments WHERE url LIKE '%1.docx'"
    )
    seen = Observation(check="privacy.personal_data", answer="problem", url=url)

    outcome = outcome_of(files.file(url_hash), observations=msgspec.msgpack.encode([seen]), count=1)
    files.put(url_hash, key, seq, url, outcome)

    assert [(o.url, o.pages) for o in attachments.observations()] == [(url, (run[1].home,))]


def test_every_attachment_of_the_city_is_read(tmp_path):
    city = build_city(seed=4, today=date(2026, 9, 15), sites=1, pages=150, faults=False)
    with serve(city) as served:
        check(served.base_url(served.city.sites[0]), out=tmp_path / "out")

    found = rows(tmp_path / "out", "SELECT format, state, count(*) FROM attachments GROUP BY 1, 2")

    assert {state for _, state, _ in found} == {"read"}
    assert {"docx", "pdf", "xlsx"} <= {format_ for format_, _, _ in found}
