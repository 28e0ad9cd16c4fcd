"""
`make bundle`: everything that installing kaoping without internet needs, in one tar file.

    python tools/bundle.py [--out bundle-out] [--extras render,postgres,cluster,store]

The wheels are those of uv.lock for this platform and this version of Python, each held against the lock's
digest as it is fetched; the target must be of the same kind. Beside them: our own wheel, a list of SHA-256
digests, an install script that uses nothing but this folder, and instructions (Chinese and English).
"""

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".uv" / "bin" / "uv"
PIP = ROOT / ".uv" / "bin" / "python"
SUMS = "SHA256SUMS"
INSTALL = """#!/usr/bin/env bash
# 离线安装考评。用法:bash install.sh [目录,默认 /opt/kaoping/venv]    Installs from this folder alone.
set -euo pipefail
cd "$(dirname "$0")"
target="${{1:-/opt/kaoping/venv}}"
sha256sum --quiet -c {sums} || {{
  echo "安装包不完整或被改动(见上),没有安装。请重新拷贝后再试。" >&2; exit 1; }}
python="${{PYTHON:-python{python}}}"
if ! "$python" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "{python}")' 2>/dev/null; then
  echo "需要 Python {python}(本安装包按它制作)。请先安装,或用 PYTHON=/路径/python{python} 指明。" >&2; exit 1
fi
if [ "$(uname -s)-$(uname -m)" != "{system}" ]; then
  echo "本安装包用于 {system},这台机器是 $(uname -s)-$(uname -m)。请在同类机器上重新制作。" >&2; exit 1
fi
if [ -e "$target" ] && [ ! -x "$target/bin/python" ]; then
  echo "$target 已存在,且不是 Python 虚拟环境。请换一个目录。" >&2; exit 1
fi
[ -x "$target/bin/python" ] || "$python" -m venv "$target" || {{
  echo "无法建立虚拟环境。Debian/Ubuntu 请先安装 python3-venv(离线时用系统安装盘)。" >&2; exit 1; }}
"$target/bin/python" -m pip install --disable-pip-version-check --no-index --find-links wheels -q \\
  'kaoping[{extras}]=={version}'
"$target/bin/kaoping" doctor || true
echo "已安装到 $target。下一步见 docs/deployment.md(systemd 单元在 deploy/)。"
"""
GUIDE = """# 离线安装考评 {version}

适用:{system},Python {python}。可选组件:{extras}。共 {count} 个安装包。

1. 把整个 tar 文件拷到目标机器,解开:`tar xf {name}.tar`。
2. `bash {name}/install.sh /opt/kaoping/venv`。先逐个核对校验值(`{sums}`),再只用本目录里的文件安装,不联网。
3. `/opt/kaoping/venv/bin/kaoping doctor` 说明还缺什么(如 Chromium、中文字体,用系统安装源装)。
4. 以后升级:先 `kaoping backup`,停服务,用新版本的安装包对同一目录再执行一次 install.sh,再启动。

整个 tar 文件的校验值由制作的人另行告知,拷贝后先用 `sha256sum {name}.tar` 核对。

# Offline installation (English)

For {system}, Python {python}; extras: {extras}. Unpack, run `bash {name}/install.sh DIR`.
It verifies `{sums}`, makes a virtual environment in DIR and installs from `wheels/` alone (`--no-index`).
Run it again with a newer bundle to upgrade, after `kaoping backup`.
"""


def main() -> int:
    """Fetch, build, write, pack."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--out", type=Path, default=ROOT / "bundle-out")
    asked.add_argument("--extras", default="render,postgres,cluster,store")
    given = asked.parse_args()
    shutil.rmtree(given.out, ignore_errors=True)
    wheels = given.out / "wheels"
    wheels.mkdir(parents=True)
    version = _fetched(given.out, wheels, given.extras.split(","))
    system = f"{platform.system()}-{platform.machine()}"
    python = ".".join(map(str, sys.version_info[:2]))
    folder = given.out / f"kaoping-{version}-{system}-py{python}"
    folder.mkdir()
    wheels.rename(folder / "wheels")
    for name in ("deploy", "docs"):
        shutil.copytree(ROOT / name, folder / name)
    words = {
        "version": version, "system": system, "python": python, "extras": given.extras, "sums": SUMS,
        "name": folder.name, "count": len(list((folder / "wheels").iterdir())),
    }  # fmt: skip
    (folder / "install.sh").write_text(INSTALL.format(**words), "utf-8")
    (folder / "README.md").write_text(GUIDE.format(**words), "utf-8")
    (folder / SUMS).write_text("".join(_sums(folder)), "utf-8")
    packed = given.out / f"{folder.name}.tar"
    with tarfile.open(packed, "w") as archive:
        archive.add(folder, arcname=folder.name)
    print(f"{packed}\n{packed.stat().st_size >> 20} MB,{words['count']} 个安装包\nSHA-256 {_digest(packed)}")
    return 0


def _fetched(out: Path, wheels: Path, extras: list[str]) -> str:
    """All wheels, ours too; its version."""
    needs = out / "requirements.txt"
    chosen = [word for extra in extras for word in ("--extra", extra)]
    _run(UV, "export", "-q", "--frozen", "--no-dev", "--no-emit-project", *chosen, "-o", needs)
    _run(PIP, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--require-hashes", "--no-deps",
         "--only-binary", ":all:", "--python-version", ".".join(map(str, sys.version_info[:2])), "-d", wheels,
         "-r", needs)  # fmt: skip
    needs.unlink()
    _run(UV, "build", "-q", "--wheel", "-o", wheels, ROOT)
    (wheels / ".gitignore").unlink(missing_ok=True)
    return next(wheels.glob("kaoping-*.whl")).name.split("-")[1]


def _sums(folder: Path) -> list[str]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != SUMS)
    return [f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in paths]


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _run(*words: object) -> None:
    subprocess.run([str(word) for word in words], check=True, cwd=ROOT, env=os.environ)


if __name__ == "__main__":
    sys.exit(main())
