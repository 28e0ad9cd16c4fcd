from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import kaoping
from kaoping.rulebook import shipped_mistakes

RULEBOOK = Path(kaoping.__file__).parents[1] / "kaoping_rulebook"
FILES = sorted(RULEBOOK.rglob("*.yaml"))


def test_the_rulebook_holds_data_only():
    assert not [path for path in RULEBOOK.rglob("*.py") if "__pycache__" not in path.parts]


@pytest.mark.parametrize("path", sorted((RULEBOOK / "schemas").glob("*.json")), ids=lambda path: path.name)
def test_each_schema_is_a_schema(path):
    import json

    schema = json.loads(path.read_text())

    Draft202012Validator.check_schema(schema)

    assert not Draft202012Validator(schema).is_valid(
        "没有内容的一句话"
    )  # one that refuses nothing proves nothing


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_plain_yaml_readers_see_what_we_see(path):
    from kaoping.rulebook.strict_yaml import parse

    class Texts(yaml.CSafeLoader):
        """PyYAML without dates, so that both sides have them as text."""

    Texts.yaml_implicit_resolvers = {
        first: [(tag, found) for tag, found in resolvers if not tag.endswith("timestamp")]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }

    assert parse(path.read_bytes()) == yaml.load(path.read_bytes(), Loader=Texts)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_file_names_its_source(path):
    data = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert data.get("source") or data.get("notices") or data.get("basis")


def test_the_shipped_rulebook_keeps_its_own_schemas():
    assert shipped_mistakes() == []


@pytest.mark.parametrize("name", ["county-example", "department-example"])
def test_what_an_example_takes_from_another_city_says_that_it_must_be_replaced(name):
    text = yaml.safe_load((RULEBOOK / "indicators" / f"{name}.yaml").read_text("utf-8"))

    def bases(part):
        if isinstance(part, dict):
            yield from part.get("basis", ())
            for below in part.values():
                yield from bases(below)
        elif isinstance(part, list):
            for below in part:
                yield from bases(below)

    foreign = [one for one in bases(text) if not one["text"].startswith(("国办", "《", "中央"))]
    assert foreign
    assert {(one["mark"], "请换成本市文件" in one["text"]) for one in foreign} == {("suggested", True)}
