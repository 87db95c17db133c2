"""The fields that want a look before handing in, each with what is found in it and a way to it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.ui.clerk.field_checks import Pointed
from kyosei_desktop.ui.clerk.findings_list import FindingsList
from kyosei_desktop.ui.clerk.first_line import shape_beside, word_beside
from kyosei_desktop.ui.clerk.hand_in_check import CheckedField
from kyosei_desktop.ui.widgets import button, clear_layout, label, line


class CheckList(QWidget):
    """Keeps its rows, and the keyboard in them, as long as the same fields are to be shown.

    Signals:
        jump_wanted: the id of a field to go to.
        ticked: a field's id, the `Finding`, whether it is ticked, and the reason given.
    """

    jump_wanted = Signal(object)
    ticked = Signal(object, object, bool, str)

    def __init__(self, name: str, *, are_hints: bool, is_read_only: bool) -> None:
        """Of what the rules only mention, or of all the rest."""
        super().__init__()
        self.setAccessibleName(name)
        self._are_hints, self._is_read_only = are_hints, is_read_only
        self._shown: list[tuple[FieldId, str]] = []
        self.lists: list[FindingsList] = []
        self.jumps: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_fields(self, fields: Sequence[CheckedField]) -> None:
        """Show the fields that have something of this list's kind."""
        chosen = [one for one in fields if self._findings(one) or (one.note and not self._are_hints)]
        looks = [(one.field, one.note) for one in chosen]
        if looks != self._shown:
            clear_layout(self._column)
            self.lists, self.jumps = [], []
            for position, one in enumerate(chosen):
                if position:
                    self._column.addWidget(line())
                self._column.addWidget(self._group(one))
            self._shown = looks
        for shown, one in zip(self.lists, chosen, strict=True):
            shown.show_findings(self._findings(one))

    def _findings(self, one: CheckedField) -> Sequence[Pointed]:
        return one.hints if self._are_hints else one.found

    def _group(self, one: CheckedField) -> QWidget:
        made = QWidget()
        made.setAccessibleName(one.place)
        jump = button(_("この欄へ"), "quiet", "arrow-right")
        jump.setAccessibleName(_("{place} へ").format(place=one.place))
        jump.clicked.connect(lambda *_checked, field=one.field: self.jump_wanted.emit(field))
        self.jumps.append(jump)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(label(one.place, "strong", wraps=True), 1)
        head.addWidget(jump, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        if one.note and not self._are_hints:
            column.addLayout(_note_row(one))
        found = FindingsList(one.place, is_read_only=self._is_read_only, has_fixes=False)
        found.ticked.connect(
            lambda finding, is_ticked, reason, field=one.field: self.ticked.emit(field, finding, is_ticked, reason)
        )
        column.addWidget(found)
        self.lists.append(found)
        return made


def _note_row(one: CheckedField) -> QHBoxLayout:
    state = one.note_state
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(shape_beside(state.icon, state.tone, _("状態")), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(word_beside(_(state.value), "kind", state.tone), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(one.note, wraps=True), 1)
    return row
