"""Boxes to tick: which kinds of fields a round asks for, and which of them must be answered."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.field_labels import kind_label
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import FieldKind
from kyosei_desktop.domain.rounds import AskedField
from kyosei_desktop.ui.flow import FlowRow

_KINDS = {AskedField.OUTCOME: FieldKind.OUTCOME, AskedField.RECORD: FieldKind.RECORD}
_LEAST_WIDTH_PX = 240


class AskedBoxes(QWidget):
    """Two boxes a kind; `changed` says that another box is ticked."""

    changed = Signal()

    def __init__(self, definition: Definition, kinds: Sequence[AskedField]) -> None:
        super().__init__()
        self.setAccessibleName(_("書いてもらう欄"))
        self._kinds = tuple(kinds)
        self.asks = {one: QCheckBox(asked_label(definition, one)) for one in kinds}
        self.requires = {one: QCheckBox(_("必須にする")) for one in kinds}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for one in kinds:
            name = asked_label(definition, one)
            self.asks[one].setAccessibleName(name)
            self.asks[one].setMinimumWidth(_LEAST_WIDTH_PX)
            self.requires[one].setAccessibleName(_("{field}を必須にする").format(field=name))
            self.asks[one].toggled.connect(self._allow)
            row = FlowRow()
            row.addWidget(self.asks[one])
            row.addWidget(self.requires[one])
            column.addLayout(row)
        self._allow()

    @property
    def first(self) -> QCheckBox:
        """The box that gets the keyboard."""
        return self.asks[self._kinds[0]]

    @property
    def asked(self) -> frozenset[AskedField]:
        """The kinds ticked."""
        return frozenset(one for one in self._kinds if self.asks[one].isChecked())

    @property
    def required(self) -> frozenset[AskedField]:
        """Those of them that must be answered."""
        return frozenset(one for one in self.asked if self.requires[one].isChecked())

    def tick(self, asks: Collection[AskedField], requires: Collection[AskedField]) -> None:
        """Tick these and no others."""
        for one in self._kinds:
            self.asks[one].setChecked(one in asks)
            self.requires[one].setChecked(one in requires)
        self._allow()

    def _allow(self) -> None:
        for one in self._kinds:
            self.requires[one].setEnabled(self.asks[one].isChecked())
        self.changed.emit()


def asked_label(definition: Definition, asked: AskedField) -> str:
    """What a kind of field is called where a round asks for it."""
    if asked is AskedField.ENTRY:
        return _("その期間の記載")
    if asked is AskedField.NEXT_PLAN:
        planned = [definition.period(one).label for one in definition.planned_periods]
        return _("次の年度の{periods}").format(periods="・".join(planned))
    return kind_label(definition, _KINDS[asked])
