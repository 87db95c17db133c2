"""Benchmarks name what got worse by more than the measured spread, and nothing else."""

from collections.abc import Sequence

import pytest

from bench.harness import Line, Measured
from bench.ratios import compare


def measured(ours: Sequence[float], peer: Sequence[float], target: float | None = 2) -> Measured:
    line = Line("merge.one", "ours", "peer", target, lambda _stack, _folder: (lambda: 1.0, lambda: 1.0))
    return Measured(line, ours, peer)


def test_a_ratio_is_that_of_each_round_so_that_a_busy_machine_does_not_change_it() -> None:
    found = measured([2, 20, 2], [1, 10, 1])
    assert (found.ratio, found.spread) == (2, 0)
    assert found.is_met


def test_without_a_target_nothing_is_met_or_missed() -> None:
    assert measured([5], [1], target=None).is_met is None
    assert not measured([5], [1]).is_met


@pytest.mark.parametrize(("ratio", "told"), [(1.0, False), (2.1, False), (2.4, False), (2.6, True)])
def test_what_got_worse_by_more_than_both_spreads_is_named(ratio: float, told: bool) -> None:
    found = measured([ratio - 0.2, ratio - 0.1, ratio, ratio + 0.1, ratio + 0.2], [1] * 5)
    sentences = compare([found], {"merge.one": {"ratio": 2.0, "spread": 0.3}})
    assert [one.startswith("merge.one got worse: 2.6 after 2") for one in sentences] == [True] * told


def test_what_was_never_stored_is_not_compared() -> None:
    assert compare([measured([9], [1])], {}) == []
