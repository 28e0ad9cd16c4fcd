"""Any system, written and read back, is the same: as YAML and as a workbook."""

import itertools
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping.rulebook import (
    Basis,
    Bonus,
    Change,
    Deduction,
    Grade,
    Indicator,
    IndicatorSystem,
    Rule,
    Source,
    Step,
    VetoCase,
    VetoRule,
    digest_of,
    read_system_xlsx,
    read_system_yaml,
    system_difference,
    write_system_xlsx,
    write_system_yaml,
)
from kaoping.rulebook.system_data import prose

ODD = [
    "=1+1", "0.5", "007", "true", "null", "~", "2026-01-01", "1e5", "_x0041_", "甲、乙", "[甲", "a: b", "#x",
    "'", '"', "是;否", "- x", "@a", "【已见】甲", "12:30", "{a}", "1_000", "+", "%", "&x", "*y", "!z", "|",
]  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(ODD),
    st.text(max_size=12).map(prose),
    st.text("甲乙丙、;=[]{}\"'“” abc01", max_size=8).map(prose),
).filter(bool)
PROSE = st.one_of(st.just(""), WORDS)
MARK = st.sampled_from(["seen", "recalled", "unverified", "suggested"])
POINTS = st.decimals(0, 999, places=2)
CAP = st.none() | POINTS
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
CHECK = st.from_regex(r"[a-z]{1,5}\.[a-z]{1,5}", fullmatch=True)
LIST = st.lists(WORDS, max_size=3, unique=True).map(tuple)
SOME = st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple)
WHERE = st.dictionaries(NAMES, SOME, max_size=2)
PLAIN = st.one_of(
    st.integers(-9, 999),
    st.booleans(),
    st.text(max_size=5).map(prose),
    st.decimals(0, 9, places=2).map(float),
)
OPTIONS = st.dictionaries(NAMES, st.one_of(PLAIN, st.lists(PLAIN, max_size=2)), max_size=2)
ORIGIN = st.just("") | WORDS
BASES = st.lists(st.builds(Basis, WORDS, MARK), max_size=2).map(tuple)
DAY = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
DEDUCT = st.builds(
    Deduction,
    per=st.sampled_from(["once", "finding", "fact", "ladder", "rate"]),
    points=POINTS,
    at_most=CAP,
    same=LIST,
    steps=st.lists(st.builds(Step, POINTS, POINTS), max_size=2).map(tuple),
    measure=PROSE,
)


@st.composite
def seen_by(draw):
    way = draw(st.sampled_from(["check", "ask", "import", "derived"]))
    name = "" if way == "ask" else draw(NAMES if way == "import" else CHECK)
    return {"by": way, "name": name, "question": draw(WORDS) if way == "ask" else ""}


@st.composite
def rules(draw, ids):
    way = draw(seen_by())
    return Rule(
        id=next(ids), when=draw(WORDS), deduct=draw(DEDUCT),
        options=draw(OPTIONS) if way["by"] == "check" else {}, where=draw(WHERE),
        confirm=draw(st.sampled_from(["machine", "person"])), evidence=draw(PROSE),
        mark=draw(MARK), origin=draw(ORIGIN), **way,
    )  # fmt: skip


@st.composite
def indicators(draw, ids, depth):
    children = tuple(draw(indicators(ids, depth - 1)) for _ in range(draw(st.integers(0, 2)) if depth else 0))
    return Indicator(
        id=next(ids), title=draw(WORDS), points=draw(POINTS), children=children,
        rules=() if children else tuple(draw(rules(ids)) for _ in range(draw(st.integers(0, 2)))),
        at_most=draw(CAP), applies_to=draw(LIST), skip_when=draw(LIST), subunits=draw(st.booleans()),
        category=draw(st.sampled_from(["", "disclosure", "upkeep"])), basis=draw(BASES),
        points_mark=draw(MARK), remedy=draw(PROSE), note=draw(PROSE), origin=draw(ORIGIN),
    )  # fmt: skip


@st.composite
def vetoes(draw, ids):
    effect = draw(st.sampled_from(["stop", "mark", "grade"]))
    cases = tuple(
        VetoCase(
            id=next(ids), when=draw(WORDS), count=draw(st.integers(1, 20)), where=draw(WHERE),
            confirm=draw(st.sampled_from(["machine", "person"])), mark=draw(MARK), origin=draw(ORIGIN),
            **draw(seen_by()),
        )
        for _ in range(draw(st.integers(1, 2)))
    )  # fmt: skip
    return VetoRule(
        id=next(ids), title=draw(WORDS), when=draw(WORDS), effect=effect, cases=cases,
        mark_points=draw(POINTS) if effect == "mark" else None, applies_to=draw(LIST), skip_when=draw(LIST),
        basis=draw(BASES), mark=draw(MARK), origin=draw(ORIGIN),
    )  # fmt: skip


@st.composite
def systems(draw):
    ids = (f"{letter}{n}" for n in itertools.count() for letter in "ABX")
    several = st.integers(0, 2)
    bonus = draw(st.booleans())
    line = draw(CAP)
    made = IndicatorSystem(
        name="city", title=draw(WORDS), version=draw(WORDS),
        source=Source(draw(WORDS), draw(PROSE), draw(PROSE), draw(PROSE), draw(MARK)),
        applies_to=draw(LIST), full=draw(POINTS),
        groups=tuple(draw(indicators(ids, 2)) for _ in range(draw(several))),
        vetoes=tuple(draw(vetoes(ids)) for _ in range(draw(several))),
        bonus=Bonus(
            draw(POINTS), draw(CAP), tuple(draw(indicators(ids, 0)) for _ in range(draw(several))), draw(MARK)
        ) if bonus else None,
        grades=tuple(Grade(draw(WORDS), draw(POINTS), draw(MARK)) for _ in range(draw(several))),
        pass_line=line, pass_mark=draw(MARK) if line is not None else "unverified",
        places=draw(st.integers(0, 4)), effective=draw(DAY), expires=draw(DAY),
        layers=draw(LIST), note=draw(PROSE),
        changes=tuple(
            Change(draw(WORDS), draw(st.sampled_from(["change", "add", "remove"])), "A1", draw(WORDS))
            for _ in range(draw(several))
        ),
    )  # fmt: skip
    return replace(made, digest=digest_of(made))


@settings(max_examples=60, deadline=None)
@given(systems())
def test_a_system_written_as_yaml_is_read_back_the_same(system):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.yaml"

        write_system_yaml(system, path)

        assert read_system_yaml(path) == system


@settings(max_examples=60, deadline=None)
@given(systems())
def test_a_system_written_as_a_workbook_is_read_back_the_same(system):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"

        write_system_xlsx(system, path)

        assert read_system_xlsx(path) == system


@settings(max_examples=40, deadline=None)
@given(systems())
def test_one_changed_figure_is_one_line_of_difference(system):
    dearer = replace(system, full=system.full + 1)

    assert system_difference(system, system) == ()
    assert len(system_difference(system, dearer)) == 1
