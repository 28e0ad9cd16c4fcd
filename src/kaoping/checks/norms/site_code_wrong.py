"""
Site codes differ (网站标识码不一致).

Looks at:     the site code in the footer, in the tag SiteIDCode, in the entrance 我为政府网站找错, and
              the one registered (the roster's).
Problem when: two of them differ. One observation per wrong code, set against the registered one, or, where
              none is registered, against the one that most places bear; the message names the places.
Silent:       fewer than two places bear a code; letter case, blanks, full-width digits.
Not checked:  there is no home page to look at.
Not its job:  a code that is absent or an empty tag; see `norms.footer_missing` and `norms.meta_missing`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from kaoping.pages.subjects import Site
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, not_checked, problem

TAG = "siteidcode"
# a code with a slip in it is still a code; a placeholder or a word is none
_CODE = re.compile(r"(?:bm)?\d{6,12}")


@check(
    title="网站标识码不一致",
    reads=Site,
    lane="person",
    severity="一般",
    message="{item}的网站标识码为{wrong},与{others}的{right}不一致",
    basis="国办发〔2017〕47号《政府网站发展指引》附件《网页设计规范》关于网站标识码的要求",
    remedy="请以全国政府网站信息报送系统登记的标识码为准,改正不一致之处。",
    same_fact=("wrong", "right"),
)
def site_code_wrong(site: Site, rules: Rulebook) -> Iterator[Observation]:
    if site.home is None or site.is_blocked:
        yield not_checked(site.home_url, why=site.home_unseen or "没有取得首页")
        return
    codes = _codes(site)
    if len(codes) < 2:
        return
    right = codes.get("登记") or Counter(codes.values()).most_common(1)[0][0]
    others = "、".join(place for place, code in codes.items() if code == right)
    for wrong in dict.fromkeys(code for code in codes.values() if code != right):
        places = "、".join(place for place, code in codes.items() if code == wrong)
        yield problem(site.home_url, quote=wrong, item=places, wrong=wrong, right=right, others=others)


def _codes(site: Site) -> Mapping[str, str]:
    """The codes by the places that bear them."""
    assert site.home is not None
    tag = next((v for k, v in site.home.tags.items() if k.strip().lower() == TAG), "")
    told = {
        "登记": site.registered_code,
        "页脚": site.footer.site_code,
        "标签SiteIDCode": tag,
        "找错入口": site.find_errors.code,
    }
    return {place: code for place, words in told.items() if (code := _code(words))}


def _code(words: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", words[:100]).lower().split())
    return plain if _CODE.fullmatch(plain) else ""
