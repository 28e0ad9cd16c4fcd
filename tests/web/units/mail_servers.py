"""Mail servers of a few verbs on loopback, speaking SMTP and IMAP4rev1 over real sockets."""

import re
import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """What the IMAP server holds: letters by uid, which of them were read, when each came."""

    letters: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    came: str = "01-Sep-2026 09:30:00 +0800"
    password: str = "geheim"
    talk: list[str] = field(default_factory=list)


def _imap(box):
    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.say("* OK [CAPABILITY IMAP4rev1] ready")
            while line := self.rfile.readline():
                tag, _, command = line.decode().strip().partition(" ")
                box.talk.append(command)
                if self.answer(tag, command):
                    return

        def say(self, line):
            self.wfile.write(line.encode() + b"\r\n")

        def answer(self, tag, command):
            verb = command.upper().split(" ")[0]
            if verb == "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1")
            elif verb == "LOGIN" and box.password not in command:
                self.say(f"{tag} NO [AUTHENTICATIONFAILED] wrong password")
                return False
            elif verb == "SELECT" and "INBOX" not in command:
                self.say(f"{tag} NO [NONEXISTENT] no such mailbox")
                return False
            elif verb == "SELECT":
                self.say(f"* {len(box.letters)} EXISTS")
            elif verb == "UID":
                self.uid(command[4:])
            elif verb == "LOGOUT":
                self.say("* BYE")
            self.say(f"{tag} OK done")
            return verb == "LOGOUT"

        def uid(self, command):
            verb, _, rest = command.partition(" ")
            if verb == "SEARCH":
                self.say("* SEARCH " + " ".join(str(n) for n in box.letters if n not in box.seen))
                return
            uid = int(rest.split(" ")[0])
            if verb == "STORE":
                box.seen.add(uid)
            elif "BODY" in rest:
                body = box.letters[uid]
                self.wfile.write(
                    f"* {uid} FETCH (UID {uid} BODY[] {{{len(body)}}}\r\n".encode() + body + b")\r\n"
                )
            else:
                size = len(box.letters[uid])
                self.say(f'* {uid} FETCH (UID {uid} INTERNALDATE "{box.came}" RFC822.SIZE {size})')

    return Handler


@dataclass
class Postbox:
    """What the SMTP server was given; `refuses` are recipients that it does not take."""

    letters: list[bytes] = field(default_factory=list)
    refuses: str = ""
    is_shut: bool = False


def _smtp(box):
    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.say("554 not today" if box.is_shut else "220 ready")
            while line := self.rfile.readline():
                verb = line.decode().strip().upper()
                if verb.startswith("DATA"):
                    self.say("354 go on")
                    box.letters.append(self.letter())
                    self.say("250 taken")
                elif verb.startswith("RCPT") and box.refuses and re.search(box.refuses, line.decode()):
                    self.say("550 no such person")
                elif verb.startswith("QUIT"):
                    self.say("221 bye")
                    return
                else:
                    self.say("250 fine")

        def say(self, line):
            self.wfile.write(line.encode() + b"\r\n")

        def letter(self):
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line)
            return b"".join(lines)

    return Handler


@contextmanager
def serving(handler):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@contextmanager
def imap(settings):
    box = Mailbox()
    with serving(_imap(box)) as port:
        settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = "127.0.0.1", port, False
        settings.IMAP_USER, settings.IMAP_PASSWORD, settings.IMAP_FOLDER = "office", "geheim", "INBOX"
        yield box


@contextmanager
def smtp(settings):
    box = Postbox()
    with serving(_smtp(box)) as port:
        settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_TLS, settings.SMTP_USER = (
            "127.0.0.1",
            port,
            "",
            "",
        )
        yield box
