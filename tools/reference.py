"""
The reference part of the handbook, made from the program itself: commands, settings, roles, checks.

    python tools/reference.py          writes docs/zh/reference/*.md
    python tools/reference.py --check  says which of them are behind
"""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "zh" / "reference"
MADE = "<!-- 由 tools/reference.py 从程序生成,请勿手改 -->\n\n"


def pages() -> Mapping[str, str]:
    """The pages by file name."""
    return {
        "commands.md": _page("命令", _commands()),
        "settings.md": _page("设置", _settings()),
        "roles.md": _page("谁能做什么", _roles()),
        "checks.md": _page("检查项", _checks()),
    }


def _page(title: str, lines: Iterator[str]) -> str:
    return f"{MADE}# {title}\n\n" + "\n".join(lines) + "\n"


def _commands() -> Iterator[str]:
    import typer

    from kaoping.cli.app import app

    yield "每个命令都可加 `--help` 查看用法。"
    yield "退出码:0 正常;1 有达到等级的问题或不符之处;2 用法错误;3 没有做完。"
    for path, command in _leaves(typer.main.get_command(app), "kaoping"):
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
        metavars = " ".join(str(p.metavar or p.name.upper()) for p in arguments)
        yield f"\n## {path}\n"
        yield f"`{f'{path} {metavars}'.strip()}`\n"
        yield (command.help or "").strip() + "\n"
        rows = [(f"`{p.metavar or p.name.upper()}`", p.help) for p in arguments]
        rows += [(f"`{' / '.join((*p.opts, *p.secondary_opts))}`{_metavar(p)}", p.help) for p in options]
        if rows:
            yield "| 参数 | 说明 |\n|---|---|"
            yield from (f"| {name} | {_cell(words)} |" for name, words in rows)


def _metavar(option: Any) -> str:
    return f" {_cell(option.metavar)}" if option.metavar else ""


def _leaves(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
        return
    for name, one in inner.items():
        yield from _leaves(one, f"{path} {name}")


def _settings() -> Iterator[str]:
    from kaoping.environment import PREFIX, SETTINGS

    yield "都是环境变量;值也可放在文件里,用 `…_FILE` 指明文件。`kaoping doctor` 会指出写错的名字。\n"
    yield "| 设置 | 含义 |\n|---|---|"
    yield from (f"| `{PREFIX}{name}` | {_cell(words)} |" for name, words in SETTINGS.items())


def _roles() -> Iterator[str]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaoping.web.settings")
    django.setup()
    from kaoping.web.people.models import Role
    from kaoping.web.people.permissions import PERMISSION_WORDS, PERMISSIONS

    yield "单位管理员、单位填报员只看得到本单位的内容,未反馈、未发布的一律看不到。● 表示可以。\n"
    yield "| 能做的事 | " + " | ".join(Role.labels) + " |"
    yield "|---|" + ":-:|" * len(Role)
    for permission, words in PERMISSION_WORDS.items():
        marks = ("●" if permission in PERMISSIONS[role] else "" for role in Role.values)
        yield f"| {words} | " + " | ".join(marks) + " |"


def _checks() -> Iterator[str]:
    from kaoping.checks import load_checks
    from kaoping.checks.cases import told_of
    from kaoping.reports.words import GROUP_OF_FOLDER, LANE_WORDS

    checks = load_checks()
    yield f"共 {len(checks)} 项。以下逐项说明看什么、何时报、何时不报;`kaoping explain 编号` 另列出样例。"
    for folder in dict.fromkeys(check.group for check in checks.values()):
        yield f"\n## {GROUP_OF_FOLDER.get(folder, folder)}\n"
        yield "| 编号 | 名称 | 谁来认定 | 依据 |\n|---|---|---|---|"
        for check in checks.values():
            if check.group == folder:
                lane = LANE_WORDS[check.lane]
                yield f"| `{check.id}` | {check.title} | {lane} | {_cell(check.basis) or '—'} |"
        for check in checks.values():
            if check.group == folder:
                yield f"\n### {check.title}\n\n`{check.id}`\n"
                yield from (f"- **{label}**:{_cell(words)}" for label, words in told_of(check).items())


def _cell(words: str | None) -> str:
    return " ".join((words or "").split()).replace("|", "\\|")


def main() -> int:
    """Write the pages, or with ``--check`` say which are behind."""
    behind = [
        name
        for name, text in pages().items()
        if not (FOLDER / name).is_file() or (FOLDER / name).read_text("utf-8") != text
    ]
    if "--check" in sys.argv[1:]:
        print("\n".join(f"docs/zh/reference/{name} 与程序不一致,请运行 make reference" for name in behind))
        return 1 if behind else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
