"""The law of the past: whatever was done since, the plan as it was is what the ledger showed then."""

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kyosei_desktop.store.past import plan_at
from tests.office import fresh_office
from tests.property.ledger_runs import SCRIPTS, STEPS, Accept, Phase, Run, Withdraw

FEW = settings(max_examples=8, deadline=None)
HELD = st.lists(
    st.builds(Phase, STEPS, st.integers(0, 2), st.builds(Accept, st.integers(0, 1), st.booleans())),
    min_size=2,
    max_size=4,
)
"""Departments are accepted and let in again all the time, so that answers are held and released."""


@FEW
@given(script=SCRIPTS | HELD)
def test_every_moment_can_be_gone_back_to(office_files: Path, script: Sequence[Phase]) -> None:
    """Withdrawing is left out: a file that was withdrawn has never been there."""
    with fresh_office(office_files) as office:
        run = Run(office)
        moments = [(office.clock(), office.ledger.plan())]
        for phase in script:
            earlier = run.files[: phase.again]
            office.merge(*earlier, *run.clerks_do(phase.steps))
            moments.append((office.clock(), office.ledger.plan()))
            if not isinstance(phase.act, Withdraw):
                run.act(phase.act)
                moments.append((office.clock(), office.ledger.plan()))
        for at, plan in moments:
            assert plan_at(office.ledger, at) == plan


@FEW
@given(script=SCRIPTS)
def test_now_is_always_the_plan_of_now(office_files: Path, script: Sequence[Phase]) -> None:
    with fresh_office(office_files) as office:
        run = Run(office)
        for phase in script:
            office.merge(*run.files[: phase.again], *run.clerks_do(phase.steps))
            run.act(phase.act)
            assert plan_at(office.ledger, office.clock()) == office.ledger.plan()
