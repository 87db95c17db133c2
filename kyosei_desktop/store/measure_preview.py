"""What a change of measures will do, found out by making it and keeping nothing of it."""

from kyosei_desktop.domain.measure_differences import MeasureDifferences, measure_differences
from kyosei_desktop.store.ledger import Ledger, Unit
from kyosei_desktop.store.measure_changes import MeasureChange
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.turning import try_turn


def preview_measure_change(ledger: Ledger, change: MeasureChange) -> MeasureDifferences:
    """What `change_measures` would do.

    Raises:
        OnlyInALedger, LedgerReadOnly, and what the change says of itself.
    """

    def look(unit: Unit) -> MeasureDifferences:
        before = load_plan(unit.session)
        change.make(unit, author="")
        unit.session.flush()
        return measure_differences(before, load_plan(unit.session))

    return try_turn(ledger, look)
