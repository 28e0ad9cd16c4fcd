"""What one page shows of interaction and service: a message and its reply, rows, figures, a form."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from .addresses import host_of
from .boardrows import letters_in_place, state_of
from .interaction import InteractionSeen, MessageRow, State
from .interactionfigures import statistics, unread_statistics
from .interactionwords import DAY, InteractionWords
from .lettervalues import LetterValues, letter_values
from .links import Linked
from .markup import Tree
from .page import Page
from .words import collapse, squeeze

_TEXT_CAP = 40_000
_ROW_CAP = 100
_ROW_CHARACTERS = 400
_ROW_STEPS = 5
_ROW_TAGS = frozenset({"tr", "li", "dl", "dd", "div", "p"})
_DAY = re.compile(DAY)
_BEFORE_COLON = re.compile(r"([:：\]】])")
_LABEL_LINE, _LABEL_TAIL = 40, 16
_END = re.compile(
    r"\n[\s【\[]*(?:主办单位|版权所有|网站标识码|打印|关闭|上一[篇条封]|下一[篇条封]|分享到?|扫一扫|相关(?:信件|链接|阅读)"
    r"|满意度|我要评价|点击排行|热门|返回|附件[:：]|网站地图|站点地图|联系我们|主办[:：])"
)
_ALL = InteractionSeen()


def with_interaction(page: Page, tree: Tree, linked: Linked, words: InteractionWords) -> Page:
    """The page with what it shows of interaction; pages without any of its words cost one search."""
    has_form = bool(tree.named("textarea")) and _has_form(tree, words)
    text = page.visible_text[:_TEXT_CAP]
    if not words.hints.search(text):
        return replace(page, interaction=InteractionSeen(has_form=True)) if has_form else page
    rows = _rows(page, text, tree, linked, words) if page.items and page.shape != "article" else ()
    seen = _message(page, text, tree, words) if not rows else _ALL
    if not rows and not seen.is_message:
        rows = letters_in_place(page, text, tree, words)
    figures = statistics(page, text, tree, words)
    elements = _elements(page, text, words)
    seen = replace(
        seen,
        rows=rows,
        statistics=figures,
        unread_statistics="" if figures else unread_statistics(page, text, tree, words),
        has_form=has_form,
        elements=elements,
        leads_out=bool(elements) and _leads_out(page, words),
    )
    if seen == _ALL:
        return page
    if seen.is_message and seen.reply_length and page.kind == "other":
        page = replace(page, kind="reply", kind_reasons=("页面为来信及答复",))
    return replace(page, interaction=seen)


def _has_form(tree: Tree, words: InteractionWords) -> bool:
    """A text area, and something by which its text is sent."""
    senders = [
        tree.attr(node, "value") + tree.attr(node, "type") + tree.words(node)[:40]
        for node in tree.named("button", "input", "a")
        if not tree.hidden[node]
    ]
    return any(words.form_words.search(sender) for sender in senders)


def _message(page: Page, text: str, tree: Tree, words: InteractionWords) -> InteractionSeen:
    """One message; nothing where the page prints several or none."""
    asked = _days(words.asked, text)
    answered = _days(words.answered, text)
    question, reply = words.question.search(text), words.reply.search(text)
    # a date label alone may be any page's; a letter also prints its words, or what became of it
    is_message = len(asked) <= 1 and bool(question or (asked and (reply or answered)))
    if not is_message or not (asked or reply or answered):
        return _ALL
    values = letter_values(tree, words)
    length = _reply_length(page, text, values, words)
    state = _state(text, values, words, bool(answered), length >= words.reply_least)
    return InteractionSeen(
        is_message=True,
        asked=asked[0] if asked else None,
        answered=answered[-1] if answered and state != "unanswered" else None,
        state=state,
        reply_length=0 if state == "unanswered" else length,
    )


def _days(label: re.Pattern[str], text: str) -> list[date]:
    """The valid dates behind a label, in order of place, each once."""
    found = (_day(*match.groups()[-3:]) for match in label.finditer(text))
    return list(dict.fromkeys(day for day in found if day))


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _state(
    text: str, values: LetterValues, words: InteractionWords, is_dated: bool, has_reply: bool
) -> State:
    """
    What the page says of the answer. A dated reply decides; then the letter's own line of state, where it
    says that the answer is yet to come; then a reply that stands there; then any word of state.
    """
    if is_dated:
        return "answered"
    told = state_of(values.status, words)
    if told in ("unanswered", "in_progress"):
        return told
    if has_reply:
        return "answered"
    return told or state_of(text, words)


def _reply_length(page: Page, text: str, values: LetterValues, words: InteractionWords) -> int:
    """Characters of the reply: in its own box, else behind its label, the line of the replier or its date."""
    if values.reply is not None:
        return _length(values.reply, words)
    for source in (page.text, text):
        starts = [
            match.end()
            for label in (words.reply, words.replier, words.answered)
            for match in label.finditer(source)
        ]
        if starts:
            return _length("\n" + source[max(starts) :], words)
    return 0


def _length(reply: str, words: InteractionWords) -> int:
    end = _END.search(reply)
    reply = reply[: end.start()] if end else reply
    if words.states["unanswered"].search(reply[:30]):
        return 0
    return len(squeeze(reply))


def _rows(
    page: Page, text: str, tree: Tree, linked: Linked, words: InteractionWords
) -> tuple[MessageRow, ...]:
    """Rows of a board: of a list whose rows or headings speak of answers."""
    heading_in, heading_out = words.asked_heading.search(text), words.answered_heading.search(text)
    speaks = sum(
        1 for pattern in words.states.values() for _ in zip(range(3), pattern.finditer(text), strict=False)
    )
    if not heading_out and speaks < 2:
        return ()
    anchors: dict[str, int] = {}
    for node, url, _ in linked.anchors:
        anchors.setdefault(url, node)
    is_turned = bool(heading_in and heading_out and heading_out.start() < heading_in.start())
    found = []
    for item in page.items[:_ROW_CAP]:
        if item.url in anchors:
            row = _row_text(tree, anchors[item.url])
            asked, answered = _row_days(row, is_turned, bool(heading_in), bool(heading_out))
            found.append(MessageRow(item.url, item.title, asked, answered, _row_state(row, answered, words)))
    return tuple(found) if any(row.state or row.answered for row in found) else ()


def _row_text(tree: Tree, node: int) -> str:
    """The words of the row that an anchor stands in: the widest ancestor that is still one row."""
    best = ""
    for above in tree.above(node, _ROW_STEPS):
        size = tree.ends[above] - above
        if size > 80:
            break
        if tree.tags[above] in _ROW_TAGS:
            words = _spaced_words(tree, above)
            if len(words) > _ROW_CHARACTERS:
                break
            best = words
            if tree.tags[above] in ("tr", "li"):
                break
    return best


def _spaced_words(tree: Tree, node: int) -> str:
    return collapse(" ".join(t for t in tree.texts[node : tree.ends[node]] if t))


def _row_days(row: str, is_turned: bool, has_in: bool, has_out: bool) -> tuple[date | None, date | None]:
    days = [day for m in _DAY.finditer(row) if (day := _day(*m.groups()))]
    if len(days) >= 2:
        first, second = days[0], days[1]
        if is_turned or (first > second and not (has_in and has_out)):
            first, second = second, first
        return first, second
    if not days:
        return None, None
    return (days[0], None) if has_in or not has_out else (None, days[0])


def _row_state(row: str, answered: date | None, words: InteractionWords) -> State:
    for state, pattern in words.states.items():
        if pattern.search(row):
            return state
    return "answered" if answered else ""


def _elements(page: Page, text: str, words: InteractionWords) -> tuple[str, ...]:
    """Classes of elements that a guide names; a page with hardly any is no guide unless its title says so."""
    if page.shape not in ("article", "other", "section") or page.items:
        return ()
    end = _END.search(text)
    source = page.text if page.text else text[: end.start()] if end else text
    labels = _labels_of(source)
    found = [name for name, pattern in words.elements.items() if pattern.search(labels)]
    is_titled = bool(page.title) and bool(words.guide_titles.search(page.title))
    if len(found) < words.least_elements and not (is_titled and page.kind == "guide"):
        return ()
    return tuple(found)


def _labels_of(text: str) -> str:
    """Short lines, and of longer ones what stands before a colon: all in which a heading or label can be."""
    kept: list[str] = []
    for line in text.split("\n"):
        if len(line) <= _LABEL_LINE:
            kept.append(line)
            continue
        pieces = _BEFORE_COLON.split(line)
        if len(pieces[0]) <= _LABEL_LINE and len(pieces) > 1:
            kept.append(pieces[0] + pieces[1])
        # a mark in front keeps the middle of a line from passing for its beginning
        kept += [f"…{pieces[n][-_LABEL_TAIL:]}{pieces[n + 1]}" for n in range(0, len(pieces) - 1, 2)]
    return "\n".join(kept)


def _leads_out(page: Page, words: InteractionWords) -> bool:
    """Whether words of the page itself lead to another host for more."""
    own = host_of(page.url)
    return any(
        link.place in ("body", "other") and link.target == "page" and host_of(link.url) != own
        and bool(words.guide_links.search(link.text))
        for link in page.links
    )  # fmt: skip


def missing_elements(found: Sequence[str], elements: Iterable[str], title: str) -> tuple[str, ...]:
    """Classes that a guide lacks; its title names the item."""
    return tuple(name for name in elements if name not in found and not (name == "事项名称" and title))
