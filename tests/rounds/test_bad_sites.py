"""Sites that are out of order: each ends with a recorded outcome, and none is accused of more than it did."""

import ipaddress
import socket
import ssl
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from runs import check, host, observations, rows, write_roster
from small_sites import Answer, not_http, page, site

LATE_REFUSAL = 10
MANY = 40


@dataclass(frozen=True)
class BadRun:
    """One run over all of them."""

    out: Path
    exit_code: int
    errors: str
    report: str
    homes: dict[str, str]
    asked: dict[str, list[tuple[str, str]]]

    def seen(self, name, check_id="upkeep.unreachable"):
        key = host(self.homes[name])
        return [o for o in observations(self.out) if o["site"] == key and o["check"] == check_id]

    def problems(self, name):
        key = host(self.homes[name])
        return [o for o in observations(self.out) if o["site"] == key and o["answer"] == "problem"]

    def home_captures(self, name):
        query = "SELECT status, failure FROM captures WHERE site=? AND url=? AND role='page' ORDER BY seq"
        return rows(self.out, query, host(self.homes[name]), self.homes[name])


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bad")
    with ExitStack() as stack:
        served = {
            "missing": stack.enter_context(site(lambda s, path: None)),
            "refusing": stack.enter_context(site(always(403, "访问被拒绝"))),
            "verifying": stack.enter_context(site(always(412, "请完成安全验证"))),
            "busy": stack.enter_context(site(always(503, "服务繁忙"))),
            "self-signed": stack.enter_context(site(always(200, "您好"), tls=self_signed(folder))),
            "elsewhere": stack.enter_context(site(always(200, "另一个网站"))),
            "refusing late": stack.enter_context(site(refuse_late)),
        }
        elsewhere = served["elsewhere"].home.replace("127.0.0.1", "localhost")
        served["moved"] = stack.enter_context(site(lambda s, path: Answer(302, location=elsewhere)))
        homes = {name: one.home for name, one in served.items() if name != "elsewhere"}
        homes["not http"] = stack.enter_context(not_http())
        homes["nowhere"] = "http://nowhere.kaoping.invalid/"
        homes["closed"] = f"http://127.0.0.1:{closed_port()}/"
        roster = write_roster(folder / "sites.csv", homes)
        done = check(roster, "--allow", host(elsewhere), out=folder / "out")
        asked = {name: list(one.asked) for name, one in served.items()}
    return BadRun(folder / "out", done.returncode, done.stderr, done.stdout, homes, asked)


class TestTheRun:
    def test_it_ends_incomplete_and_says_which_sites_it_could_not_see(self, run):
        assert run.exit_code == 3
        assert "Traceback" not in run.errors
        for name in ("refusing", "verifying", "self-signed", "moved"):
            assert f"{name}网站:" in run.errors

    def test_every_address_has_an_outcome(self, run):
        assert rows(run.out, "SELECT url, state FROM urls WHERE state NOT IN (3,4,5)") == []

    def test_every_site_has_an_observation_of_being_reachable_or_not(self, run):
        silent = [name for name in run.homes if name != "refusing late" and not run.seen(name)]

        assert silent == []

    def test_what_was_not_seen_is_never_passed(self, run):
        unseen = {o["check"] for o in observations(run.out) if o["site"] == host(run.homes["refusing"])}

        assert {"upkeep.dead_link", "wording.typo", "norms.footer_missing", "upkeep.home_stale"} <= unseen


class TestAccused:
    @pytest.mark.parametrize(
        ("name", "reason"), [("nowhere", "域名无法解析"), ("closed", "连接被拒绝"), ("busy", "返回503")]
    )
    def test_a_home_page_that_fails_twice_and_more_is_unreachable(self, run, name, reason):
        (seen,) = run.seen(name)

        assert seen["answer"] == "problem"
        assert reason in seen["message"]
        assert seen["facts"]["failed"] >= 2
        assert len(run.home_captures(name)) >= 2

    @pytest.mark.parametrize("name", ["nowhere", "closed", "busy"])
    def test_it_is_accused_of_nothing_else(self, run, name):
        assert {o["check"] for o in run.problems(name)} == {"upkeep.unreachable"}


class TestNotAccused:
    @pytest.mark.parametrize("name", ["missing", "refusing", "verifying", "self-signed", "not http", "moved"])
    def test_nothing_is_called_a_problem(self, run, name):
        assert [(o["check"], o["message"]) for o in run.problems(name)] == []

    @pytest.mark.parametrize(("name", "status"), [("refusing", 403), ("verifying", 412)])
    def test_a_refusal_is_said_as_one(self, run, name, status):
        (seen,) = run.seen(name)

        assert seen["answer"] == "not_checked"
        assert str(status) in seen["message"]

    def test_a_certificate_that_does_not_verify_is_said_as_such(self, run):
        (seen,) = run.seen("self-signed")

        assert seen["answer"] in ("unsure", "not_checked")
        assert "证书" in seen["message"]

    def test_a_host_that_does_not_speak_http_is_said_as_such(self, run):
        (seen,) = run.seen("not http")

        assert seen["answer"] in ("unsure", "not_checked")
        assert "不是 HTTP" in seen["message"] or "损坏" in seen["message"]

    def test_a_missing_home_page_is_looked_at_by_a_person(self, run):
        (seen,) = run.seen("missing")

        assert seen["answer"] == "unsure"
        assert "404" in seen["message"]

    def test_a_home_page_that_leads_to_another_host_is_not_followed(self, run):
        (remark,) = rows(
            run.out, "SELECT value FROM facts WHERE name=?", f"remarks:{host(run.homes['moved'])}"
        )

        assert run.asked["elsewhere"] == []
        assert "跳转到站外" in remark[0]
        assert "跳转到站外" in (run.out / "report.html").read_text("utf-8")


class TestRefusingAfterAWhile:
    def test_neither_the_site_nor_its_links_are_called_dead(self, run):
        accused = {o["check"] for o in run.problems("refusing late")}

        assert accused.isdisjoint({"upkeep.unreachable", "upkeep.dead_link"})

    def test_it_is_left_alone(self, run):
        assert len(run.asked["refusing late"]) < MANY + LATE_REFUSAL

    def test_what_was_not_visited_has_its_reason(self, run):
        reasons = rows(
            run.out,
            "SELECT DISTINCT reason FROM urls WHERE site=? AND state=4",
            host(run.homes["refusing late"]),
        )

        assert ("对方限制访问",) in reasons

    def test_the_pages_refused_are_not_checked(self, run):
        unseen = {
            o["check"]: o["answer"]
            for o in observations(run.out)
            if o["site"] == host(run.homes["refusing late"]) and o["answer"] == "not_checked"
        }

        assert "wording.typo" in unseen


class TestAlone:
    """The exit code of a run over one such site."""

    def test_a_site_that_refuses_us_makes_the_run_incomplete(self, tmp_path):
        with site(always(403, "访问被拒绝")) as served:
            done = check(served.home, out=tmp_path / "out")

        assert done.returncode == 3
        assert "403" in done.stderr

    def test_a_site_that_is_down_makes_the_run_find_something(self, tmp_path):
        with site(always(503, "服务繁忙")) as served:
            done = check(served.home, out=tmp_path / "out")

        assert done.returncode == 1


def always(status, words):
    return lambda served, path: Answer(status, page(words, f"<p>{words}</p>"))


def refuse_late(served, path):
    if len(served.asked) > LATE_REFUSAL:
        return Answer(403, page("拒绝访问", "<p>您的访问过于频繁</p>"))
    links = "".join(f'<li><a href="/news/{n}.html">第{n}条新闻</a></li>' for n in range(MANY))
    return Answer(body=page("桐浦县人民政府", f"<ul>{links}</ul>"))


def closed_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def self_signed(folder):
    """What puts a certificate, made for this moment alone, around a server's socket."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return lambda bare: context.wrap_socket(bare, server_side=True, do_handshake_on_connect=False)
