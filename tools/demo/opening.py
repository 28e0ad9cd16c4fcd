"""The last step: the web application over what was done, with one account per role, until Ctrl-C."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from almanac import OPENED
from stage import Stage

SHOWN = (
    ("system_admin", "系统管理员", "人员、运行状况"),
    ("office_admin", "考评管理员", "工作台、通报、反馈与整改、回头看"),
    ("inspector", "检查员", "检查(看全部单位)里的检查表和佐证"),
    ("reviewer", "复核员", "复核(状态选“全部”)、例外清单、异议裁定"),
    ("leader", "领导(只读)", "工作台的趋势和指标矩阵"),
    ("auditor", "审计员", "审计记录,可校验全部记录"),
    ("unit_admin", "单位管理员", "本单位的评分明细、异议结果、整改任务"),
    ("unit_staff", "单位填报员", "本单位要办的事"),
)
TRIES = 40


def refuse_taken(port: int) -> int:
    """A free port with a free one behind it (copies of archived pages have their own), from `port` on."""
    for number in range(port, port + TRIES):
        if _is_free(number) and _is_free(number + 1):
            return number
    raise RuntimeError(f"{port} 到 {port + TRIES} 的端口都被占用,请用 --port 换一个")


def _is_free(port: int) -> bool:
    with socket.socket() as probe, contextlib.suppress(OSError):
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        return True
    return False


def open_application(stage: Stage, port: int, *, is_served: bool) -> None:
    """Tell the accounts once, then serve until Ctrl-C; or tell how to open it later."""
    stage.clock.move_to(OPENED, 9)
    from django.db import connections

    connections.close_all()
    if not is_served:
        print(f"网页系统没有打开(--no-serve),数据在 {stage.data}。")
        _tell(stage)
        return
    os.environ["KAOPING_EVIDENCE_PORT"] = str(port + 1)
    command = [str(Path(sys.executable).parent / "kaoping"), "serve", "--data", str(stage.data)]
    command += ["--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("考评已启动"):
                _tell(stage, f"http://127.0.0.1:{port}/")
                break
        else:
            raise RuntimeError(f"kaoping serve 没有启动(退出码 {process.wait()})")
        threading.Thread(target=process.stdout.read, daemon=True).start()
        process.wait()
    except KeyboardInterrupt:
        print("\n正在停止…", flush=True)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C leaves nothing behind either
        process.terminate()
        process.wait()


def _tell(stage: Stage, address: str = "") -> None:
    if address:
        print(f"\n请用浏览器打开 {address}")
    print(f"\n望川市是虚构的;系统里的今天是 {OPENED:%Y年%m月%d日},下半年通报发布的次日。")
    print("账号(密码本次随机生成,只显示这一次):")
    for username, role, desks in SHOWN:
        print(f"  {role:<8}\t{username:<14}{stage.passwords[username]}\t{desks}")
    print(f"  unit_admin、unit_staff 属于{stage.told['own unit']}。")
    print(
        f"单独检查的报告:{stage.out / 'result' / 'report.html'},表格:{stage.out / 'result' / 'report.xlsx'}"
    )
    if address:
        print("按 Ctrl-C 结束。", flush=True)
