"""Old and new side by side (新旧対照表): which fields differ between two states of a plan, and in which characters.

The new text stands at the left and the old one at the right, as the state's own tables of amendments have it (改正後,
改正前): what holds now is read first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.difference import mark_differences
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.field_labels import part_label
from kyosei_desktop.domain.plan import DepartmentId, Field, FieldKind, Measure, Plan, Value, fields_of
from kyosei_desktop.domain.text import differ_in_notation_only
from kyosei_desktop.report.papers import Paper, PaperTexts, make_paper
from kyosei_desktop.report.print_text import BREAK_HERE, GETA, PrintText

TEMPLATE = "comparison"
TEXT_MM, LABEL_MM = 69.0, 24.0
"""What the columns of texts and of labels have inside."""

HEAD_EM = 42.0
"""So much of a measure's name stands above its fields; a name that changed is told in whole among them."""


class ChangeKind(StrEnum):
    """How a field differs."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    NOTATION = "notation"


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field of two plans; `None` where there is no such field. The values are as printed: departments by name."""

    place: Field
    new: Value | None
    old: Value | None

    @property
    def differs(self) -> bool:
        """Whether it says something else in either plan."""
        return (self.new or Value()) != (self.old or Value())

    @property
    def kind(self) -> ChangeKind:
        """How it differs; a text is added where nothing was said before, be it with a reason or without."""
        new, old = self.new or Value(), self.old or Value()
        if not old.text and new.text:
            return ChangeKind.ADDED
        if not new.text and old.text:
            return ChangeKind.REMOVED
        if new.blank == old.blank and differ_in_notation_only(new.text, old.text):
            return ChangeKind.NOTATION
        return ChangeKind.CHANGED


def changed_fields(old: Plan, new: Plan) -> list[tuple[Measure, list[ChangedField]]]:
    """The fields that differ, by measure in the order of the new plan; measures that are gone come last."""
    compared = [(measure, [one for one in fields if one.differs]) for measure, fields in compared_fields(old, new)]
    return [(measure, fields) for measure, fields in compared if fields]


def compared_fields(old: Plan, new: Plan) -> list[tuple[Measure, list[ChangedField]]]:
    """All fields of either plan in the same order, also those that are as before."""
    before = {one.id: one for one in old.measures}
    after = {one.id: one for one in new.measures}
    found = []
    for measure_id in dict.fromkeys([*after, *before]):
        there, gone = after.get(measure_id), before.get(measure_id)
        places = [*(fields_of(there) if there else ()), *(fields_of(gone) if gone else ())]
        fields = [
            ChangedField(place, _value(new, there, place), _value(old, gone, place)) for place in dict.fromkeys(places)
        ]
        found.append((there or before[measure_id], fields))
    return found


def _value(plan: Plan, measure: Measure | None, place: Field) -> Value | None:
    if measure is None or (place.initiative and all(one.id != place.initiative for one in measure.initiatives)):
        return None
    value = plan.value(place)
    if place.kind is FieldKind.DEPARTMENTS:
        names = plan.department_names
        return Value("\n".join(names[DepartmentId(one)] for one in value.text.split("\n")))
    return value


def comparison_paper(
    old: Plan, new: Plan, definition: Definition, *, old_at: datetime, new_at: datetime, edition: Edition
) -> Paper:
    """Only what differs between two states of one plan.

    Args:
        old, new: the plan as it was at either moment.
        definition: of the plan.
        old_at, new_at: the moments (UTC).
        edition: of the new state.
    """
    texts = PaperTexts(definition)
    changed = changed_fields(old, new)
    moment = definition.calendar.moment
    composer = _Composer(old, new, texts)
    data = {
        "head": texts.short(new.title),
        "new_at": texts.word(moment(new_at), TEXT_MM),
        "old_at": texts.word(moment(old_at), TEXT_MM),
        "count": sum(len(fields) for _measure, fields in changed),
        "measures": [composer.measure(measure, fields) for measure, fields in changed],
    }
    return make_paper(TEMPLATE, new.title, texts, edition, data)


@dataclass(frozen=True)
class _Composer:
    old: Plan
    new: Plan
    texts: PaperTexts

    def measure(self, measure: Measure, fields: Sequence[ChangedField]) -> Mapping[str, Any]:
        number = self.texts.definition.number_label(measure.no)
        return {
            "no": self.texts.cell(number, LABEL_MM).text,
            "name": self.texts.short(measure.name, HEAD_EM),
            "rows": [self._row(number, measure, one) for one in fields],
        }

    def _row(self, number: str, measure: Measure, changed: ChangedField) -> Mapping[str, Any]:
        address = (self.old if changed.new is None else self.new).address_of(changed.place)
        label = part_label(self.texts.definition, address, self.texts.definition.calendar)
        if address.initiative is not None and len(measure.initiatives) > 1:
            label += f"（{address.initiative}）"
        values = changed.new or Value(), changed.old or Value()
        printed = [self.texts.cell(value.text, TEXT_MM, address) for value in values]
        new, old = (
            {"state": value.blank.value if value.blank else "none", "lines": lines}
            for value, lines in zip(values, marked_lines(printed), strict=True)
        )
        return {
            "label": self.texts.word(label, LABEL_MM),
            "running": self.texts.short(f"{number}　{measure.name}　{label}"),
            "kind": changed.kind.value,
            "new": new,
            "old": old,
        }


def marked_lines(texts: Sequence[PrintText]) -> list[list[list[Mapping[str, Any]]]]:
    """Each text as its lines, none for an empty text, and each line in pieces that differ from the others or not."""
    found = []
    for printed, pieces in zip(texts, mark_differences([_as_meant(one) for one in texts]), strict=True):
        marks = iter([piece.is_different for piece in pieces for _character in piece.text])
        is_marked = False
        lines: list[list[Mapping[str, Any]]] = [[]] if printed.text else []
        for character in printed.text:
            is_marked = is_marked if character == BREAK_HERE else next(marks)
            if character == "\n":
                lines.append([])
            elif lines[-1] and lines[-1][-1]["is_marked"] == is_marked:
                lines[-1][-1] = {"text": lines[-1][-1]["text"] + character, "is_marked": is_marked}
            else:
                lines[-1].append({"text": character, "is_marked": is_marked})
        found.append(lines)
    return found


def _as_meant(printed: PrintText) -> str:
    """The text as printed, but each 〓 is the character for which it stands, so that two of them can differ."""
    text = printed.text.replace(BREAK_HERE, "")
    if text.count(GETA) != len(printed.missing):
        return text  # the text has 〓 of its own
    missing = iter(printed.missing)
    return "".join(next(missing) if character == GETA else character for character in text)
