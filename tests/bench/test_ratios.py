"""Benchmarks name what got worse by more than the measured spread, and nothing else."""

from collections.abc import Sequence

import pytest

from bench.harness import Line, Measured
from bench.ratios import compare


def measured(ours: Sequence[float], peer: Sequence[float], target: float | None = 2, unit: str = "s") -> Measured:
    line = Line("merge.one", "ours", "peer", target, lambda _stack, _folder: (lambda: 1.0, lambda: 1.0), unit=unit)
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


@pytest.mark.parametrize(
    ("before", "now", "told"), [(-0.034, -0.028, False), (0.003, 0.017, False), (0.003, 0.05, True)]
)
def test_an_exponent_of_growth_near_nothing_is_named_only_where_it_could_be_seen(
    before: float, now: float, told: bool
) -> None:
    """Two runs of the same program once gave these exponents, with spreads so small that the guard named both."""
    found = measured([now - 0.002, now, now + 0.002], [1] * 3, unit="x")
    sentences = compare([found], {"merge.one": {"ratio": before, "spread": 0.002}})
    assert bool(sentences) is told


def test_a_ratio_near_nothing_is_named_all_the_same() -> None:
    """The floor is for exponents: a search that takes twice as long is worse, however quick beside its peer."""
    found = measured([0.02, 0.02, 0.02], [1] * 3)
    assert compare([found], {"merge.one": {"ratio": 0.01, "spread": 0.0}})


def test_what_was_never_stored_is_not_compared() -> None:
    assert compare([measured([9], [1])], {}) == []
