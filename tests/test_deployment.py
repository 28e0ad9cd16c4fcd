"""What stands in ``deploy/`` names commands, options and settings that exist."""

import re
import shlex
from pathlib import Path

import pytest
import typer
import yaml

from kaoping.cli.app import app

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
DOCUMENTS = sorted(DEPLOY.glob("*.yaml"))
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def commands_in(node):
    """Every list of words under `command` in a document."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "command" and isinstance(value, list):
                yield [str(word) for word in value]
            else:
                yield from commands_in(value)
    elif isinstance(node, list):
        for one in node:
            yield from commands_in(one)


def all_commands():
    for path in DOCUMENTS:
        for document in yaml.safe_load_all(path.read_text("utf-8")):
            yield from commands_in(document)
    for path in UNITS:
        for line in re.findall(r"^ExecStart=(.*)$", path.read_text("utf-8"), re.M):
            words = shlex.split(line)
            inner = [shlex.split(part) for part in words[-1].split(";")] if words[0] == "/bin/sh" else [words]
            yield from ([Path(one[0]).name, *one[1:]] for one in inner if one)


OURS = [words for words in all_commands() if words[0] == "kaoping"]


class TestDeployment:
    def test_there_is_something_of_each_kind(self):
        assert {words[1] for words in OURS} == {"serve", "work", "backup", "restore", "check"}
        assert {words[1] for words in all_commands() if words[0] == "dask"} == {"scheduler", "worker"}

    @pytest.mark.parametrize("words", OURS, ids=[f"{n}-{words[1]}" for n, words in enumerate(OURS)])
    def test_each_verb_and_option_exists(self, words):
        verb = typer.main.get_command(app).commands[words[1]]
        known = {name for parameter in verb.params for name in parameter.opts}

        assert {word for word in words if word.startswith("--")} - known == set()

    def test_each_setting_is_described(self):
        docs = DEPLOY.parent / "docs"
        told = "".join(
            (docs / name).read_text("utf-8") for name in ("serving.md", "running.md", "deployment.md")
        )
        files = [path for path in DEPLOY.rglob("*") if path.is_file()]
        named = {name for path in files for name in re.findall(r"KAOPING_[A-Z_]+", path.read_text("utf-8"))}

        assert {name for name in named if f"`{name}`" not in told} == set()
