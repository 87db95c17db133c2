"""What a measure said before: this year's plan first, then the years back. No Qt here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Field, FieldKind, Initiative, MeasureId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.ui.clerk.pages import WorkPages
from kyosei_desktop.ui.wording import value_label


@dataclass(frozen=True, slots=True)
class PastText:
    """One cell: its label, such as 予定, and what it says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PastYear:
    """The cells of one fiscal year that say something. `is_current` marks the round's own year."""

    title: str
    texts: Sequence[PastText]
    is_current: bool


def past_of(pages: WorkPages, measure_id: MeasureId) -> list[PastYear]:
    """The years up to the round's, newest first; cells that are asked for now are left out."""
    measure = pages.plan.measure(measure_id)
    asked = {one.place for one in pages.work.fields}
    owned = {one.initiative for one in asked if one.measure == measure_id}
    initiatives = [one for one in measure.initiatives if one.id in owned] or list(measure.initiatives)
    years = []
    for year in sorted((one for one in pages.plan.years if one <= pages.work.year), reverse=True):
        texts = []
        for initiative in initiatives:
            said = _texts_of(pages.definition, measure_id, initiative, year, asked)
            more = f"（{initiative.content}）" if len(initiatives) > 1 else ""
            texts += [PastText(label + more, text) for label, text in said]
        if texts:
            title = pages.definition.calendar.fiscal_year(year)
            years.append(PastYear(title, texts, is_current=year == pages.work.year))
    return years


def _texts_of(
    definition: Definition, measure: MeasureId, initiative: Initiative, year: FiscalYear, asked: set[Field]
) -> Iterator[tuple[str, str]]:
    for period in definition.periods:
        value = initiative.entry(year, period.id)
        if value.is_answered and Field(FieldKind.ENTRY, measure, initiative.id, year, period.id) not in asked:
            yield period.label, value_label(value)
