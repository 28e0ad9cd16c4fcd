"""Two readings of every character of the alphabet, without tones."""

import json
import pickle
import numpy as np
from pypinyin import pinyin, Style

cs, cnt = json.load(open("corpus/charset.json"))
allc = cs
ids = {}
out = np.full((len(cs) + 4, 2), -1, np.int16)
for i, ch in enumerate(cs):
    rs = [x for x in dict.fromkeys(pinyin(ch, style=Style.NORMAL, heteronym=True)[0]) if x.isalpha()][:2]
    for k, p in enumerate(rs):
        out[i + 4, k] = ids.setdefault(p, len(ids))
np.save("corpus/readings.npy", out)
print(len(ids))
