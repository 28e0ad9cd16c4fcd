"""Candidate lists: for a written character, the characters it may stand for, with the kind of likeness."""

import json
import numpy as np
import collections
import pickle
from pypinyin import pinyin, Style

cs, cnt = json.load(open("corpus/charset.json"))
ix = {c: i for i, c in enumerate(cs)}
sim = np.load("corpus/sim.npy").astype(np.float32)
allc = cs + [chr(x) for x in range(0x4E00, 0x9FA6) if chr(x) not in ix]
P = {}
for ch in allc:
    P[ch] = set(x for x in pinyin(ch, style=Style.NORMAL, heteronym=True)[0] if x.isalpha())
for ch in cs[:2500]:  # rare readings of frequent characters: keep at most three
    P[ch] = set(list(dict.fromkeys(pinyin(ch, style=Style.NORMAL, heteronym=True)[0]))[:3])


def fz(p):
    for a, b in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if p.startswith(a):
            p = b + p[len(a) :]
    if p[0] == "n":
        p = "l" + p[1:]
    if p[0] == "h":
        p = "f" + p[1:]
    return p[:-1] if p.endswith("ng") else p


by = collections.defaultdict(list)
byf = collections.defaultdict(list)
for c in cs:
    for p in P[c]:
        by[p].append(c)
    for p in {fz(p) for p in P[c] if p}:
        byf[p].append(c)
st = {}
for l in open("pyc/pycorrector/data/stroke.txt"):
    p = l.rstrip("\n").split("\t")
    if len(p) == 2 and len(p[0]) == 1:
        st[p[0]] = p[1]
grp = collections.defaultdict(set)
for l in open("pyc/pycorrector/data/same_stroke.txt"):
    if l.startswith("#"):
        continue
    g = [x for x in l.split() if len(x) == 1]
    for a in g:
        grp[a].update(b for b in g if b != a)


def lcs(a, b):
    best = 0
    prev = [0] * (len(b) + 1)
    for x in a:
        cur = [0] * (len(b) + 1)
        for j, y in enumerate(b):
            if x == y:
                cur[j + 1] = prev[j] + 1
                if cur[j + 1] > best:
                    best = cur[j + 1]
        prev = cur
    return best


# stroke similarity by shared 5-grams index
idx = collections.defaultdict(set)
for c in cs:
    s = st.get(c, "")
    for k in range(len(s) - 4):
        idx[s[k : k + 5]].add(c)
# kinds: 0 same sound, 1 near sound, 2 shape
C = {}
for n, c in enumerate(allc):
    d = {}
    for p in P[c]:
        for r in by.get(p, ()):
            d[r] = 0
    for p in {fz(p) for p in P[c] if p}:
        for r in byf.get(p, ()):
            d.setdefault(r, 1)
    sh = {}
    if c in ix:
        v = sim[ix[c]]
        for j in np.argsort(-v)[1:16]:
            if v[j] >= 0.74:
                sh[cs[j]] = float(v[j])
    s = st.get(c, "")
    if len(s) >= 3:
        pool = collections.Counter()
        for k in range(len(s) - 4):
            for r in idx[s[k : k + 5]]:
                pool[r] += 1
        sc = []
        for r, m in sorted(pool.items(), key=lambda t: (-t[1], t[0]))[:60]:
            if r != c:
                q = lcs(s, st[r]) / max(len(s), len(st[r]))
                if q >= 0.5:
                    sc.append((q, r))
        for q, r in sorted(sc, reverse=True)[:12]:
            sh.setdefault(r, q)
    for r in sorted(grp.get(c, ())):
        if r in ix:
            sh.setdefault(r, 0.8)
    for r in sh:
        d[r] = 2 if d.get(r, 2) == 2 else d[r] + 3  # 3: same sound and shape, 4: near sound and shape
    d.pop(c, None)
    C[c] = sorted(d.items(), key=lambda t: (-cnt.get(t[0], 0), t[0]))
pickle.dump(C, open("corpus/cands.pkl", "wb"))
L = [len(C[c]) for c in cs]
print(np.mean(L), np.max(L), sum(len(v) for v in C.values()))
