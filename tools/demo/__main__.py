"""
`make demo`: a half-year round over the invented city, then the web application on the day after its notice.

    python tools/demo [--no-serve] [--port N] [--out FOLDER] [--counties N] [--departments N]

Every step is an action or command of the product; the sites are served on this machine and really gathered.
Ends with 0 when every step was done (and, where it serves, after Ctrl-C), else with 1.
"""

import argparse
import os
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import desk
import judging
import media
import putting_right
import setting_up
import single
import telling
import working
from almanac import AUTUMN, SPRING, Clock
from opening import open_application, refuse_taken
from stage import Size, Stage

from kaoping_toytown import City, build_city, serve
from kaoping_toytown.office import sites_needed
from kaoping_toytown.serving import ServedCity

ROOT = Path(__file__).resolve().parent.parent.parent
MARK = ".kaoping-demo"  # only a folder that a demo made is ever removed
LOOKED_AT_TWICE = 2
Step = tuple[str, Callable[[Stage], str]]


def _inspect_autumn(stage: Stage) -> str:
    single.begin(stage)
    return judging.inspect(stage, AUTUMN)


def _gather_and_look_back(stage: Stage) -> str:
    """One reads the sites while the other does, as a worker's threads do."""
    told = working.gather(stage, AUTUMN)
    return f"{told};{putting_right.end_look_back(stage)}"


STEPS: Sequence[Step] = (
    ("建立考评办", setting_up.set_up),
    ("上半年:筹备", lambda s: setting_up.plan(s, SPRING, max_pages=s.size.spring_pages)),
    ("上半年:采集", lambda s: working.gather(s, SPRING)),
    ("上半年:第二次采集", lambda s: working.gather_again(s, SPRING, sites=LOOKED_AT_TWICE)),
    ("上半年:检查", lambda s: judging.inspect(s, SPRING)),
    ("上半年:复核", lambda s: judging.review(s, SPRING)),
    ("上半年:初评反馈", lambda s: telling.feed_back(s, SPRING)),
    ("上半年:异议裁定", lambda s: telling.rule(s, SPRING)),
    ("上半年:发布通报", lambda s: telling.release(s, SPRING)),
    ("上半年:下达整改", lambda s: putting_right.start(s, SPRING)),
    ("上半年:整改、封存", putting_right.spring_put_right),
    ("任务交办、倒计时", desk.lay_out),
    ("下半年:筹备", lambda s: setting_up.plan(s, AUTUMN, max_pages=s.size.autumn_pages)),
    ("下半年:开始回头看", putting_right.begin_look_back),
    ("下半年:采集、回头看", _gather_and_look_back),
    ("下半年:第二次采集", lambda s: working.gather_again(s, AUTUMN, sites=LOOKED_AT_TWICE)),
    ("下半年:检查", _inspect_autumn),
    ("下半年:新媒体账号", media.check_accounts),
    ("下半年:复核", lambda s: judging.review(s, AUTUMN)),
    ("下半年:初评反馈", lambda s: telling.feed_back(s, AUTUMN)),
    ("下半年:异议裁定", lambda s: telling.rule(s, AUTUMN)),
    ("下半年:发布通报", lambda s: telling.release(s, AUTUMN)),
    ("下半年:下达整改", lambda s: putting_right.start(s, AUTUMN)),
    ("下半年:部分整改", putting_right.autumn_put_right),
    ("通报次日", desk.begin_the_day),
    ("单独检查两个网站", single.end),
)


def main() -> int:
    asked = _asked()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    began = time.monotonic()
    first, *later = _cities(asked.size)
    try:
        port = refuse_taken(asked.port)
        with serve(first, second_city=later[0], third_city=later[1]) as served:
            stage = _stage(asked, served, later)
            try:
                _run(stage)
            finally:
                _end_warm()
                for process in stage.beside:
                    process.kill()
            print(f"\n共 {time.monotonic() - began:.0f} 秒,处理器时间 {_cpu_s(served):.0f} 秒。", flush=True)
            open_application(stage, port, is_served=not asked.no_serve)
    except KeyboardInterrupt:
        print("\n演示已停止。", file=sys.stderr)
        return 1
    except Exception as error:  # noqa: BLE001  (whatever stopped it is told in one line)
        print(f"演示没有做完:{error}", file=sys.stderr)
        traceback.print_exc()
        return 1
    return 0


def _asked() -> argparse.Namespace:
    given = argparse.ArgumentParser(prog="make demo")
    given.add_argument("--no-serve", action="store_true", help="做完即结束,不打开网页系统")
    given.add_argument("--port", type=int, default=8000, help="网页端口;被占用时用其后的空闲端口")
    given.add_argument("--out", type=Path, default=ROOT / "demo-out")
    given.add_argument("--counties", type=int, default=Size().counties, choices=range(1, 7))
    given.add_argument("--departments", type=int, default=Size().departments, choices=range(1, 30))
    asked = given.parse_args()
    asked.size = Size(counties=asked.counties, departments=asked.departments)
    return asked


def _cities(size: Size) -> tuple[City, City, City]:
    """As it is in spring; in autumn, some faults mended and some back; and with everything put right."""
    sites = sites_needed(size.departments)
    first = build_city(seed=1, today=SPRING.looked, sites=sites, pages=size.pages)
    second = build_city(seed=1, today=AUTUMN.looked, sites=sites, pages=size.pages, later=True)
    third = build_city(seed=1, today=AUTUMN.looked, sites=sites, pages=size.pages, faults=False)
    return first, second, third


def _stage(asked: argparse.Namespace, served: ServedCity, later: Sequence[City]) -> Stage:
    out: Path = asked.out
    if out.exists() and not (out / MARK).exists() and any(out.iterdir()):
        raise RuntimeError(f"{out} 不是演示建立的文件夹,没有动它;请用 --out 换一个")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (out / MARK).touch()
    os.environ |= {
        "KAOPING_ALLOW_PRIVATE": "1",
        "KAOPING_CONTACT": "demo@wangchuan.example",
        "KAOPING_LOG_LEVEL": "ERROR",
    }
    stage = Stage(out, asked.size, served, Clock())
    stage.told |= {"first day": SPRING.looked, "second city": later[0], "third city": later[1]}
    return stage


def _run(stage: Stage) -> None:
    for number, (title, step) in enumerate(STEPS, 1):
        began = time.monotonic()
        told = step(stage)
        print(f"[{number:2}/{len(STEPS)}] {title}({time.monotonic() - began:.1f} 秒):{told}", flush=True)


def _end_warm() -> None:
    """The process from which visits were forked ends, and its seconds are counted."""
    from kaoping.rounds.stem import STEM

    STEM.close()


def _cpu_s(served: ServedCity) -> float:
    """What this process, its children and the city's server have used so far."""
    own = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in own) + served.cost().cpu_s


if __name__ == "__main__":
    sys.exit(main())
