"""Which lines of the plan are looked at: by words, year, department, state, and what has changed. No Qt here."""

import json
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import DepartmentId, Field, FieldId, FieldKind, PeriodId
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.text import fold_notation
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.whole import CellState, Whole, WholeInitiative, WholeMeasure
from kyosei_desktop.ui.measures.lines import LineKey, line_label, names_in

_PREPARED_AT_ONCE = 500
_BETWEEN = "\0"
"""Stands between two cells, so that no word is found across them; no field can hold it."""


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """What to look for; None and empty mean everything.

    `since` names a moment in the words of `moments.py`.
    """

    words: str = ""
    year: FiscalYear | None = None
    department: DepartmentId | None = None
    state: CellState | None = None
    since: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anything out within its years."""
        return bool(self.words.strip() or self.department or self.state or self.since)

    def document(self) -> Mapping[str, object]:
        """The filter as it is kept."""
        return {
            "words": self.words,
            "year": self.year,
            "department": self.department,
            "state": None if self.state is None else self.state.value,
            "since": self.since,
        }


def filters_text(filters: Mapping[str, PlanFilter]) -> str:
    """Named filters, as the settings keep them."""
    return json.dumps({name: one.document() for name, one in filters.items()}, ensure_ascii=False)


def filters_from_text(text: str) -> dict[str, PlanFilter]:
    """Named filters out of the settings; what makes no sense there counts as absent."""
    try:
        kept = json.loads(text or "{}")
        return {str(name): _filter_of(one) for name, one in kept.items()}
    except (ValueError, AttributeError, TypeError):
        return {}


def _filter_of(kept: Mapping[str, object]) -> PlanFilter:
    year, department, state = kept.get("year"), kept.get("department"), kept.get("state")
    return PlanFilter(
        words=str(kept.get("words", "")),
        year=FiscalYear(year) if isinstance(year, int) else None,
        department=DepartmentId(department) if isinstance(department, str) else None,
        state=CellState(state) if isinstance(state, str) else None,
        since=str(kept.get("since", "")),
    )


class SearchText:
    """The plan's texts without their notation, made once each and kept while they stay the same."""

    def __init__(self, before: "SearchText | None" = None) -> None:
        """Nothing is made before it is searched, or prepared.

        Args:
            before: of the same plan when it was read before: most of its texts are still there.
        """
        self._folded: dict[str, str] = {} if before is None else before._folded
        self._lines: dict[LineKey, str] = {}

    def prepare(self, whole: Whole, definition: Definition) -> Generator[Step, None, None]:
        """Make the text of all lines beforehand, where there are so many that a first search would take seconds."""
        for m, measure in enumerate(whole.measures):
            if m % _PREPARED_AT_ONCE == 0:
                yield Step(m, len(whole.measures), _("検索の準備"))
            for i in range(len(measure.initiatives)):
                for year in whole.years:
                    self.of_line(whole, definition, LineKey(m, i, year))

    def fold(self, text: str) -> str:
        """A text as it is searched: without width, punctuation variants, white space and case."""
        found = self._folded.get(text)
        if found is None:
            found = self._folded[text] = fold_notation(text).casefold()
        return found

    def of_line(self, whole: Whole, definition: Definition, key: LineKey) -> str:
        """All that a line says."""
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = _BETWEEN.join(map(self.fold, _texts_of(whole, definition, key)))
        return found


def _texts_of(whole: Whole, definition: Definition, key: LineKey) -> Iterator[str]:
    measure = whole.measures[key.measure]
    initiative = measure.initiatives[key.initiative]
    yield line_label(definition, measure, key.initiative)
    for kind in (FieldKind.NAME, FieldKind.OUTCOME, FieldKind.RECORD):
        if kind in measure.texts:
            yield measure.texts[kind].text
    if FieldKind.CONTENT in initiative.texts:
        yield initiative.texts[FieldKind.CONTENT].text
    yield names_in(whole, initiative)
    for period in whole.periods:
        if (key.year, period) in initiative.entries:
            yield initiative.entries[key.year, period].text


def find_lines(
    whole: Whole,
    definition: Definition,
    wanted: PlanFilter,
    text: SearchText,
    changed: Collection[FieldId] | None = None,
) -> list[LineKey]:
    """The lines that pass a filter, in printed order and within an initiative by year.

    Args:
        changed: ids of the fields that have changed since `wanted.since`; None where it names no moment.
    """
    words = [text.fold(word) for word in wanted.words.split()]
    years = [one for one in whole.years if wanted.year in (None, one)]
    found = []
    for m, measure in enumerate(whole.measures):
        for i, initiative in enumerate(measure.initiatives):
            if wanted.department is not None and wanted.department not in initiative.departments:
                continue
            for year in years:
                key = LineKey(m, i, year)
                if wanted.state is not None and not _has_state(whole, measure, initiative, year, wanted.state):
                    continue
                if changed is not None and not _has_changed(whole, measure, initiative, year, changed):
                    continue
                if words:
                    said = text.of_line(whole, definition, key)
                    if not all(word in said for word in words):
                        continue
                found.append(key)
    return found


def _has_state(
    whole: Whole, measure: WholeMeasure, initiative: WholeInitiative, year: FiscalYear, state: CellState
) -> bool:
    is_running = initiative.runs_in(year, whole.periods)
    for period in whole.periods:
        cell = initiative.entries.get((year, period))
        if cell is None:
            if state is CellState.UNWRITTEN and is_running:
                return True
        elif cell.state(is_running=is_running) is state:
            return True
    if state is CellState.CONFLICT:
        return any(cell.is_conflict for cell in (*measure.texts.values(), *initiative.texts.values()))
    return False


def _has_changed(
    whole: Whole,
    measure: WholeMeasure,
    initiative: WholeInitiative,
    year: FiscalYear,
    changed: Collection[FieldId],
) -> bool:
    return any(one.id in changed for one in _places(whole.periods, measure, initiative, year))


def _places(
    periods: Sequence[PeriodId], measure: WholeMeasure, initiative: WholeInitiative, year: FiscalYear
) -> Iterator[Field]:
    for kind in measure.texts:
        yield Field(kind, measure.id)
    for kind in initiative.texts:
        yield Field(kind, measure.id, initiative.id)
    for period in periods:
        yield Field(FieldKind.ENTRY, measure.id, initiative.id, year, period)
