"""What a child process does with one attachment: read it, run the checks that read files."""

from datetime import date

import msgspec

from kaoping.checks import judge, load_checks
from kaoping.checks.observation import Observation
from kaoping.pages import Attachment
from kaoping.pages.attachments import attachment_of, stored_attachment
from kaoping.pages.pageparts import read_as_draft
from kaoping.pages.personal import encoded_masked
from kaoping.reports.docx_comments import with_remarks
from kaoping.rulebook import Rulebook

from .attachment_tasks import FileOutcome, FileTask, outcome_of
from .change import rules_of_pages
from .secret import installation_secret


class FileJudge:
    """Reads files and runs every check that reads an `Attachment`. One per child process."""

    def __init__(self, rules: Rulebook, today: date) -> None:
        self._rules = rules_of_pages(rules)
        self._today = today
        self._checks = [
            c for c in load_checks().values() if Attachment in c.subjects and rules.demand_of(c.id)
        ]
        self._encoder = msgspec.msgpack.Encoder()
        self._secret = installation_secret()

    def outcome(self, task: FileTask) -> FileOutcome:
        """Read and judge one file. The words of a file leave the child only where they are asked for."""
        if task.remarks:
            return FileOutcome(record=b"-", copy=with_remarks(task.capture.body, task.remarks))
        file = attachment_of(task.capture)
        if task.reads_markup and file.format == "html" and not file.parts:
            file = read_as_draft(file, task.capture.body)
        seen: list[Observation] = []
        for check in self._checks if file.has_text else ():
            seen.extend(judge(check, file, self._rules, today=self._today, secret=self._secret))
        return outcome_of(
            file if task.keeps_words else stored_attachment(file),
            observations=encoded_masked(seen, self._encoder) if seen else b"",
            count=sum(o.answer == "problem" for o in seen),
        )
