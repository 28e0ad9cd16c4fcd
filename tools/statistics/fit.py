"""Fits the trees on errors put into texts whose sentences were not counted: fit.py single | pair."""

import numpy as np
import random
import json
import pickle
import time
import dataclasses
from pathlib import Path
import kaoping.checks.wording.surprise.statistics as D
from kaoping.checks.wording.surprise import singles as U
from kaoping.checks.wording.surprise.bloomier import Counts
from kaoping.checks.wording.surprise.finder import _triples
from kaoping.checks.wording.surprise.grams import encode
from kaoping.checks.wording.surprise.pairs import pair_features, pair_rivals, suspect_pairs


def stats(folder):
    meta = json.loads(Path(folder, "alphabet.json").read_text())
    h = np.load(f"{folder}/statistics.npz")
    al = meta["alphabet"]
    return D.Statistics(
        classes=D._classes(al),
        alphabet=al,
        frequency=h["frequency"],
        function=np.array([False] * D.FIRST + [c in meta["function"] for c in al]),
        counts=Counts(np.fromfile(f"{folder}/counts.bin", np.uint16)),
        neighbours=np.fromfile(f"{folder}/neighbours.bin", np.uint8),
        likeness=D.Likeness(h["like_start"], h["like_proposed"], h["like_kind"]),
        sounds=D._sounds(h),
        trees=None,
        pair_trees=None,
        near_readings=h["near_readings"],
        idioms=frozenset(),
        rare=frozenset(),
    )


import sys

st = stats("tmp_stats")
sound_key = np.load("tmp_stats/statistics.npz")["sound_key"]
al = st.alphabet
ix = {c: i + 4 for i, c in enumerate(al)}
R = st.sounds.readings
S = st.sounds
bysound = {}
for c, i in ix.items():
    for k in (0, 1):
        if R[i, k] >= 0:
            bysound.setdefault(int(R[i, k]), []).append(c)
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 5
rng = random.Random(SEED)


def sub(a, b):
    ia, ib = ix.get(a), ix.get(b)
    if not ia or not ib:
        return None
    ra, rb = int(R[ia, 0]), int(R[ib, 0])
    if ra < 0 or rb < 0:
        return None
    if rng.random() < 0.6:
        k = ra * 512 + rb
        lo, hi = np.searchsorted(sound_key, k), np.searchsorted(sound_key, k, side="right")
        c = [(al[S.first[q] - 4], al[S.second[q] - 4]) for q in range(lo, hi)]
        c = [(x, y) for x, y in c if x != a and y != b]
        if c:
            return rng.choice(c)
    x = [q for q in bysound[ra] if q != a]
    y = [q for q in bysound[rb] if q != b]
    if not x or not y:
        return None
    w = lambda l: rng.choices(l, [float(2 ** (st.frequency[ix[q]] / 2)) for q in l])[0]
    return w(x), w(y)


word2 = set()
for l in open("pyc/jieba-0.42.1/jieba/dict.txt"):
    w = l.split()[0]
    if len(w) == 2:
        word2.add(w)

C = pickle.load(open("corpus/cands.pkl", "rb"))
rev = {}
for w, l in C.items():
    for r, k in l:
        rev.setdefault(r, {0: [], 1: [], 2: [], 3: [], 4: []})[k].append(w)
fq = lambda w: float(2 ** st.frequency[ix[w]]) if w in ix else 0.0
W8 = {}


def wrong(ch):
    d = rev.get(ch)
    if not d:
        return None
    x = rng.random()
    k = 0 if x < 0.66 else 3 if x < 0.73 else 1 if x < 0.79 else 2
    l = d[k] or d[0] or d[2]
    if not l:
        return None
    kk = (ch, k)
    if kk not in W8:
        W8[kk] = [(fq(w) + 3) ** 0.5 for w in l]
    return rng.choices(l, W8[kk])[0]


def corrupt1(l):
    han = [i for i, c in enumerate(l) if c in rev]
    if len(han) < 4:
        return l, []
    a = list(l)
    e = []
    for i in rng.sample(han, 1 if rng.random() < 0.8 else 2):
        w = wrong(l[i])
        if w:
            a[i] = w
            e.append(i)
    return "".join(a), e


def corrupt2(l):
    pl = [i for i in range(len(l) - 1) if l[i : i + 2] in word2]
    if not pl:
        return l, []
    i = rng.choice(pl)
    w = sub(l[i], l[i + 1])
    return (l[:i] + w[0] + w[1] + l[i + 2 :], [i]) if w else (l, [])


mode = sys.argv[1]
X = []
Y = []
t0 = time.time()
for path, passes, rate, lim in (
    ("corpus/tune_law.txt", 4, 0.35, 9**9),
    ("corpus/train_b.txt", 1, 0.2, 9**9),
    ("corpus/news_tune.txt", 2, 0.15, 9**9),
    ("corpus/news2020.txt", 1, 0.12, 9**9),
    ("corpus/news_train.txt", 1, 0.06, 1_950_000),
):
    ls = [l for l in open(path).read()[:lim].split("\n") if len(l) >= 5]
    for ps in range(passes):
        for b in range(0, len(ls), 120):
            text = ""
            err = set()
            bad = set()
            for l in ls[b : b + 120]:
                o = len(text)
                if rng.random() < rate:
                    l, e = (corrupt1 if mode == "single" else corrupt2)(l)
                    for i in e:
                        err.add(o + i)
                        bad.update(range(o + i - 5, o + i + 6))
                text += l + "\n"
            e = encode(text, st)
            triple = _triples(e, st)
            if mode == "single":
                r = U._best(U._rivals(e, U.single_suspects(e, triple, st), st), st)
                if not len(r.at):
                    continue
                x = U.features(e, r, st)
            else:
                r = pair_rivals(e, suspect_pairs(e, triple), st)
                if not len(r.at):
                    continue
                x = pair_features(e, r, st)
            off = e.offsets[r.at]
            y = np.array([1 if int(p) in err else -1 if int(p) in bad else 0 for p in off])
            if ps:
                y[y == 0] = -1
            if mode == "single":  # typos of the sources themselves
                for q, p in enumerate(off):
                    if y[q] == 0 and text[p] in "増査囯釆潍":
                        y[q] = -1
            k = np.flatnonzero(y >= 0)
            X.append(x[k])
            Y.append(y[k])
        print(path, sum(map(len, Y)), sum(int(y.sum()) for y in Y), time.time() - t0, flush=True)
X = np.concatenate(X)
Y = np.concatenate(Y)
from sklearn.ensemble import HistGradientBoostingClassifier

te = np.random.default_rng(SEED).random(len(Y)) < 0.12
kw = (
    dict(
        max_iter=200,
        learning_rate=0.1,
        max_leaf_nodes=26,
        min_samples_leaf=40,
        l2_regularization=3,
        random_state=0,
    )
    if mode == "single"
    else dict(
        max_iter=160,
        learning_rate=0.1,
        max_leaf_nodes=20,
        min_samples_leaf=40,
        l2_regularization=3,
        random_state=0,
    )
)
g = HistGradientBoostingClassifier(**kw).fit(X[~te], Y[~te])
p = g.predict_proba(X[te])[:, 1]
yt = Y[te]
n = np.sort(p[yt == 0])[::-1]
mc = 0.12 * 11
for fa in (2, 5, 10, 20, 50):
    print(fa, (p[yt == 1] > n[int(fa * mc)]).mean())
pickle.dump(g, open(f"corpus/hgb_{mode}{SEED}.pkl", "wb"))
print(time.time() - t0)
