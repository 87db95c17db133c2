"""How the fields of two states of a plan differ, in words and pieces. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.difference import Piece, mark_differences
from kyosei_desktop.domain.plan import MeasureNumber, Plan, Value
from kyosei_desktop.ui.wording import field_label, value_label


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One field: in words where, and what it says in either state."""

    place: str
    measure: MeasureNumber
    before: Value
    after: Value

    @property
    def labels(self) -> tuple[str, str]:
        """Both texts, or in brackets that and why there is none."""
        return value_label(self.before), value_label(self.after)

    @property
    def pieces(self) -> tuple[Sequence[Piece], Sequence[Piece]]:
        """Both texts with what differs marked; empty for a blank."""
        before, after = mark_differences([self.before.text, self.after.text])
        return before, after


def difference_lines(
    definition: Definition, before: Plan, after: Plan, *, is_whole: bool = False
) -> list[DifferenceLine]:
    """The fields that differ between two states of a plan, in printed order; with `is_whole` all fields of both."""
    from kyosei_desktop.report.comparison import changed_fields, compared_fields  # fonts are slow to load

    lines = []
    for measure, fields in (compared_fields if is_whole else changed_fields)(before, after):
        for one in fields:
            plan = before if one.new is None else after
            place = field_label(definition, plan.address_of(one.place))
            lines.append(DifferenceLine(place, measure.no, one.old or Value(), one.new or Value()))
    return lines
