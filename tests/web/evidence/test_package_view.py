"""The original for download: anybody can verify it with the instructions that lie in the package."""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile

from django.urls import reverse
from tests.web import builders


def package(client, made):
    suspect, proof = made
    return client.get(reverse("evidence:package", args=[suspect.public_id, proof.key]))


class TestPackage:
    def test_an_unit_verifies_its_own_by_the_instructions(self, signed_in, unit_admin, archive, tmp_path):
        made = archive(builders.round_("drafted"), unit_admin.unit)
        response = package(signed_in(unit_admin, is_proven=True), made)
        with zipfile.ZipFile(io.BytesIO(response.content)) as zipped:
            zipped.extractall(tmp_path / "out")
        folder = tmp_path / "out"

        told = (folder / "核对说明.txt").read_text("utf-8-sig")
        script = "\n".join(line[3:] for line in told.split("Python 3:")[1].split("3. 考评")[0].splitlines())
        said = subprocess.run(
            [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True
        )

        described = json.loads((folder / "description.json").read_text("utf-8"))
        assert said.stdout.strip() == described["body_digest"] == made[1].digest
        for digest, name in re.findall(r"(\w{64})  (\S+)", (folder / "SHA256SUMS").read_text()):
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest

    def test_it_asks_who_it_is_anew(self, signed_in, unit_admin, archive):
        made = archive(builders.round_("drafted"), unit_admin.unit)

        assert package(signed_in(unit_admin), made).status_code == 302

    def test_another_unit_gets_nothing(self, signed_in, unit_admin, other_unit, archive):
        made = archive(builders.round_("drafted"), other_unit)

        assert package(signed_in(unit_admin, is_proven=True), made).status_code == 404
