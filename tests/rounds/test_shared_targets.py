"""One address that several sites of a run cite: asked for once, told to each of them."""

from runs import check, host, problems, write_roster
from small_sites import Answer, page, site


def linking(*addresses):
    body = "".join(f'<p><a href="{a}">相关资料</a></p>' for a in addresses)

    def respond(served, path):
        return Answer(body=page("单位首页", body)) if path == "/" else None

    return respond


def test_a_dead_address_is_each_citing_sites_own_fault(tmp_path):
    def alive(served, path):
        if path == "/":
            return Answer(body=page("文件库", '<p><a href="/gone.html">旧文件</a></p>'))
        return None

    with site(alive) as library:
        dead = f"{library.base}/gone.html"
        with site(linking(dead)) as first, site(linking(dead)) as second:
            units = {"甲局": first.home, "乙局": second.home, "档案局": library.home}
            done = check(write_roster(tmp_path / "sites.csv", units), out=tmp_path / "out")
            hosts = {host(s.base) for s in (first, second, library)}

    assert done.returncode == 1, done.stderr
    accused = [o for o in problems(tmp_path / "out") if o["check"] == "upkeep.dead_link"]
    assert {o["site"] for o in accused} == hosts
    assert {o["facts"]["target"] for o in accused} == {dead}
