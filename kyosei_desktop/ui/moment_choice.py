"""Choosing a moment of the history: one of its acts, or a day and time."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui.moments import Moment
from kyosei_desktop.ui.widgets import label

_FORMAT = N_("yyyy年M月d日 HH:mm")


class MomentChoice(QWidget):
    """A list of moments, of which the last one asks for day and time; `changed` tells of another one chosen."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        """`name` is what a screen reader calls it."""
        super().__init__()
        self._moments: Sequence[Moment] = ()
        self.moment = QComboBox()
        self.moment.setAccessibleName(name)
        self.moment.setMinimumContentsLength(16)
        self.moment.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.exact = QDateTimeEdit()
        self.exact.setAccessibleName(_("{name}の日時").format(name=name))
        self.exact.setCalendarPopup(True)
        self.exact.calendarWidget().setAccessibleName(name)
        self.exact.setDisplayFormat(_(_FORMAT))
        self.moment.currentIndexChanged.connect(self._on_choose)
        self.exact.dateTimeChanged.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(name, "strong"))
        column.addWidget(self.moment)
        column.addWidget(self.exact)
        column.addStretch(1)

    def ask(self, moments: Sequence[Moment], chosen: int | None) -> None:
        """Offer these moments, and day and time; without one chosen, the latter."""
        self._moments = moments
        self.moment.clear()
        for one in moments:
            self.moment.addItem(one.label)
        self.moment.addItem(_("日時を指定する"))
        self.exact.setDateTime(QDate.currentDate().startOfDay())
        self.moment.setCurrentIndex(len(moments) if chosen is None else chosen)
        self._on_choose()

    @property
    def at(self) -> datetime | None:
        """The moment chosen (UTC); None means now."""
        row = self.moment.currentIndex()
        if 0 <= row < len(self._moments):
            return self._moments[row].at
        return datetime.fromtimestamp(self.exact.dateTime().toSecsSinceEpoch(), UTC)

    def _on_choose(self) -> None:
        self.exact.setVisible(self.moment.currentIndex() == len(self._moments))
        self.changed.emit()
