"""What a measure said before: this year's plan first, then the years back. No Qt here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Field, FieldKind, Initiative, MeasureId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.ui.clerk.pages import WorkPages
from kyosei_desktop.ui.wording import kind_label, value_label


@dataclass(frozen=True, slots=True)
class PastText:
    """One cell: its label, such as 予定, empty where the title says it all; and what it says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PastPart:
    """What stands under one title: a fiscal year's cells, or the measure's own. `is_current`: the round's year."""

    title: str
    texts: Sequence[PastText]
    is_current: bool = False


def past_of(pages: WorkPages, measure_id: MeasureId) -> list[PastPart]:
    """What is meant to be done, the years up to the round's with the newest first, and what came of it.

    Cells that are asked for now, and those that say nothing, are left out.
    """
    measure, definition = pages.plan.measure(measure_id), pages.definition
    asked = {one.place for one in pages.work.fields}
    owned = {one.initiative for one in asked if one.measure == measure_id}
    initiatives = [one for one in measure.initiatives if one.id in owned] or list(measure.initiatives)
    parts = [_part(kind_label(definition, FieldKind.CONTENT), [("", one.content) for one in initiatives])]
    for year in sorted((one for one in pages.plan.years if one <= pages.work.year), reverse=True):
        texts = []
        for initiative in initiatives:
            more = f"（{initiative.content}）" if len(initiatives) > 1 else ""
            said = _texts_of(definition, measure_id, initiative, year, asked)
            texts += [(label + more, text) for label, text in said]
        parts.append(_part(definition.calendar.fiscal_year(year), texts, is_current=year == pages.work.year))
    for kind, text in ((FieldKind.OUTCOME, measure.outcome), (FieldKind.RECORD, measure.record)):
        if Field(kind, measure_id) not in asked:
            parts.append(_part(kind_label(definition, kind), [("", text)]))
    return [part for part in parts if part.texts]


def _part(title: str, texts: Sequence[tuple[str, str]], *, is_current: bool = False) -> PastPart:
    return PastPart(title, [PastText(label, text) for label, text in texts if text.strip()], is_current)


def _texts_of(
    definition: Definition, measure: MeasureId, initiative: Initiative, year: FiscalYear, asked: set[Field]
) -> Iterator[tuple[str, str]]:
    for period in definition.periods:
        value = initiative.entry(year, period.id)
        if value.is_answered and Field(FieldKind.ENTRY, measure, initiative.id, year, period.id) not in asked:
            yield period.label, value_label(value)
