"""What a measure said before: this year's plan first, then the years back. No Qt here."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.field_labels import kind_label
from kyosei_desktop.domain.plan import Field, FieldId, FieldKind, Initiative, MeasureId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.ui.clerk.answers import earlier_cells
from kyosei_desktop.ui.clerk.pages import WorkPages
from kyosei_desktop.ui.wording import value_label

_BULLETS = "・●○■□◆◇▪•-－*＊"
_INDENTED = ("\u3000", " ", "\t")
_AFTER_SENTENCE = re.compile(r"(?<=。)(?=[^\n」』）)])")


@dataclass(frozen=True, slots=True)
class PastText:
    """One cell that says something.

    Attributes:
        place: which cell it is.
        label: such as 予定, empty where the title says it all.
        copies_to: the asked field that its text may be copied into; None for none.
    """

    place: Field
    label: str
    text: str
    copies_to: FieldId | None = None


@dataclass(frozen=True, slots=True)
class PastPart:
    """What stands under one title: a fiscal year's cells, or the measure's own. `is_current`: the round's year.

    `is_recent`: worth being seen without unfolding it.
    """

    title: str
    texts: Sequence[PastText]
    is_current: bool = False
    is_recent: bool = True


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One thing that this year's plan means to do, to be ticked off while writing."""

    place: Field
    position: int
    text: str


def past_of(pages: WorkPages, measure_id: MeasureId) -> list[PastPart]:
    """What is meant to be done, the years up to the round's with the newest first, and what came of it.

    Cells that are asked for now, and those that say nothing, are left out.
    """
    measure, definition = pages.plan.measure(measure_id), pages.definition
    asked = {one.place for one in pages.work.fields}
    initiatives = _owned_initiatives(pages, measure_id)
    copies = _copies(pages, measure_id)
    contents = [
        PastText(Field(FieldKind.CONTENT, measure_id, one.id), "", one.content)
        for one in initiatives
        if one.content.strip()
    ]
    parts = [PastPart(kind_label(definition, FieldKind.CONTENT), contents)]
    for year in sorted((one for one in pages.plan.years if one <= pages.work.year), reverse=True):
        texts = []
        for initiative in initiatives:
            more = f"（{initiative.content}）" if len(initiatives) > 1 else ""
            for place, label, text in _texts_of(definition, measure_id, initiative, year):
                if place not in asked:
                    texts.append(PastText(place, label + more, text, copies.get(place)))
        title = definition.shown_calendar.fiscal_year(year)
        parts.append(PastPart(title, texts, year == pages.work.year, year >= pages.work.year - 1))
    for kind, text in ((FieldKind.OUTCOME, measure.outcome), (FieldKind.RECORD, measure.record)):
        place = Field(kind, measure_id)
        if place not in asked and text.strip():
            parts.append(PastPart(kind_label(definition, kind), [PastText(place, "", text)]))
    return [part for part in parts if part.texts]


def plan_items(pages: WorkPages, measure_id: MeasureId) -> list[PlanItem]:
    """What the round's year means to do, item by item: a check list for whoever writes what was done."""
    items = []
    for initiative in _owned_initiatives(pages, measure_id):
        for period in pages.definition.planned_periods:
            place = Field(FieldKind.ENTRY, measure_id, initiative.id, pages.work.year, period)
            value = initiative.entry(pages.work.year, period)
            if not value.is_not_begun:
                items += [PlanItem(place, number, text) for number, text in enumerate(items_of(value.text))]
    return items


def items_of(text: str) -> list[str]:
    """A text's bullets, without their marks; sentences where a line has none. Indented lines go with those before."""
    items: list[str] = []
    for line in text.split("\n"):
        words = line.strip()
        if not words:
            continue
        if items and line.startswith(_INDENTED) and words[0] not in _BULLETS:
            items[-1] += words
        elif words[0] in _BULLETS:
            items.append(words.lstrip(_BULLETS).strip() or words)
        else:
            items += _AFTER_SENTENCE.split(words)
    return items


def _owned_initiatives(pages: WorkPages, measure_id: MeasureId) -> Sequence[Initiative]:
    owned = {one.place.initiative for one in pages.work.fields if one.place.measure == measure_id}
    initiatives = pages.plan.measure(measure_id).initiatives
    return [one for one in initiatives if one.id in owned] or initiatives


def _copies(pages: WorkPages, measure_id: MeasureId) -> dict[Field, FieldId]:
    """Which earlier cell may be copied into which asked field: of the same initiative, plan to plan, done to done."""
    measure = pages.plan.measure(measure_id)
    found: dict[Field, FieldId] = {}
    for asked in pages.work.fields:
        if asked.place.measure == measure_id:
            for (year, period), _text in earlier_cells(measure, asked.place, pages.definition):
                place = Field(FieldKind.ENTRY, measure_id, asked.place.initiative, year, period)
                found.setdefault(place, asked.place.id)
    return found


def _texts_of(
    definition: Definition, measure: MeasureId, initiative: Initiative, year: FiscalYear
) -> Iterator[tuple[Field, str, str]]:
    for period in definition.periods:
        value = initiative.entry(year, period.id)
        if value.is_answered:
            place = Field(FieldKind.ENTRY, measure, initiative.id, year, period.id)
            yield place, period.label, value_label(value)
