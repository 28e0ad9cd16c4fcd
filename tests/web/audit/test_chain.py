"""The chain of the audit trail, without a database: every tampering is found, and where."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from kaoping.web.audit.chain import START, Head, Line, breaks, digest_of, sealed

MUTATIONS, LENGTH = 10_000, 24
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def chained(lines):
    """The lines anew numbered and sealed, each upon the one before."""
    done, before = [], START
    for number, line in enumerate(lines, 1):
        done.append(sealed(replace(line, number=number, before=before)))
        before = done[-1].digest
    return done


def honest(length=LENGTH):
    return chained(
        Line(0, NOON + timedelta(minutes=n), f"user{n % 5}", "reviewer", "review.confirm", f"suspect:{n}",
             {"reason": "截图为证", "points": n}, "")
        for n in range(length)
    )  # fmt: skip


CHAIN = honest()
TOLD = [Head(CHAIN[9].number, CHAIN[9].digest), Head(CHAIN[-1].number, CHAIN[-1].digest)]


def change(lines, at, random):
    """One field, the digest left."""
    other = random.choice(
        [
            {"by": "somebody"}, {"role": "auditor"}, {"action": "review.dismiss"}, {"subject": "suspect:x"},
            {"detail": {"reason": "", "points": 99}}, {"at": lines[at].at + timedelta(microseconds=1)},
            {"before": "f" * 64}, {"digest": "e" * 64},
        ]
    )  # fmt: skip
    return [*lines[:at], replace(lines[at], **other), *lines[at + 1 :]]


def change_and_seal(lines, at, random):
    """One field, with a digest that fits."""
    return [*lines[:at], sealed(replace(lines[at], by="somebody")), *lines[at + 1 :]]


def rewrite_rest(lines, at, random):
    """One field, and the whole chain after it sealed anew."""
    return chained([*lines[:at], replace(lines[at], by="somebody"), *lines[at + 1 :]])


def delete(lines, at, random):
    return [*lines[:at], *lines[at + 1 :]]


def delete_and_rewrite(lines, at, random):
    return chained([*lines[:at], *lines[at + 1 :]])


def insert(lines, at, random):
    return [*lines[:at], sealed(replace(lines[at], by="somebody")), *lines[at:]]


def insert_and_rewrite(lines, at, random):
    return chained([*lines[:at], replace(lines[at], by="somebody"), *lines[at:]])


def swap(lines, at, random):
    """Two rows change places, their numbers with them or not."""
    other = random.choice([n for n in range(len(lines)) if n != at])
    moved = list(lines)
    moved[at], moved[other] = lines[other], lines[at]
    if random.random() < 0.5:
        moved[at], moved[other] = (replace(moved[n], number=lines[n].number) for n in (at, other))
    return moved


def truncate(lines, at, random):
    return lines[:at]


WAYS = (
    change, change_and_seal, rewrite_rest, delete, delete_and_rewrite, insert, insert_and_rewrite, swap,
    truncate,
)  # fmt: skip


def is_located(found, at):
    """Whether a break's range holds the number of the line that was tampered with, or its neighbour."""
    return any(one.first - 1 <= at + 1 <= one.last + 1 for one in found)


class TestBreaks:
    def test_an_honest_chain_has_none(self):
        assert list(breaks(CHAIN, TOLD)) == []

    def test_an_empty_trail_is_whole(self):
        assert list(breaks([])) == []

    def test_ten_thousand_random_mutations_are_all_located(self):
        random = Random(20260302)
        lost = []

        for _ in range(MUTATIONS):
            way, at = random.choice(WAYS), random.randrange(LENGTH)
            found = list(breaks(way(CHAIN, at, random), TOLD))
            if not is_located(found, at):
                lost.append((way.__name__, at, found))

        assert lost == []

    @pytest.mark.parametrize("way", [change_and_seal, delete, insert], ids=lambda way: way.__name__)
    def test_a_tampered_line_is_told_to_within_two(self, way):
        for at in range(LENGTH - 1):
            found = list(breaks(way(CHAIN, at, Random(1)), TOLD))

            assert any(at <= one.first <= one.last <= at + 2 for one in found)

    def test_a_cut_tail_is_found_by_the_anchor_alone(self):
        cut = CHAIN[:20]

        assert list(breaks(cut, TOLD[:1])) == []
        unproven, missing = breaks(cut, TOLD)
        assert (unproven.first, unproven.last) == (11, 20)
        assert (missing.first, missing.last) == (21, LENGTH)

    def test_a_chain_written_anew_is_found_between_two_anchors(self):
        forged = rewrite_rest(CHAIN, 14, Random(1))

        assert list(breaks(forged, TOLD[:1])) == []
        (found,) = breaks(forged, TOLD)
        assert (found.first, found.last) == (11, LENGTH)


class TestDigest:
    def test_it_does_not_depend_on_the_order_of_the_detail(self):
        line = CHAIN[0]

        assert digest_of(replace(line, detail=dict(reversed(line.detail.items())))) == line.digest

    def test_it_does_not_depend_on_the_zone_in_which_the_moment_is_told(self):
        from zoneinfo import ZoneInfo

        line = CHAIN[0]

        assert digest_of(replace(line, at=line.at.astimezone(ZoneInfo("America/St_Johns")))) == line.digest
