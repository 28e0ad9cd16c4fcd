"""
The command in a process of its own that has loaded everything already: half of a short run is loading.

For runs whose outputs are asked about. How the command itself starts, is stopped and is killed is tested with
a new interpreter (tests/cli, `killing`, hostile pages).
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from kaoping.rounds import embryo as embryos
from kaoping.rounds.stem import STEM

_NAME = "tests.warm"


def run_warm(*words: object, timeout_s: float) -> subprocess.CompletedProcess[str]:
    """`kaoping WORDS…` as `subprocess.run` would have it, in this process's folder and environment."""
    command = ["kaoping", *map(str, words)]
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        asked = {"argv": command, "cwd": str(Path.cwd()), "out": str(out), "err": str(err)}
        code, _ = STEM.run(_NAME, json.dumps(asked).encode(), timeout_s=timeout_s)
        told = [path.read_text("utf-8") if path.exists() else "" for path in (out, err)]
    return subprocess.CompletedProcess(command, code, *told)


def main(embryo: embryos.Embryo) -> int:
    """What the forked process does."""
    with os.fdopen(0, "rb", closefd=False) as given:
        asked = json.loads(given.read())
    for number, name in ((1, "out"), (2, "err")):
        stream = os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(asked["cwd"])
    sys.argv = asked["argv"]
    waiting, real = [embryo], embryos.Embryo

    class Begun(real):
        """The one that was begun with this process; a second one is begun as ever."""

        def __new__(cls, **more):
            return waiting.pop() if waiting else real(**more)

    embryos.Embryo = Begun
    from kaoping.cli import main as command

    try:
        command()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0
