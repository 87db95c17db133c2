"""Whom a new round asks, in which form, and the mail that goes with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import DepartmentId
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.ui.board.form_box import FormBox
from kyosei_desktop.ui.board.forms import FORM_WORDS
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.tables import LinesModel, LinesTable, TableColumn
from kyosei_desktop.ui.widgets import button, label

if TYPE_CHECKING:
    from kyosei_desktop.exchange.starting import PlannedRequest

_LETTER_LINES = 9


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A department that would be asked, and in which form."""

    planned: "PlannedRequest"
    form: RequestForm

    @property
    def department(self) -> DepartmentId:
        """Whose."""
        return self.planned.department.id


_COLUMNS: tuple[TableColumn[PlannedLine], ...] = (
    TableColumn(N_("担当課"), lambda one: one.planned.department.name, stretches=True),
    TableColumn(N_("お願いする欄"), lambda one: _("{count}欄").format(count=one.planned.asked), is_number=True),
    TableColumn(N_("必須"), lambda one: _("{count}欄").format(count=one.planned.required), is_number=True),
    TableColumn(N_("渡し方"), lambda one: _(FORM_WORDS[one.form])),
)


class PlannedRequests(QWidget):
    """The departments beside the mail of the one chosen.

    `form_chosen` carries a list of departments and the `RequestForm` that they are to get.
    """

    form_chosen = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("照会する課"))
        self.model: LinesModel[PlannedLine] = LinesModel(_COLUMNS)
        self.table: LinesTable[PlannedLine] = LinesTable(self.model, _("照会する課"))
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.form_box = FormBox()
        self.form_box.chosen.connect(lambda form: self._choose([self.table.chosen], form))
        self.all_button = button(_("すべての課をこの渡し方にする"), "quiet")
        self.all_button.clicked.connect(lambda: self._choose(list(self.model.lines), self.form_box.form))
        self.letter = QPlainTextEdit()
        self.letter.setReadOnly(True)
        self.letter.setTabChangesFocus(True)
        self.letter.setAccessibleName(_("照会文"))
        lists = QHBoxLayout()
        lists.setSpacing(16)
        lists.addWidget(self.table, 2)
        lists.addWidget(self.letter, 3)
        forms = FlowRow()
        for part in (label(_("選んだ課への渡し方"), "strong"), self.form_box, self.all_button):
            forms.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(lists, 1)
        column.addLayout(forms)

    def show_planned(self, planned: "Sequence[PlannedRequest]", forms: Mapping[DepartmentId, RequestForm]) -> None:
        """What the round would ask of whom, from the first department on."""
        self._show([PlannedLine(one, forms.get(one.department.id, RequestForm.APP)) for one in planned], 0)

    def _show(self, lines: Sequence[PlannedLine], chosen: int) -> None:
        self.model.show_lines(lines)
        self.table.choose(chosen)
        self._show_chosen()

    def _choose(self, lines: Sequence[PlannedLine | None], form: RequestForm) -> None:
        changed = {one.department for one in lines if one is not None}
        if not changed:
            return
        shown = [PlannedLine(one.planned, form if one.department in changed else one.form) for one in self.model.lines]
        self._show(shown, self.table.currentIndex().row())
        self.form_chosen.emit(sorted(changed), form)

    def _show_chosen(self) -> None:
        line = self.table.chosen
        self.letter.setPlainText("" if line is None else line.planned.letters[line.form])
        self.form_box.show_form(RequestForm.APP if line is None else line.form)
        self.form_box.setEnabled(line is not None)
        self.all_button.setEnabled(line is not None)
        self.letter.setMinimumHeight(self.fontMetrics().lineSpacing() * _LETTER_LINES)
        self.table.setMinimumHeight(self.letter.minimumHeight())
