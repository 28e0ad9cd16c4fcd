"""Every act that the code sets down by name is called something in Chinese."""

import re
from pathlib import Path

import kaoping.web
from kaoping.web.audit.words import ACTION_WORDS, action_words

NAMED = re.compile(r'action="([a-z_]+\.[a-z_]+)"')


def test_every_named_act_has_words():
    sources = Path(kaoping.web.__file__).parent.rglob("*.py")
    named = {action for source in sources for action in NAMED.findall(source.read_text(encoding="utf-8"))}

    assert len(named) > 50
    assert named - set(ACTION_WORDS) == set()


def test_an_act_without_words_keeps_its_code():
    assert action_words("units.task_report_received") == "整改任务"
    assert action_words("somewhere.else") == "somewhere.else"
