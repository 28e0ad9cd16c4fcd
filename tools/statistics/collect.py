"""Text of the fetched repositories as one jsonl: source, path, key (normalised title), lines."""

import subprocess
import re
import json
import hashlib
import sys
import html

M = sys.argv[1].rstrip("/") + "/"  # folder of bare clones, one a repository: owner+name/repo


def files(repo, pred):
    g = f"{M}{repo}/repo"
    out = subprocess.run(
        ["git", "-C", g, "-c", "core.quotepath=off", "ls-tree", "-r", "HEAD"], capture_output=True
    ).stdout.decode("utf8", "replace")
    want = [
        (l.split("\t")[0].split()[2], l.split("\t")[1]) for l in out.splitlines() if pred(l.split("\t")[1])
    ]
    p = subprocess.Popen(
        ["git", "-C", g, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    for sha, path in want:
        p.stdin.write((sha + "\n").encode())
        p.stdin.flush()
        head = p.stdout.readline().split()
        if len(head) < 3:
            continue
        data = p.stdout.read(int(head[2]))
        p.stdout.read(1)
        yield path, data
    p.stdin.close()


def key(path):
    t = path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    t = re.sub(r"[\(（\[［〔].*", "", t)
    t = re.sub(r"[^\u4e00-\u9fff]", "", t)
    return t


TAG = re.compile(r"<[^>]+>")


def strip_html(s):
    s = re.sub(r"(?is)<(script|style).*?</\1>", "", s)
    s = re.sub(r"(?i)<(br|/p|/div|/td|/tr|/h\d)[^>]*>", "\n", s)
    return html.unescape(TAG.sub("", s))


han = re.compile(r"[\u4e00-\u9fff]")


def lines(s):
    r = []
    for l in s.splitlines():
        l = re.sub(r"[ \t\u3000\xa0*#>|`]+", "", l)
        if len(han.findall(l)) >= 4:
            r.append(l)
    return r


out = open("corpus/raw.jsonl", "w")
tot = {}


def put(src, path, k, text):
    ls = lines(text)
    if not ls:
        return
    tot[src] = tot.get(src, 0) + sum(map(len, ls))
    out.write(json.dumps({"s": src, "p": path, "k": k, "l": ls}, ensure_ascii=False) + "\n")


md = lambda p: p.endswith(".md") and not p.lower().endswith("readme.md")
for repo, src in (
    ("LawRefBook+Laws", "laws"),
    ("qisehong+china-law-db", "lawdb"),
    ("ImCa0+just-laws", "just"),
):
    for p, d in files(repo, lambda p: md(p) and not p.startswith(("scripts", "."))):
        t = d.decode("utf8", "replace")
        t = re.sub(r"\A---\n.*?\n---\n", "", t, flags=re.S)
        put(src, p, key(p), t)
for p, d in files("ZhouYNF+platform-1", lambda p: p.endswith(".sql")):
    t = d.decode("utf8", "replace")
    for i, rec in enumerate(t.split("INSERT INTO")):
        m = re.search(r"'((?:国务院|关于|中共|中华)[^']{6,80})'", rec)
        put(
            "gov",
            f"{p}#{i}",
            re.sub(r"[^\u4e00-\u9fff]", "", m.group(1)) if m else f"{p}{i}",
            strip_html(rec.replace("\\n", "\n")),
        )
for p, d in files(
    "SimonXinw+job", lambda p: p.endswith((".html", ".htm")) or "公报" in p and p.endswith((".html", ".txt"))
):
    for e in ("utf8", "gb18030"):
        try:
            t = d.decode(e)
            break
        except Exception:
            t = ""
    put("stat", p, key(p), strip_html(t))
for p, d in files("DuckBurnIncense+xin-wen-lian-bo", lambda p: p.startswith("news/") and p.endswith(".md")):
    t = d.decode("utf8", "replace")
    put("news", p, p, re.sub(r"https?://\S+", "", strip_html(t)))
print(tot)
out = open("corpus/raw.jsonl", "a")
tot = {}
import csv
import io

for p, d in files("xfause+GovSpider", lambda p: p.endswith("content_total.txt")):
    for i, l in enumerate(d.decode("utf8", "replace").splitlines()):
        put("discipline", f"{p}#{i}", f"d{i}{p}", re.sub("[\u3000 ]{2,}", "\n", l))
for p, d in files("YaaaFei+gov-work-report-corpus-demo", lambda p: p.endswith(".csv")):
    put("report", p, p, "\n".join(r["中文"] for r in csv.DictReader(io.StringIO(d.decode("utf-8-sig")))))
for p, d in files("china-data+xwlb", lambda p: p.startswith("assets/2020")):
    try:
        j = json.loads(d)
    except Exception:
        continue

    def walk(o):
        if isinstance(o, dict):
            for v in o.values():
                yield from walk(v)
        elif isinstance(o, list):
            for v in o:
                yield from walk(v)
        elif isinstance(o, str) and len(o) > 60 and "http" not in o[:10]:
            yield o

    put("xwlb2020", p, p, re.sub(r"https?://\S+", "", "\n".join(strip_html(x) for x in walk(j))))
print(tot)
