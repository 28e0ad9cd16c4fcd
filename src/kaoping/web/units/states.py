"""What may happen to an appeal and to a rectification task: tables, walked by the actions."""

from collections.abc import Mapping

APPEALS: Mapping[tuple[str, str], str] = {
    ("open", "uphold"): "upheld",
    ("open", "reject"): "rejected",
    ("open", "withdraw"): "withdrawn",
}
_OWED = ("open", "claimed", "planned", "extended", "false", "cannot tell")
# a task's state after an act; a pair that is not here cannot happen
TASKS: Mapping[tuple[str, str], str] = {
    ("open", "claim"): "claimed",
    **{(state, "claim"): state for state in ("claimed", "planned", "extended", "false", "cannot tell")},
    **{(state, "plan"): "planned" for state in _OWED},
    **{(state, "report"): "reported" for state in _OWED},
    **{(state, "extend"): "extended" for state in _OWED},
    **{(state, "exempt"): "exempt" for state in (*_OWED, "reported")},
    ("reported", "withdraw"): "claimed",
    **{("reported", seen): seen for seen in ("verified", "false", "cannot tell")},
    # where the machine cannot tell, a person of the office does
    ("cannot tell", "verified"): "verified",
    ("cannot tell", "false"): "false",
}
OWED = (*_OWED, "reported")
ACT_WORDS: Mapping[str, str] = {
    "opened": "交办",
    "claim": "认领",
    "plan": "制定整改计划",
    "report": "报送整改情况",
    "withdraw": "撤回报送",
    "ask extension": "申请延期",
    "extend": "同意延期",
    "refuse extension": "不同意延期",
    "exempt": "豁免",
    "verified": "复核:已整改",
    "false": "复核:仍存在",
    "cannot tell": "无法复核",
}
# what a look back answers, as the state of a task
OUTCOMES: Mapping[str, str] = {
    "fixed": "verified",
    "relapsed": "false",
    "false claim": "false",
    "not claimed": "false",
    "cannot be tested": "cannot tell",
}
ANSWERED_IN = ("drafted", "appealing")
