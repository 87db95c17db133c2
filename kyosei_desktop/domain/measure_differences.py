"""What is other in a plan once its measures have been arranged: new ones, numbers, initiatives that moved, cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.plan import (
    Address,
    BlankReason,
    Field,
    FieldKind,
    Initiative,
    InitiativeId,
    Measure,
    MeasureNumber,
    PeriodId,
    Plan,
)
from kyosei_desktop.domain.years import FiscalYear


@dataclass(frozen=True, slots=True)
class InitiativeAdded:
    """An initiative that was not there; `departments` are the names of its owners."""

    address: Address
    content: str
    departments: Sequence[str]


@dataclass(frozen=True, slots=True)
class MeasureDifferences:
    """All in printed order.

    Attributes:
        after: the plan as it is then.
        added: measures that were not there.
        renumbered: old and new numbers.
        moved: where initiatives were and are that belong to another measure now.
        initiatives: those that were not there, also of new measures.
        departments: names of departments that were not there.
        ended: cells that are blank because the measure has ended, and were not.
        is_in_other_order: whether measures that were there before are printed in another order.
    """

    after: Plan
    added: Sequence[Measure]
    renumbered: Sequence[tuple[MeasureNumber, MeasureNumber]]
    moved: Sequence[tuple[Address, Address]]
    initiatives: Sequence[InitiativeAdded]
    departments: Sequence[str]
    ended: Sequence[Address]
    is_in_other_order: bool


def measure_differences(before: Plan, after: Plan) -> MeasureDifferences:
    """Compare a plan with what it was; ids tell what is the same."""
    old = {one.id: one for one in before.measures}
    places, was = _places(after), _places(before)
    kept = [one.id for one in after.measures if one.id in old]
    return MeasureDifferences(
        after=after,
        added=tuple(one for one in after.measures if one.id not in old),
        renumbered=tuple(
            (old[one.id].no, one.no) for one in after.measures if one.id in old and old[one.id].no != one.no
        ),
        moved=tuple(
            (was[one][1], address)
            for one, (measure, address, _initiative) in places.items()
            if one in was and was[one][0].id != measure.id
        ),
        initiatives=tuple(
            InitiativeAdded(address, initiative.content, after.names_of(initiative.departments))
            for one, (_measure, address, initiative) in places.items()
            if one not in was
        ),
        departments=tuple(one.name for one in after.departments if one not in before.departments),
        ended=_ended(before, after),
        is_in_other_order=kept != [one.id for one in before.measures],
    )


def _places(plan: Plan) -> Mapping[InitiativeId, tuple[Measure, Address, Initiative]]:
    return {
        initiative.id: (measure, Address(measure.no, FieldKind.CONTENT, number), initiative)
        for measure in plan.measures
        for number, initiative in enumerate(measure.initiatives, start=1)
    }


def _ended(before: Plan, after: Plan) -> tuple[Address, ...]:
    known = {_cell(place) for place in _ended_cells(before)}
    return tuple(after.address_of(place) for place in _ended_cells(after) if _cell(place) not in known)


def _ended_cells(plan: Plan) -> Iterator[Field]:
    return (one for one in plan.fields() if one.kind is FieldKind.ENTRY and plan.value(one).blank is BlankReason.ENDED)


def _cell(place: Field) -> tuple[InitiativeId | None, FiscalYear | None, PeriodId | None]:
    """What stays the same where an initiative moves to another measure."""
    return place.initiative, place.year, place.period
