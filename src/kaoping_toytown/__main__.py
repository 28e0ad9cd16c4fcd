"""`python -m kaoping_toytown`: serve the invented city, or measure how fast it is served."""

from __future__ import annotations

import argparse
import signal
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from kaoping_toytown.bench import measure
from kaoping_toytown.city import City, build_city
from kaoping_toytown.round_folder import Plan, build_round
from kaoping_toytown.serving import ServedCity, serve


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kaoping-toytown", description="虚构城市“望川市”的政府网站群")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, text in (("serve", "在本机提供网站，按 Ctrl-C 结束"), ("bench", "测量提供页面的速度")):
        sub = verbs.add_parser(verb, help=text)
        sub.add_argument("--seed", type=int, default=1, help="随机种子")
        sub.add_argument("--sites", type=int, default=8, help="网站个数")
        sub.add_argument("--pages", type=int, default=120, help="每站大约页数")
        sub.add_argument("--page-bytes", type=int, default=None, help="每页大约字节数")
        sub.add_argument("--today", type=date.fromisoformat, default=date(2026, 9, 15), help="假定的今天")
        sub.add_argument("--port", type=int, default=0, help="首个端口，其余依次递增；0 为自动")
        sub.add_argument("--no-faults", action="store_true", help="不放置任何问题")
        if verb == "serve":
            sub.add_argument("--csv", metavar="FILE", help="写出网站名录")
            sub.add_argument("--truth", metavar="FILE", help="写出已知问题与干扰项，每行一个 JSON")
        else:
            sub.add_argument("--requests", type=int, default=3000, help="请求次数")
    sub = verbs.add_parser("round", help="做出两轮考评的轮次目录(检查、认定、回头看),供 kaoping score 评分")
    sub.add_argument("--out", type=Path, required=True, metavar="DIR", help="轮次目录,新目录或空目录")
    sub.add_argument("--seed", type=int, default=1, help="随机种子")
    sub.add_argument("--counties", type=int, default=6, choices=range(1, 7), help="县市区个数")
    sub.add_argument("--departments", type=int, default=29, choices=range(1, 30), help="市直单位个数")
    sub.add_argument("--pages", type=int, default=60, help="每站大约页数")
    return parser


def _city(args: argparse.Namespace) -> City:
    return build_city(
        seed=args.seed,
        today=args.today,
        sites=args.sites,
        pages=args.pages,
        page_bytes=args.page_bytes,
        faults=not args.no_faults,
    )


def _print_sites(served: ServedCity) -> None:
    print(f"望川市（虚构）共 {len(served.sites)} 个网站：", flush=True)
    for site in served.sites:
        print(f"  {site.home_url}  {site.unit_kind}  {site.name}（{site.skin}，{site.encoding}）")
    print(f"  {served.outer_url}/  外部网站")
    print(f"已知问题 {len(served.truth)} 处，干扰项 {len(served.decoys)} 处。按 Ctrl-C 结束。", flush=True)


def _serve(args: argparse.Namespace) -> None:
    with serve(_city(args), port=args.port) as served:
        if args.csv:
            served.sites_csv(args.csv)
        if args.truth:
            served.truth_jsonl(args.truth)
        _print_sites(served)
        while True:
            time.sleep(3600)


def main(argv: Sequence[str] | None = None) -> None:
    args = _parser().parse_args(argv)
    if args.verb == "serve":
        for stop in (signal.SIGINT, signal.SIGTERM):
            signal.signal(stop, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            _serve(args)
        print("已停止。")
    elif args.verb == "round":
        plan = Plan(args.out, args.seed, args.counties, args.departments, args.pages)
        build_round(plan)
    else:
        args.page_bytes = args.page_bytes or 60_000
        print(measure(_city(args), requests=args.requests))


if __name__ == "__main__":
    main()
