"""What has happened in the ledger: changes of fields and acts, newest first, with what changed. No Qt here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.difference import Piece, mark_differences
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.merge import Origin, RevisionId
from kyosei_desktop.domain.plan import Address, DepartmentId, FieldKind, MeasureNumber, Value
from kyosei_desktop.store.act_labels import act_label, act_note
from kyosei_desktop.store.acts import Act, list_acts
from kyosei_desktop.store.history import Change, list_changes, named_departments, standing_label
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.succession import department_names_at
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.wording import field_label, measure_label, value_label


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change or act. `before` and `after` are given for changes; `note` is a reason or a file's name."""

    at: datetime
    when: str
    what: str
    where: str
    who: str
    note: str
    standing: str
    before: Value | None = None
    after: Value | None = None
    address: Address | None = None

    @property
    def is_change(self) -> bool:
        """Whether a field changed."""
        return self.after is not None


@dataclass(frozen=True, slots=True)
class HistoryDetail:
    """A chosen change: both texts in pieces, blanks in words."""

    heading: str
    before: Sequence[Piece]
    after: Sequence[Piece]
    before_blank: str
    after_blank: str
    note: str


class HistoryViewing(Protocol):
    """What the presenter asks of the view."""

    def show_measures(self, measures: Sequence[tuple[MeasureNumber, str]], chosen: MeasureNumber | None) -> None:
        """The measures to filter by."""

    def show_lines(self, lines: Sequence[HistoryLine]) -> None:
        """The changes and acts."""

    def show_detail(self, detail: HistoryDetail | None) -> None:
        """What a chosen line changed."""


class HistoryPresenter:
    """The history shown, and the filter."""

    def __init__(self, context: AppContext, view: HistoryViewing) -> None:
        self._context = context
        self._view = view
        self._measure: MeasureNumber | None = None

    def load(self) -> None:
        """Read the history again."""
        ledger = self._context.open_ledger
        plan = ledger.plan()
        named = [(one.no, f"{measure_label(ledger.definition, one.no)} {one.name}") for one in plan.measures]
        self._view.show_measures(named, self._measure)
        self._show_lines()

    def filter_by(self, measure: MeasureNumber | None) -> None:
        """Show only the changes of one measure; None for everything."""
        if measure != self._measure:
            self._measure = measure
            self._show_lines()

    def choose(self, line: HistoryLine | None) -> None:
        """Show what a line changed."""
        if line is None:
            self._view.show_detail(None)
            return
        before, after = line.before or Value(), line.after or Value()
        marked = mark_differences([before.text, after.text])
        self._view.show_detail(
            HistoryDetail(
                heading=f"{line.what} {line.where}".strip(),
                before=marked[0],
                after=marked[1],
                before_blank="" if before.text or not line.is_change else value_label(before),
                after_blank="" if after.text or not line.is_change else value_label(after),
                note="\n".join(part for part in (line.when, line.who, line.standing, line.note) if part),
            )
        )

    def _show_lines(self) -> None:
        self._view.show_detail(None)
        self._view.show_lines(history_lines(self._context.open_ledger, self._measure))


def history_lines(ledger: Ledger, measure: MeasureNumber | None = None) -> list[HistoryLine]:
    """Changes, and where no measure is chosen acts too, newest first."""
    definition, names = ledger.definition, department_names_at(ledger)
    changes = list_changes(ledger, measure)
    values = {one.revision.id: one.revision.value for one in changes}
    lines = [
        _change_line(definition, names.at(one.revision.made_at), one, values)
        for one in changes
        if one.revision.origin is not Origin.ROOT
    ]
    if measure is None:
        lines += [_act_line(definition, names.at(one.done_at), one) for one in list_acts(ledger)]
    lines.reverse()  # sorting is stable: of one moment, what was recorded later stands above
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _change_line(
    definition: Definition,
    names: Mapping[DepartmentId, str],
    change: Change,
    values: Mapping[RevisionId, Value],
) -> HistoryLine:
    revision = change.revision
    seen = [values[one] for one in revision.after if one in values]
    # Of several texts seen, as when a conflict was settled, the last one in order is what the change is shown against.
    before = seen[-1] if seen else Value()
    is_settling = len(set(seen)) > 1 and revision.origin is Origin.COORDINATOR
    department = names.get(revision.department, "") if revision.department is not None else ""
    is_departments = change.address.field is FieldKind.DEPARTMENTS
    return HistoryLine(
        at=revision.made_at,
        when=definition.shown_calendar.moment(revision.made_at),
        what=_("競合を決めた") if is_settling else _("記載を変えた"),
        where=field_label(definition, change.address),
        who=f"{department} {revision.author}".strip(),
        note=revision.reason or change.source or "",
        standing=standing_label(change.standing),
        before=named_departments(before, names) if is_departments else before,
        after=named_departments(revision.value, names) if is_departments else revision.value,
        address=change.address,
    )


def _act_line(definition: Definition, names: Mapping[DepartmentId, str], act: Act) -> HistoryLine:
    return HistoryLine(
        at=act.done_at,
        when=definition.shown_calendar.moment(act.done_at),
        what=act_label(act.kind),
        where=names.get(act.department, "") if act.department is not None else "",
        who=act.done_by,
        note=act_note(definition.shown_calendar, act),
        standing="",
    )
