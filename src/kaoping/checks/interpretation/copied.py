"""
Interpretation copied from its document (解读照搬原文).

Looks at:     each policy document paired with an interpretation of the last `months` months, with both texts.
Problem when: at least `share` of the interpretation's sentences stand in the document, word for word or
              nearly so. Short sentences and formulas are not compared.
Unsure when:  a text was cut short.
Silent when:  fewer sentences can be compared than the rulebook's least; single clauses are quoted.
Not its job:  missing elements; see `interpretation.elements_missing`.
"""

from collections.abc import Iterator
from datetime import date

from kaoping.pages.documents import is_within
from kaoping.pages.interpretationwords import interpretation_words
from kaoping.pages.overlap import overlap
from kaoping.pages.storage import is_cut_short
from kaoping.pages.subjects import PolicyPair
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure


@check(
    title="解读照搬原文",
    reads=PolicyPair,
    lane="person",
    message="解读可比的{compared}句中有{shared}句与文件原文相同或基本相同({percent}%,达到{limit}%)",
    basis="国办发〔2016〕80号关于解读质量的要求;多地解读制度规定不得简单重复、摘抄原文",
    remedy="请改写解读,用通俗的话讲清背景、目的和主要内容,不要摘抄文件条文。",
)
def copied(
    pair: PolicyPair, rules: Rulebook, *, share: float, months: int, today: date
) -> Iterator[Observation]:
    policy, interpretation = pair.policy, pair.interpretation
    if pair.is_reposted or not is_within(interpretation, today, months):
        return
    words = interpretation_words(rules).copied
    texts = [page.text for page in (policy, *pair.copies) if page.text]
    if interpretation.text and not texts:
        yield unsure(interpretation.url, policy.url, why="没有读到文件的正文")
        return
    seen = overlap(policy.text, interpretation.text, words)
    if seen.compared < words.least_sentences or seen.share < share:
        return
    if is_cut_short(interpretation):
        yield unsure(interpretation.url, policy.url, why="正文太长,没有比完")
        return
    first = next(one.text for one in seen.interpretation if one.is_shared)
    yield problem(
        interpretation.url, policy.url, policy=policy.url, compared=seen.compared, shared=seen.shared,
        percent=round(seen.share * 100), limit=round(share * 100), quote=first.strip(),
    )  # fmt: skip
