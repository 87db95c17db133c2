"""Which lines of the plan are looked at: by words, year, department, state, and what has changed. No Qt here."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import DepartmentId, Field, FieldId, FieldKind, PeriodId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.search_index import searched_form
from kyosei_desktop.store.searching import FoundText
from kyosei_desktop.store.whole import CellState, Whole, WholeInitiative, WholeMeasure
from kyosei_desktop.ui.measures.lines import LineKey, line_label


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


def find_lines(
    whole: Whole,
    definition: Definition,
    wanted: PlanFilter,
    find: Callable[[str], Collection[FoundText]],
    changed: Collection[FieldId] | None = None,
) -> list[LineKey]:
    """The lines that pass a filter, in printed order and within an initiative by year.

    Args:
        find: tells where a word stands in the plan's texts.
        changed: ids of the fields that have changed since `wanted.since`; None where it names no moment.
    """
    words = [_Word(whole, definition, word, find(word)) for word in wanted.words.split()]
    years = [one for one in whole.years if wanted.year in (None, one)]
    found = []
    for m, measure in enumerate(whole.measures):
        for i, initiative in enumerate(measure.initiatives):
            if wanted.department is not None and wanted.department not in initiative.departments:
                continue
            for year in years:
                if wanted.state is not None and not _has_state(whole, measure, initiative, year, wanted.state):
                    continue
                if changed is not None and not _has_changed(whole, measure, initiative, year, changed):
                    continue
                if all(word.is_in(measure, i, year) for word in words):
                    found.append(LineKey(m, i, year))
    return found


class _Word:
    """One word that lines are looked for by: in their texts, in № and in the names of their departments."""

    def __init__(self, whole: Whole, definition: Definition, word: str, found: Collection[FoundText]) -> None:
        self._whole, self._definition, self._found = whole, definition, found
        self._folded = searched_form(word)
        self._named = {one for one, name in whole.department_names.items() if self._folded in searched_form(name)}

    def is_in(self, measure: WholeMeasure, position: int, year: FiscalYear) -> bool:
        """Whether the line of an initiative, by its position from 0, says the word."""
        initiative = measure.initiatives[position]
        return (
            FoundText(measure.id, initiative.id, year) in self._found
            or FoundText(measure.id, initiative.id, None) in self._found
            or FoundText(measure.id, None, None) in self._found
            or not self._named.isdisjoint(initiative.departments)
            or self._folded in searched_form(line_label(self._definition, measure, position))
        )


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
