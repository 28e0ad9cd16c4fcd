"""Similarity tables: pinyin relation and pixel similarity of characters."""

import numpy as np
import json
import re
import collections
from pypinyin import pinyin, Style
from pypinyin.constants import PINYIN_DICT
from PIL import Image, ImageDraw, ImageFont


def charset():
    c = collections.Counter()
    for l in open("corpus/raw.jsonl"):
        r = json.loads(l)
        if r["s"] in ("news", "xwlb2020"):
            continue
        for s in r["l"]:
            c.update(s)
    for l in open("pyc/jieba-0.42.1/jieba/dict.txt"):  # rare characters that words need
        w, f, _ = l.split()
        for ch in w:
            c[ch] += int(f) / 200
    han = [(n, ch) for ch, n in c.items() if "\u4e00" <= ch <= "\u9fff"]
    han.sort(key=lambda t: (-t[0], t[1]))
    return [ch for n, ch in han if n >= 6][:4050], dict((ch, int(n)) for n, ch in han)


if __name__ == "__main__":
    cs, cnt = charset()
    print(len(cs))
    json.dump([cs, cnt], open("corpus/charset.json", "w"), ensure_ascii=False)
    S = 40
    f = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 36, index=2)
    f2 = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 36, index=2)
    from PIL import ImageFilter

    vec = []
    for ch in cs:
        vs = []
        for ff in (f, f2):
            im = Image.new("L", (S, S), 0)
            ImageDraw.Draw(im).text((2, -8 if ff is f else -8), ch, font=ff, fill=255)
            im = im.filter(ImageFilter.GaussianBlur(1.3)).resize((20, 20))
            a = np.asarray(im, dtype=np.float32).ravel()
            a -= a.mean()
            a /= np.linalg.norm(a) + 1e-6
            vs.append(a)
        vec.append(np.concatenate(vs) / np.sqrt(2))
    X = np.stack(vec)
    sim = (X @ X.T).astype(np.float16)
    np.save("corpus/sim.npy", sim)
