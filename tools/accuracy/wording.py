"""
Wording checks measured: pairs of wrong and right sentences, clean texts, injected idioms, cost.

Clean texts are the ``.txt`` files of the folder named in ``KAOPING_CLEAN_TEXT``, one paragraph a line; what
they are stands in its ``ABOUT`` file, one line. They are not shipped.
"""

import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from figures import NOT_MEASURED, share
from labelled import CORPUS

from kaoping.checks import Check, judge, load_checks
from kaoping.checks.observation import Observation
from kaoping.checks.wording.slips import opened
from kaoping.pages import Page
from kaoping.rulebook import Rulebook

CHECKS = ("wording.typo", "wording.formulation")
PAGE_CHARACTERS = 3000
_LONGEST_LINE = 90
_IDIOMS = 3000


def wording_lines(rules: Rulebook) -> Iterator[str]:
    """The whole chapter, as Markdown."""
    yield from ("## 错别字与表述:公文与法律句对(开发集)", "")
    yield "集合:ECSpell 公文(odw)与法律(law)训练句,去掉与其测试集重合者。按句计:一句有一处报警即算报警。"
    yield "“待确认”计入得分,“提示”不计。统计数据的计数文本已去掉与这些句子相同的句子。"
    yield from ("同类软件:没有不下载模型即可安装的同类软件,无对照。", "")
    yield "| 集合 | 句数 | 有错的句子 | 档 | 报警 | 精确率 | 召回率 | 改正后的句子上的报警 |"
    yield from ("|---|---|---|---|---|---|---|---|", *_pair_rows(rules), "")
    yield from ("## 错别字与表述:没有错的长文本", "", *_clean_lines(rules), "")
    yield from ("## 成语一字之误(注入)", "", *_idiom_lines(rules), "")


def _judged(rules: Rulebook, text: str, names: tuple[str, ...] = CHECKS) -> list[Observation]:
    page = Page(url="http://a.example/1.html", shape="article", text=text, visible_text=text)
    checks: list[Check] = [load_checks()[name] for name in names]
    return [o for check in checks for o in judge(check, page, rules) if o.answer == "problem"]


def _pair_rows(rules: Rulebook) -> Iterator[str]:
    for path in sorted((CORPUS / "errors_dev").glob("*.tsv")):
        rows = [line.split("\t")[1:3] for line in path.read_text("utf-8").splitlines()]
        pairs = [(row[0], row[1]) for row in rows if len(row) == 2]
        yield from (f"| {path.stem} | {row} |" for row in _lanes(rules, pairs))


def _lanes(rules: Rulebook, pairs: list[tuple[str, str]]) -> Iterator[str]:
    seen = [(s != t, _judged(rules, s), _judged(rules, t)) for s, t in pairs]
    wrong = sum(is_wrong for is_wrong, _, _ in seen)
    for lane, is_told in (("待确认", _is_scored), ("待确认或提示", bool)):
        accused = [is_wrong for is_wrong, found, _ in seen if is_told(found)]
        false = sum(1 for _, _, found in seen if is_told(found))
        right = sum(accused)
        yield (
            f"{len(pairs)} | {wrong} | {lane} | {len(accused)} | {share(right, len(accused))} |"
            f" {share(right, wrong)} | {false}"
        )


def _is_scored(found: list[Observation]) -> bool:
    return any(o.lane != "hint" for o in found)


def _clean_lines(rules: Rulebook) -> Iterator[str]:
    folder = os.environ.get("KAOPING_CLEAN_TEXT")
    if not folder or not Path(folder).is_dir():
        yield f"{NOT_MEASURED}:没有给出 KAOPING_CLEAN_TEXT。"
        return
    about = Path(folder) / "ABOUT"
    yield about.read_text("utf-8").strip() if about.is_file() else "集合:自备文本。"
    yield from ("报警未扣除文本自身的真错;每页约三千字,没有日期,故不含须按日期判断的旧机构名。", "")
    yield "| 文本 | 字数 | 待确认 | 每百万字 | 提示 | 每百万字 | 毫秒/三千字(两项检查,CPU) |"
    yield "|---|---|---|---|---|---|---|"
    rows, rules_seen = [], Counter()
    for path in sorted(Path(folder).glob("*.txt")):
        size, lanes, spent = _clean_text(rules, path, rules_seen)
        rows.append((path.stem, size, lanes["person"], lanes["hint"], spent))
    rows.append(("合计", *(sum(row[n] for row in rows) for n in (1, 2, 3)), sum(row[4] for row in rows)))
    for name, size, scored, hints, spent in rows:
        yield (
            f"| {name} | {size} | {scored} | {scored / size * 1e6:.2f} | {hints} | {hints / size * 1e6:.1f} |"
            f" {spent / size * PAGE_CHARACTERS * 1000:.2f} |"
        )
    yield from ("", "按规则(待确认 / 提示):", "", "| 规则 | 待确认 | 提示 |", "|---|---|---|")
    for rule in sorted({rule for rule, _ in rules_seen}):
        yield f"| {rule} | {rules_seen[rule, 'person']} | {rules_seen[rule, 'hint']} |"


def _clean_text(
    rules: Rulebook, path: Path, by_rule: Counter[tuple[str, str]]
) -> tuple[int, Counter[str], float]:
    size, lanes, spent = 0, Counter[str](), 0.0
    for page in _pages(path):
        start = time.process_time()
        found = _judged(rules, page)
        spent += time.process_time() - start
        size += len(page)
        lanes.update(o.lane for o in found)
        by_rule.update((str(o.facts["rule"]), o.lane) for o in found)
    return size, lanes, spent


def _pages(path: Path) -> Iterator[str]:
    page = ""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if page and len(page) + len(line) > PAGE_CHARACTERS:
                yield page
                page = ""
            page += line
    yield page


def _idiom_lines(rules: Rulebook) -> Iterator[str]:
    folder = os.environ.get("KAOPING_CLEAN_TEXT", "")
    texts = sorted(Path(folder).glob("*.txt")) if folder else []
    if not texts:
        yield f"{NOT_MEASURED}:没有给出 KAOPING_CLEAN_TEXT。"
        return
    dice = random.Random(3)
    sentences = [
        x for x in texts[0].read_text("utf-8").split("\n") if 30 < len(x) < _LONGEST_LINE and "," in x
    ]
    sentences = sentences or [
        x for x in texts[0].read_text("utf-8").split("\n") if 30 < len(x) < _LONGEST_LINE
    ]
    injected = list(_injected(dice, sentences))
    found = sum(map(partial(_is_found, rules), injected))
    yield f"从所收成语中随机取 {_IDIOMS} 条,各把一字换成同音字,放进句子;能成为另一成语的不取。"
    yield f"召回率 {share(found, len(injected))},{len(injected)} 处。只说明所收的成语;未收的成语不在其列。"


def _injected(dice: random.Random, sentences: list[str]) -> Iterator[tuple[str, str]]:
    statistics, _ = opened()
    sounds = defaultdict(list)
    for sign in statistics.alphabet:
        for reading in statistics.sounds.readings[int(statistics.classes[ord(sign)])]:
            if reading >= 0:
                sounds[int(reading)].append(sign)
    for idiom in dice.sample(sorted(statistics.idioms), _IDIOMS):
        place = dice.randrange(len(idiom))
        reading = int(statistics.sounds.readings[int(statistics.classes[ord(idiom[place])]), 0])
        others = [sign for sign in sounds.get(reading, ()) if sign != idiom[place]]
        wrong = idiom[:place] + dice.choice(others) + idiom[place + 1 :] if others else idiom
        if wrong not in statistics.idioms:
            sentence = dice.choice(sentences)
            cut = sentence.find("，") + 1
            yield sentence[:cut] + wrong + "，" + sentence[cut:], wrong


def _is_found(rules: Rulebook, injected: tuple[str, str]) -> bool:
    text, wrong = injected
    first = text.find(wrong)
    found = [o for o in _judged(rules, text, CHECKS[:1]) if o.lane != "hint" and o.span]
    return any(first <= o.span[0] < first + len(wrong) for o in found if o.span)
