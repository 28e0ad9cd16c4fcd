"""The same list again changes nothing; what people have ruled on no list closes."""

from assessed_units import at, suspect
from hypothesis import given
from hypothesis import strategies as st

from kaoping.findings import Decision, Finding, Reimport, Witness, reimported

A, B, C = ("AAAA-AAAA-AAAA-AAAA", "BBBB-BBBB-BBBB-BBBB", "CCCC-CCCC-CCCC-CCCC")
MONITOR = Witness("monitor", "清源", at(1), key="m")
CHECK = Witness("check", "wording.typo", at(1), key="c")


def standing(id_, *witnesses, ruled=False):
    decision = Decision(id_, "confirm", "江予川", at(2), "属实") if ruled else None
    return Finding(suspect(id_, *witnesses), "confirmed" if ruled else "suspect", decision)


class TestReimported:
    def test_what_is_new_is_created_and_what_stands_is_left(self):
        done = reimported([standing(A)], [suspect(A), suspect(B)])

        assert done == Reimport(created=(B,), left=(A,))

    def test_what_nobody_tells_any_more_is_closed(self):
        assert reimported([standing(A), standing(B)], [suspect(A)]) == Reimport(left=(A,), closed=(B,))

    def test_what_was_ruled_on_is_left(self):
        assert reimported([standing(A, ruled=True)], []) == Reimport(left=(A,))

    def test_what_had_been_closed_is_reopened(self):
        assert reimported([standing(A)], [suspect(A)], closed=[A]) == Reimport(reopened=(A,))

    def test_what_had_been_closed_and_is_not_told_stays_so(self):
        assert reimported([standing(A)], [], closed=[A]) == Reimport()

    def test_a_source_closes_only_what_it_alone_had_told(self):
        before = [standing(A, MONITOR), standing(B, MONITOR, CHECK), standing(C, CHECK)]

        done = reimported(before, [], source=("monitor", "清源"))

        assert (done.closed, done.left) == ((A,), (B, C))

    def test_what_another_has_taken_in_is_not_closed(self):
        done = reimported([standing(A)], [suspect(B, also=(A,))])

        assert (done.left, done.closed, done.created) == ((A,), (), ())

    @given(st.sets(st.sampled_from([A, B, C])))
    def test_an_identical_list_changes_nothing(self, ids):
        done = reimported([standing(id_) for id_ in ids], [suspect(id_) for id_ in ids])

        assert done == Reimport(left=tuple(sorted(ids)))
