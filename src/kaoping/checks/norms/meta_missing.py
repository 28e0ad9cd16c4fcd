"""
Page lacks required tags (页面标签缺失).

Looks at:     the meta tags of a home, section or article page on the site's own host.
Problem when: a required tag is absent or empty. One observation per tag and kind of page: a template's
              fault is one fault, with the count of pages.
Unsure when:  no required tag stands in the markup and the page is drawn by script, which may also add tags.
Silent:       other letter case, tags of the older norm, "not found" pages, search pages, data, frames.
"""

from collections.abc import Iterator, Sequence

from kaoping.pages.page import Page
from kaoping.rulebook import Rulebook

from ..declaration import check
from ..observation import Observation, problem, unsure

KIND_WORDS = {"home": "首页", "section": "栏目页", "article": "内容页"}


@check(
    title="页面标签缺失",
    reads=Page,
    lane="machine",
    severity="提示",
    message="{kind_words}{state}标签{item}",
    basis="国办发〔2017〕47号《政府网站发展指引》附件《网页设计规范》关于页面标签的要求",
    remedy="请在网页模板的 head 中补齐所列标签并填写内容。",
    same_fact=("item", "kind"),
)
def meta_missing(
    page: Page,
    rules: Rulebook,
    *,
    site_tags: Sequence[str],
    section_tags: Sequence[str],
    article_tags: Sequence[str],
) -> Iterator[Observation]:
    if not _is_judged(page):
        return
    further = {"section": section_tags, "article": article_tags}.get(page.shape, ())
    required = (*site_tags, *further)
    seen = {name.strip().lower(): content.strip() for name, content in page.tags.items()}
    older = _older_names(rules)
    lacking = [tag for tag in required if not any(seen.get(n) for n in (tag.lower(), *older.get(tag, ())))]
    if lacking and page.needs_rendering and len(lacking) == len(required):
        yield unsure(
            page.url, why=f"页面由脚本生成,未渲染时看不到标签({page.needs_rendering})", kind=page.shape
        )
        return
    for tag in lacking:
        yield problem(
            page.url,
            item=tag,
            kind=page.shape,
            kind_words=KIND_WORDS[page.shape],
            state="空着" if tag.lower() in seen else "缺少",
        )


def _is_judged(page: Page) -> bool:
    return page.shape in KIND_WORDS and page.status == 200 and not page.says_not_found and not page.is_frame


def _older_names(rules: Rulebook) -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for entry in rules.lexicon("older-tags").entries:
        names[entry.right] = (*names.get(entry.right, ()), entry.wrong.lower())
    return names
