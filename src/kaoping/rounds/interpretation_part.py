"""Draws the report's part on interpretations from a judged site."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kaoping.checks.observation import Observation
from kaoping.gather.addresses import address_hash
from kaoping.pages.documents import DAYS_A_MONTH, PolicyDocument, is_within
from kaoping.pages.interpretationwords import interpretation_words
from kaoping.pages.overlap import Sentence, overlap
from kaoping.reports.interpretations import Comparison, DutyCount, FormCount, InterpretationPart, TextPiece
from kaoping.rulebook import Rulebook

from .site_documents import SiteDocuments
from .store import PageStore

MOST_COMPARED = 20  # side by side on one site
SHOWN_CHARACTERS = 6000  # of each text
MUST_WORDS = {"yes": "应解读", "no": "不需解读", "unsure": "待人工判断"}
_USUAL_MONTHS = 12


def interpretation_part(
    documents: SiteDocuments,
    observations: Sequence[Observation],
    store: PageStore,
    rules: Rulebook,
    today: date,
) -> InterpretationPart:
    """The part of one site: pure in what is stored. Pages pass by one at a time."""
    copied = [o for o in observations if o.check == "interpretation.copied" and o.answer == "problem"]
    months = _months(rules)
    total, forms = _forms(documents, months, today)
    recent = (one for one in documents.documents() if is_within(one.page, today, months))
    return InterpretationPart(
        months=months,
        total=total,
        forms=forms,
        duties=tuple(_duties(recent)),
        comparisons=tuple(_comparisons(copied[:MOST_COMPARED], store, rules)),
        left_out=max(0, len(copied) - MOST_COMPARED),
    )


def _months(rules: Rulebook) -> int:
    indicator = rules.demand_of("interpretation.missing")
    months = indicator.options.get("months") if indicator else None
    return months if isinstance(months, int) else _USUAL_MONTHS


def _forms(documents: SiteDocuments, months: int, today: date) -> tuple[int, tuple[FormCount, ...]]:
    recent = [
        one
        for unit in documents.unit_interpretations()
        for one in unit.items
        if one.published and 0 <= (today - one.published).days <= months * DAYS_A_MONTH
    ]
    counted = Counter(form for one in recent for form in one.forms or ("看不出",))
    ordered = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))
    return len(recent), tuple(FormCount(f, n, round(100 * n / len(recent))) for f, n in ordered)


def _duties(documents: Iterable[PolicyDocument]) -> Iterator[DutyCount]:
    seen: Counter[tuple[str, str]] = Counter()
    interpreted: Counter[tuple[str, str]] = Counter()
    for one in documents:
        why = one.why.partition("(")[0]
        key = ("no", "上级文件的转载") if one.is_reposted else (one.must_interpret, why)
        seen[key] += 1
        interpreted[key] += bool(one.pairs)
    order = list(MUST_WORDS)
    for must, why in sorted(seen, key=lambda key: (order.index(key[0]), -seen[key], key[1])):
        yield DutyCount(MUST_WORDS[must], why, seen[must, why], interpreted[must, why])


def _comparisons(copied: Iterable[Observation], store: PageStore, rules: Rulebook) -> Iterator[Comparison]:
    words = interpretation_words(rules).copied
    for one in copied:
        policy = store.page(address_hash(str(one.facts["policy"])))
        reading = store.page(address_hash(one.url))
        if policy is None or reading is None:
            continue
        seen = overlap(policy.text, reading.text, words)
        yield Comparison(
            policy_url=policy.url,
            policy_title=policy.title,
            interpretation_url=reading.url,
            interpretation_title=reading.title,
            compared=seen.compared,
            shared=seen.shared,
            policy=tuple(_pieces(policy.text, seen.policy)),
            interpretation=tuple(_pieces(reading.text, seen.interpretation)),
            is_cut=max(len(policy.text), len(reading.text)) > SHOWN_CHARACTERS,
        )


def _pieces(text: str, sentences: Iterable[Sentence]) -> Iterator[TextPiece]:
    """The text from its beginning, cut where sentences begin to be shared or cease to be."""
    at = 0
    for one in sentences:
        if one.start >= SHOWN_CHARACTERS:
            break
        if one.is_shared:
            if text[at : one.start]:
                yield TextPiece(text[at : one.start])
            yield TextPiece(text[one.start : one.end], is_shared=True)
            at = one.end
    if text[at:SHOWN_CHARACTERS]:
        yield TextPiece(text[at:SHOWN_CHARACTERS])
