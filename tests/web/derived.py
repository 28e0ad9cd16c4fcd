"""A system whose rules are derived from the ledger: not put right, reported falsely, come back."""

from tests.web import builders

from kaoping.web.planning.models import SystemVersion

RULES = """
    - id: A1.2
      when: 上期问题没有整改
      derived: followup.unresolved
      deduct: {per: finding, points: 2}
      confirm: machine
    - id: A1.3
      when: 报告已整改而问题仍在
      derived: followup.false_claim
      deduct: {per: finding, points: 3}
      confirm: machine
    - id: A1.4
      when: 整改后又出现
      derived: followup.relapsed
      deduct: {per: finding, points: 5}
      confirm: person
    - id: A1.5
      when: 没有提交整改报告
      derived: followup.report_missing
      deduct: {per: once, points: 4}
      confirm: machine
    - id: A1.6
      when: 任务无人认领
      derived: followup.unclaimed
      deduct: {per: finding, points: 1}
      confirm: machine
"""


def derived_system() -> SystemVersion:
    text = builders.SYSTEM_TEXT.replace("grades:", f"{RULES.lstrip(chr(10))}grades:", 1)
    return builders.system(text=text)
