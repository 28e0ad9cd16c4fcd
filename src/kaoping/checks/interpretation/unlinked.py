"""
Document and interpretation that do not link each other (政策文件与解读未关联).

Looks at:     each policy document of the last `months` months, paired with an interpretation of it.
Problem when: the document's page links no interpretation of it, or the interpretation links neither the
              document, nor another page or a file of it. Says which direction is missing.
Unsure when:  scripts may draw the relation block and nothing was rendered, or a link stands only outside of
              text and relation blocks (next article, side list).
Not its job:  links that are dead; see `upkeep.dead_link`. Passed-on documents of a higher level.
"""

from collections.abc import Iterator
from datetime import date

from kaoping.pages.bonds import bonds
from kaoping.pages.documents import is_within
from kaoping.pages.interpretationwords import interpretation_words
from kaoping.pages.subjects import PolicyPair
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure

DIRECTIONS = {
    (True, True): "文件与解读互不链接",
    (True, False): "文件没有链接到解读",
    (False, True): "解读没有链接到文件",
}


@check(
    title="政策文件与解读未关联",
    reads=PolicyPair,
    lane="machine",
    message="关联不全:{item}",
    basis="国办发〔2017〕47号《政府网站发展指引》关于政策文件与解读相互关联的要求",
    remedy="请在文件页设置解读入口、在解读页链接所解读的文件,做到双向关联。",
)
def unlinked(pair: PolicyPair, rules: Rulebook, *, months: int, today: date) -> Iterator[Observation]:
    policy, interpretation = pair.policy, pair.interpretation
    if pair.is_reposted or not is_within(interpretation, today, months):
        return
    seen = bonds(pair, interpretation_words(rules))
    missing = (seen.to_interpretation == "no", seen.to_document == "no")
    pages = [interpretation.url, *(copy.url for copy in pair.copies)]
    if any(missing):
        yield problem(policy.url, *pages, item=DIRECTIONS[missing], interpretation=interpretation.url)
    elif "unsure" in (seen.to_interpretation, seen.to_document):
        yield unsure(policy.url, *pages, why=seen.why)
