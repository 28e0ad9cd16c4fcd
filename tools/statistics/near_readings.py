"""Readings of all characters (near sounds made one) for the idiom rule: two for each code point from 0x4E00."""

import numpy as np
from pypinyin import pinyin, Style


def near(p):
    for a, b in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if p.startswith(a):
            p = b + p[len(a) :]
    if p[0] == "n":
        p = "l" + p[1:]
    if p[0] == "h":
        p = "f" + p[1:]
    return p[:-1] if p.endswith("ng") else p


ids = {}
out = np.full((0xA000 - 0x4E00, 3), -1, np.int16)
for x in range(0x4E00, 0x9FA6):
    rs = list(
        dict.fromkeys(near(p) for p in pinyin(chr(x), style=Style.NORMAL, heteronym=True)[0] if p.isalpha())
    )[:3]
    for k, p in enumerate(rs):
        out[x - 0x4E00, k] = ids.setdefault(p, len(ids))
np.save("corpus/near.npy", out)
print(len(ids))
