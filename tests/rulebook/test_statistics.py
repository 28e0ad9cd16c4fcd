"""The statistics of official text that the rulebook ships."""

import hashlib
import json

import jsonschema
import yaml

from kaoping.rulebook import STATISTICS
from kaoping.rulebook.files import layered

MANIFEST = yaml.safe_load((STATISTICS / "manifest.yaml").read_text("utf-8"))


class TestShippedStatistics:
    def test_the_manifest_says_what_its_schema_asks(self):
        schema = json.loads((STATISTICS.parent / "schemas" / "statistics.schema.json").read_text("utf-8"))

        assert list(jsonschema.Draft202012Validator(schema).iter_errors(MANIFEST)) == []
        assert list(jsonschema.Draft202012Validator(schema).iter_errors({**MANIFEST, "files": [{}]}))

    def test_every_file_is_the_one_that_the_manifest_names(self):
        told = {one["name"]: one["sha256"] for one in MANIFEST["files"]}

        held = {name: hashlib.sha256((STATISTICS / name).read_bytes()).hexdigest() for name in told}

        assert held == told

    def test_every_other_file_is_the_licence_of_a_source(self):
        named = {one["name"] for one in MANIFEST["files"]} | {one.get("text") for one in MANIFEST["used"]}

        assert {path.name for path in STATISTICS.iterdir()} - named == {"manifest.yaml"}

    def test_the_rulebooks_version_depends_on_them(self):
        assert "statistics/manifest.yaml" in {file.name for file in layered(None)}
