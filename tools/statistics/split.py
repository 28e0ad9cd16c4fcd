"""Split by document key, drop repeated lines, encode."""

import sys
import json
import hashlib
import re
import numpy as np
import collections

h = lambda s: int(hashlib.md5(s.encode()).hexdigest()[:8], 16)
dev = set()
for d in ("odw", "law"):
    for l in open(f"{sys.argv[1]}/ecspell_{d}.train.tsv"):
        _, a, b = l.rstrip("\n").split("\t")
        for part in re.split(r"[。；！？]", b):
            if len(part) >= 10:
                dev.add(re.sub(r"[^\u4e00-\u9fff]", "", part))
grams = collections.defaultdict(set)
for s in dev:
    if len(s) >= 8:
        grams[s[:8]].add(s)


def has_dev(line):
    s = re.sub(r"[^\u4e00-\u9fff]", "", line)
    for i in range(len(s) - 7):
        g = s[i : i + 8]
        if g in grams and any(s.startswith(x, i) for x in grams[g]):
            return True
    return False


sets = {k: [] for k in ("train", "tune_law", "test_law", "news_train", "news_tune", "news_test", "news2020")}
seen = set()
ndev = 0
docs = collections.Counter()
recs = [json.loads(l) for l in open("corpus/raw.jsonl")]


def part(r):
    x = h(r["k"]) % 100
    if r["s"] == "xwlb2020":
        return "news2020"
    if r["s"] in ("discipline", "report", "gov"):
        return "train" if x < 80 else "tune_law" if x < 86 else "test_law"
    if r["s"] == "news":
        return "news_train" if x < 35 else "news_tune" if x < 50 else "news_test"
    return "train" if x < 70 else "tune_law" if x < 78 else "test_law"


order = {
    "train": 0,
    "tune_law": 1,
    "test_law": 2,
    "news_train": 3,
    "news_tune": 4,
    "news_test": 5,
    "news2020": 6,
}
recs.sort(key=lambda r: (order[part(r)], r["s"], r["p"]))
for r in recs:
    p = part(r)
    docs[p] += 1
    for l in r["l"]:
        k = hashlib.md5(l.encode()).digest()
        if k in seen:
            continue
        seen.add(k)
        if p in ("train", "news_train") and has_dev(l):
            ndev += 1
            continue
        sets[p].append(l)
for p, ls in sets.items():
    open(f"corpus/{p}.txt", "w").write("\n".join(ls))
    print(p, docs[p], len(ls), sum(map(len, ls)))
print("dev lines dropped", ndev)

ls = sets["train"]
a = []
b = []
for i in range(0, len(ls), 400):
    (b if (i // 400) % 5 == 2 else a).extend(ls[i : i + 400])
open("corpus/train_a.txt", "w").write("\n".join(a))
open("corpus/train_b.txt", "w").write("\n".join(b))
