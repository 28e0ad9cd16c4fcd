#!/usr/bin/env bash
# Makes .venv (or, with the word "bench" or "docs", .bench-venv or .docs-venv) from uv.lock. Needs Python 3.11 or later, nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
UV_VERSION=0.13.9

find_python() {
  for name in "${PYTHON:-}" python3.11 python3.12 python3.13 python3.14 python3; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 || continue
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$name"; return; fi
  done
  echo "没有找到 Python 3.11 或更高版本。Debian/Ubuntu 请先执行:apt-get install python3 python3-venv" >&2
  exit 1
}

# Debian keeps `venv` in a package of its own.
make_venv() {
  "$1" -m venv "$2" >/dev/null 2>&1 && return
  rm -rf "$2"
  local as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo"
  if command -v apt-get >/dev/null 2>&1; then
    echo "安装 python3-venv …" >&2
    $as_root apt-get update -qq && $as_root apt-get install -y -qq python3-venv >/dev/null
    "$1" -m venv "$2" && return
  fi
  echo "无法建立 Python 虚拟环境,请安装 python3-venv 后重试。" >&2
  exit 1
}

python=$(find_python)
if [ ! -x .uv/bin/uv ] || [ "$(.uv/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "$UV_VERSION" ]; then
  make_venv "$python" .uv
  .uv/bin/python -m pip install -q --disable-pip-version-check "uv==$UV_VERSION"
fi
if [ "${1:-}" = bench ]; then
  UV_PROJECT_ENVIRONMENT=.bench-venv .uv/bin/uv sync -q --frozen --compile-bytecode --python "$python" --only-group bench
elif [ "${1:-}" = docs ]; then
  UV_PROJECT_ENVIRONMENT=.docs-venv .uv/bin/uv sync -q --frozen --compile-bytecode --python "$python" --only-group docs
else
  .uv/bin/uv sync -q --frozen --compile-bytecode --python "$python" --extra render
fi
