"""The row above the report's pages: where to go, how large, what to look for, and the ways out."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QMenu

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import MeasureNumber
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.report.presenter import MeasurePlace
from kyosei_desktop.ui.widgets import button

_NUMBER = Qt.ItemDataRole.UserRole
_PAGE = Qt.ItemDataRole.UserRole + 1
_SEARCH_EM = 11


class MeasureJump(QComboBox):
    """The measures in their order: one is chosen from the list, or its number or a part of its name is typed.

    Signals:
        typed: the text whose measure is wanted.
        jumped: the page, from 1, of the measure chosen.
    """

    typed = Signal(str)
    jumped = Signal(int)

    def __init__(self) -> None:
        """Empty until `show_measures`."""
        super().__init__()
        self.setAccessibleName(_("施策へ移る"))
        self.setToolTip(_("施策の番号か名前の一部を打って、Enterを押します"))
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(20)
        self.setMinimumContentsLength(10)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.popup().setAccessibleName(_("施策へ移る"))
        self.setCompleter(completer)
        self.activated.connect(lambda row: self.jumped.emit(self.itemData(row, _PAGE)))
        self.field.returnPressed.connect(self._on_return)
        self.field.installEventFilter(self)

    @property
    def field(self) -> QLineEdit:
        """Where the number is typed."""
        edit = self.lineEdit()
        assert edit is not None, "the box can be edited"
        return edit

    @property
    def number(self) -> MeasureNumber | None:
        """The measure that is shown."""
        found: MeasureNumber | None = self.currentData(_NUMBER)
        return found

    def show_measures(self, measures: Sequence[MeasurePlace]) -> None:
        """Offer these measures."""
        self.clear()
        for row, place in enumerate(measures):
            self.addItem(place.label, place.number)
            self.setItemData(row, place.page, _PAGE)

    def show_page(self, page: int) -> None:
        """Show the first measure that begins on a page, unless another of that page is shown already."""
        first = self.findData(page, _PAGE)
        if first >= 0 and self.currentData(_PAGE) != page:
            self.setCurrentIndex(first)
        self._show_whole()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A number is typed over what is there."""
        if watched is self.field and event.type() is QEvent.Type.FocusIn:
            QTimer.singleShot(0, self.field, self.field.selectAll)  # after the click that gave the keyboard
        return super().eventFilter(watched, event)

    def _on_return(self) -> None:
        text = self.field.text().strip()
        if text and text != self._chosen_text:
            self.typed.emit(text)
        elif self.currentIndex() >= 0:
            self.jumped.emit(self.currentData(_PAGE))
        self._show_whole()

    @property
    def _chosen_text(self) -> str:
        return self.itemText(self.currentIndex())

    def _show_whole(self) -> None:
        self.field.setText(self._chosen_text)
        self.field.setCursorPosition(0)


class SearchField(QLineEdit):
    """Words to look for; as wide with words as without, so that the row stays as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("報告書の中を探す"))
        self.setPlaceholderText(_("報告書の中を探す"))
        self.setToolTip("Ctrl+F")
        self.setClearButtonEnabled(True)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit to another size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("国") * _SEARCH_EM)


class HeadRow(FlowRow):
    """The controls; the view connects them."""

    def __init__(self, zoom: QComboBox) -> None:
        """`zoom` is the pages' own."""
        super().__init__()
        self.measure = MeasureJump()
        self.search = SearchField()
        self.layout_button = button(_("体裁"), "", "sliders-horizontal")
        self.layout_menu = QMenu(self.layout_button)
        self.layout_menu.setAccessibleName(_("体裁"))
        self.layout_button.setMenu(self.layout_menu)
        self.export_button = button(_("まとめて…"), "", "files")
        self.export_button.setAccessibleName(_("まとめて書き出す"))
        self.export_button.setToolTip(_("報告書、公開用データ、決裁用の紙面、新旧対照表をまとめて書き出します"))
        self.print_button = button(_("印刷…"), "", "printer")
        self.workbook_button = button(_("Excel…"), "", "file-spreadsheet")
        self.pdf_button = button(_("PDF…"), "primary", "file-down")
        for part in (self.measure, zoom, self.search):
            self.addWidget(part)
        for one in (self.layout_button, self.export_button, self.print_button, self.workbook_button, self.pdf_button):
            self.add_at_right(one)
