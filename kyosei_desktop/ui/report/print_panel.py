"""The panel that asks which pages are to be printed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QLineEdit, QRadioButton

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.report.panel import Panel
from kyosei_desktop.ui.report.preview import Preview
from kyosei_desktop.ui.report.print_choice import departments_of, pages_named, pages_of_department, paper_hint
from kyosei_desktop.ui.widgets import label, set_property


class PrintPanel(Panel):
    """Asks; `chosen` carries the numbers of the pages, from 1 and in the order wanted."""

    chosen = Signal(object)

    def __init__(self) -> None:
        """Empty until `ask`."""
        super().__init__(_("報告書を印刷する"), _("プリンターを選んで印刷…"), "printer")
        self._preview: Preview | None = None
        self._page_shown = 1
        self.all = QRadioButton()
        self.this_page = QRadioButton()
        self.some = QRadioButton(_("ページを指定する"))
        self.of_department = QRadioButton(_("担当課の施策があるページ"))
        self.ranges = QLineEdit()
        self.ranges.setAccessibleName(_("印刷するページ"))
        self.ranges.setPlaceholderText(_("例：1-3,5,9"))
        self.ranges.setMinimumWidth(self.fontMetrics().horizontalAdvance("国") * 14)
        self.ranges.textEdited.connect(lambda: self.some.setChecked(True))
        self.ranges.textChanged.connect(self._check)
        self.department = QComboBox()
        self.department.setAccessibleName(_("担当課"))
        self.department.activated.connect(lambda: self.of_department.setChecked(True))
        self.department.currentIndexChanged.connect(self._check)
        self.outcome = label(wraps=True)
        self.hint = label(role="muted", wraps=True)
        self._group = QButtonGroup(self)
        for one in (self.all, self.this_page, self.some, self.of_department):
            self._group.addButton(one)
            one.toggled.connect(self._check)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(16)
        grid.addWidget(self.all, 0, 0, 1, 2)
        grid.addWidget(self.this_page, 1, 0, 1, 2)
        grid.addWidget(self.some, 2, 0)
        grid.addWidget(self.ranges, 2, 1)
        grid.addWidget(self.of_department, 3, 0)
        grid.addWidget(self.department, 3, 1)
        grid.setColumnStretch(2, 1)
        self.column.addLayout(grid)
        self.column.addWidget(self.outcome)
        self.column.addWidget(self.hint)
        self.finish()

    def ask(self, preview: Preview, page: int) -> None:
        """Offer the pages of a report, of which one is being looked at; all are chosen already."""
        self._preview, self._page_shown = None, page
        self.all.setText(_("すべてのページ（{pages}ページ）").format(pages=len(preview.pages)))
        self.this_page.setText(_("いま見ているページ（{page}ページ）").format(page=page))
        for one in (self.all, self.this_page, self.some, self.of_department):
            one.setAccessibleName(one.text())
        self.ranges.clear()
        self.department.clear()
        for department, name in departments_of(preview):
            self.department.addItem(name, department)
        self.hint.setText(paper_hint(preview.layout.composition.definition.page, preview.layout.size_pt))
        self._preview = preview
        self.all.setChecked(True)
        self._check()

    @property
    def pages(self) -> Sequence[int]:
        """The pages chosen. Raises PagesNotReadable, NoSuchPage."""
        assert self._preview is not None, "pages are offered first"
        count = len(self._preview.pages)
        if self.this_page.isChecked():
            return [self._page_shown]
        if self.some.isChecked():
            return pages_named(self.ranges.text(), count)
        if self.of_department.isChecked():
            return pages_of_department(self._preview, self.department.currentData())
        return range(1, count + 1)

    def act(self) -> None:
        """Print what is chosen."""
        if self.do_button.isEnabled():
            self.chosen.emit(list(self.pages))

    def _check(self) -> None:
        """Say how many pages will be printed, or why that cannot be told."""
        if self._preview is None:
            return
        try:
            said, is_possible = _("{count}ページを印刷します。").format(count=len(self.pages)), True
        except KyoseiError as error:
            said, is_possible = str(error), False
        if self.some.isChecked() and not self.ranges.text():
            said = _("印刷するページの番号を入れてください。")
        self.do_button.setEnabled(is_possible)
        self.outcome.setText(said)
        set_property(self.outcome, "tone", "" if is_possible else "error")
