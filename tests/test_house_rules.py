"""The rules of the house that no linter knows."""

import ast
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from statistics import median

import pyarrow.parquet as pq
import pytest
import typer

from kaoping.checks import load_checks, read_cases
from kaoping.checks.observation import Observation
from kaoping.cli.app import app
from kaoping.rulebook import load_rulebook

ROOT = Path(__file__).resolve().parents[1]
# migrations are written by Django
SOURCES = sorted(p for p in (ROOT / "src").rglob("*.py") if p.parent.name != "migrations")
TESTS = sorted((ROOT / "tests").rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "base", "misc", "manager", "services"}
ROOMS = sorted(path.parent for path in (ROOT / "src" / "kaoping").glob("*/__init__.py"))
LONGEST_FILE, LONG_FILE, USUAL_FILE = 500, 350, 120
LONG_FUNCTION, USUAL_FUNCTION = 35, 12
OPEN_WORK = re.compile("TO" + "DO|FIX" + "ME")


def lines_of(path):
    return path.read_text("utf-8").count("\n")


def functions():
    """Lines of every function of the product."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert node.end_lineno is not None
                yield f"{path.stem}.{node.name}", node.end_lineno - node.lineno + 1


def share_below(limit, sizes):
    return sum(size < limit for size in sizes) / len(sizes)


def words(name):
    return (ROOT / name).read_text("utf-8")


class TestNames:
    def test_no_module_or_folder_has_a_name_that_says_nothing(self):
        named = [
            p for p in (ROOT / "src").rglob("*") if p.stem in FORBIDDEN_NAMES and "__pycache__" not in p.parts
        ]

        assert named == []

    def test_every_test_module_has_a_name_of_its_own(self):
        names = [path.name for path in TESTS if path.name not in ("conftest.py", "__init__.py")]

        assert sorted(names) == sorted(set(names))

    def test_every_room_says_in_its_first_line_what_it_does(self):
        silent = [room.name for room in ROOMS if not (ast.get_docstring(parsed(room)) or "").strip()]

        assert len(ROOMS) >= 9
        assert silent == []

    def test_every_module_says_what_it_is(self):
        silent = [
            p for p in SOURCES if p.stat().st_size and not ast.get_docstring(ast.parse(p.read_text("utf-8")))
        ]

        assert silent == []


def parsed(room):
    return ast.parse((room / "__init__.py").read_text("utf-8"))


class TestSizes:
    def test_no_file_is_too_long_to_read(self):
        assert [(p.name, lines_of(p)) for p in (*SOURCES, *TESTS) if lines_of(p) > LONGEST_FILE] == []

    def test_most_files_are_short(self):
        sizes = [lines_of(path) for path in SOURCES]

        assert median(sizes) <= USUAL_FILE
        assert share_below(LONG_FILE, sizes) >= 0.9

    def test_most_functions_are_short(self):
        sizes = [size for _, size in functions()]

        assert median(sizes) <= USUAL_FUNCTION
        assert share_below(LONG_FUNCTION, sizes) >= 0.9


class TestRulebook:
    def test_it_is_data_alone(self):
        folder = Path(str(files("kaoping_rulebook")))

        assert list(folder.rglob("*.py")) == []
        held = [p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
        read, counted = {".yaml", ".json"}, {".bin", ".npz", ".txt"}  # statistics are counted, not written
        assert {p.suffix for p in held if p.parent.name != "statistics"} <= read
        assert {p.suffix for p in held if p.parent.name == "statistics"} <= read | counted

    def test_every_indicator_names_a_check_that_exists_and_its_basis(self):
        checks = load_checks()

        for indicator in load_rulebook().demands:
            assert indicator.check in checks, indicator.id
            assert indicator.basis, indicator.id
            assert indicator.remedy, indicator.id

    def test_every_check_is_demanded_by_an_indicator(self):
        rules = load_rulebook()

        assert [id_ for id_ in load_checks() if rules.demand_of(id_) is None] == []


class TestChecks:
    @pytest.mark.parametrize("check", load_checks().values(), ids=list(load_checks()))
    def test_each_has_cases_and_says_what_it_looks_at(self, check):
        assert len(read_cases(check)) >= 3
        assert "Looks at:" in check.doc
        assert "Problem when:" in check.doc

    def test_none_holds_a_limit_of_its_own(self):
        defaults = []
        for path in (ROOT / "src" / "kaoping" / "checks").glob("*/*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                is_check = isinstance(node, ast.FunctionDef) and any(
                    isinstance(d, ast.Call) and getattr(d.func, "id", "") == "check"
                    for d in node.decorator_list
                )
                if is_check and any(default is not None for default in node.args.kw_defaults):
                    defaults.append(f"{path.stem}.{node.name}")

        assert defaults == []


def verbs_of(command):
    """Commands by their words, those of a group too: ``lexicon lint``."""
    found = {}
    for verb, one in command.commands.items():
        inner = getattr(one, "commands", None)
        found |= {f"{verb} {name}": two for name, two in inner.items()} if inner else {verb: one}
    return found


def described_options():
    return set(re.findall(r"(?<![-\w])--[a-z][a-z-]+", words("docs/running.md")))


class TestDocuments:
    def test_every_verb_and_option_of_the_command_line_is_described(self):
        told, options = words("docs/running.md"), described_options()
        verbs = verbs_of(typer.main.get_command(app))

        missing = [
            f"{verb} {name}"
            for verb, one in verbs.items()
            for parameter in one.params
            for name in parameter.opts
            if name.startswith("--") and name != "--help" and name not in options
        ]

        assert missing == []
        assert [verb for verb in verbs if f"kaoping {verb}" not in told] == []

    def test_no_option_is_described_that_does_not_exist(self):
        verbs = verbs_of(typer.main.get_command(app))
        known = {name for one in verbs.values() for p in one.params for name in p.opts}

        assert described_options() - known == set()

    def test_every_field_of_an_observation_is_described(self):
        told = words("docs/outputs.md")

        assert [name for name in Observation.__dataclass_fields__ if f"`{name}`" not in told] == []

    def test_every_column_of_the_table_of_pages_is_described(self, tmp_path):
        from kaoping.reports import write_pages_table

        told = words("docs/outputs.md")
        write_pages_table([], tmp_path / "pages.parquet")

        names = pq.read_table(tmp_path / "pages.parquet").column_names

        assert [name for name in names if f"`{name}`" not in told] == []

    def test_every_file_that_a_run_writes_is_described(self):
        from kaoping.rounds import result_files, run_file

        told = words("docs/outputs.md")
        written = (
            result_files.OBSERVATIONS, result_files.PAGES_TABLE, result_files.REPORT_HTML,
            result_files.REPORT_XLSX, result_files.GATHER_LOG, result_files.COVERAGE,
            run_file.RUN_FILE, run_file.STATE_FILE, run_file.ARCHIVE_FOLDER,
        )  # fmt: skip

        assert [name for name in written if f"`{name}" not in told] == []

    def test_both_readmes_name_the_two_commands(self):
        for name in ("README.md", "README.zh-CN.md"):
            assert "make demo" in words(name)
            assert "make test" in words(name)

    def test_links_between_documents_lead_somewhere(self):
        documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]

        broken = [
            (document.name, target)
            for document in documents
            for target in re.findall(r"\]\(([^)#:]+)[^):]*\)", document.read_text("utf-8"))
            if not (document.parent / target).exists()
        ]

        assert broken == []

    def test_the_changelog_has_a_place_for_what_is_to_come(self):
        assert re.search(r"^## Unreleased$", words("CHANGELOG.md"), re.M)


class TestProject:
    def test_nothing_is_left_to_do_in_the_text(self):
        paths = [
            *SOURCES,
            *TESTS,
            *(ROOT / "tools").glob("*"),
            *(ROOT / "docs").rglob("*.md"),
            *ROOT.glob("*.md"),
        ]

        assert [p.name for p in paths if p.is_file() and OPEN_WORK.search(p.read_text("utf-8"))] == []

    def test_every_dependency_is_pinned(self):
        project = tomllib.loads(words("pyproject.toml"))["project"]

        assert [d for d in project["dependencies"] if "==" not in d] == []

    def test_both_commands_of_continuous_integration_are_those_of_the_makefile(self):
        script, rules = words(".ci/run"), words("Makefile")

        for command in ("check", "test"):
            assert f"make {command}" in script
            assert re.search(f"^{command}:", rules, re.M)
