"""A real IMAP server for tests: dovecot, an instance of its own on loopback, as an unprivileged user."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SERVER = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
CONFIG = """
base_dir = {base}/run
state_dir = {base}/run
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = {uid}
mail_uid = {uid}
mail_gid = {gid}
mail_location = maildir:{base}/mail
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={base}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Mailbox:
    """The office's mailbox on the server: letters are laid into it as a mail server would."""

    folder: Path
    port: int
    password: str
    owner: tuple[int, int]

    def deliver(self, letter: bytes, name: str, *, folder: str = "") -> None:
        where = self.folder / (f".{folder}" if folder else "")
        for part in ("cur", "new", "tmp"):
            (where / part).mkdir(parents=True, exist_ok=True)
        (where / "new" / name).write_bytes(letter)
        for path in (where, *where.rglob("*")):
            os.chown(path, *self.owner)

    def unread(self) -> int:
        """Letters that nobody has marked as read: ``S`` stands in the name of those that were."""
        names = [*(self.folder / "new").iterdir(), *(self.folder / "cur").iterdir()]
        return sum("S" not in path.name.partition(":2,")[2] for path in names)


@contextmanager
def dovecot(password="geheim"):
    """The server running, and its end; its files lie in a folder of its own."""
    # root may not own mail: then it is nobody's
    owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    base = Path(tempfile.mkdtemp(prefix="kaoping-imap-"))
    base.chmod(0o755)
    mail = base / "mail"
    for part in ("cur", "new", "tmp"):
        (mail / part).mkdir(parents=True)
    (base / "run").mkdir()
    for path in (base, *base.rglob("*")):
        os.chown(path, owner.pw_uid, owner.pw_gid)
    port = _free_port()

    config = base / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            base=base, user=owner.pw_name, group=grp.getgrgid(owner.pw_gid).gr_name, uid=owner.pw_uid,
            gid=owner.pw_gid, port=port, password=password,
        )
    )  # fmt: skip
    process = subprocess.Popen(
        (SERVER, "-F", "-c", str(config)), user=owner.pw_uid, group=owner.pw_gid, extra_groups=[],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        _wait(port, process, base)
        yield Mailbox(mail, port, password, (owner.pw_uid, owner.pw_gid))
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(base, ignore_errors=True)


def _free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _wait(port, process, base):
    for _ in range(150):
        if process.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as one:
                if one.recv(100).startswith(b"* OK"):
                    return
        except OSError:
            time.sleep(0.1)
    told = (base / "log").read_text() if (base / "log").exists() else ""
    if process.poll() is not None:
        told += process.stdout.read().decode(errors="replace")
    raise AssertionError(f"dovecot does not answer: {told[-2000:]}")
