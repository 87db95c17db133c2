"""The laws of the merge on real ledgers and real files: what `test_merge_laws.py` holds of one field in memory."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.exchange.merging import withdraw_file
from tests.office import check_stored_is_derived, fresh_office, ledger_state
from tests.property.ledger_runs import PLACE, SCRIPTS, SMALL, WRITES, Copy, Edit, Phase, Run, Step

FEW = settings(max_examples=4, deadline=None)


def one_by_one(files: Sequence[Path]) -> Sequence[Sequence[Path]]:
    """Each file in a merge of its own, in the order handed in."""
    return [[one] for one in files]


@FEW
@given(script=SCRIPTS, chance=st.randoms(use_true_random=False))
def test_the_order_of_arrival_and_repetition_change_nothing(
    office_files: Path, script: Sequence[Phase], chance: Random
) -> None:
    def shuffled_and_repeated(files: Sequence[Path]) -> Sequence[Sequence[Path]]:
        some = [*files, *files[:2]]
        chance.shuffle(some)
        half = chance.randint(0, len(some))
        return [part for part in (some[:half], some[half:]) if part]

    with fresh_office(office_files) as one, fresh_office(office_files) as other:
        expected = list(Run(one).play(script, one_by_one))
        assert list(Run(other).play(script, shuffled_and_repeated)) == expected


@FEW
@given(
    edited=st.sets(PLACE),
    steps=st.lists(WRITES | WRITES | WRITES | st.builds(Copy, SMALL), min_size=1, max_size=8),
    withdrawn=st.sets(st.integers(0, 8), min_size=1),
)
def test_a_withdrawn_file_leaves_what_would_be_there_had_it_never_come(
    office_files: Path, edited: set[int], steps: Sequence[Step], withdrawn: set[int]
) -> None:
    """The coordinator edits before anything comes: an edit that saw a file is later work, and stays after it."""
    with fresh_office(office_files) as one, fresh_office(office_files) as other:
        with_all, without = Run(one), Run(other)
        for run in (with_all, without):
            for place in sorted(edited):
                run.act(Edit(place, Value("取りまとめの文")))
            run.clerks_do(steps)

        one.merge(*with_all.files)
        complete = ledger_state(one.ledger)
        gone = [file for number, file in enumerate(with_all.files) if number in withdrawn]
        for file in gone:
            withdraw_file(one.ledger, file, author="取りまとめ")
            check_stored_is_derived(one.ledger)
        other.merge(*(file for number, file in enumerate(without.files) if number not in withdrawn))
        assert ledger_state(one.ledger) == ledger_state(other.ledger)

        one.merge(*reversed(gone))
        assert ledger_state(one.ledger) == complete
        check_stored_is_derived(one.ledger)
