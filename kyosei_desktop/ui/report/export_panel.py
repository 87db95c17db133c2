"""The panel that asks what is to be exported, of which years, and where to."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QWidget,
)

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import DepartmentId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.print_text import shortened
from kyosei_desktop.store.internal_contents import InternalContent
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.moment_choice import MomentChoice
from kyosei_desktop.ui.report.export_choice import KIND_TEXTS, ExportChoice, ExportKind, ExportOptions, Remembered
from kyosei_desktop.ui.report.panel import Panel
from kyosei_desktop.ui.widgets import button, label

_DEPARTMENT_LINES = 6
_TEXTS_SHOWN, _LENGTH_SHOWN = 3, 20


class ExportPanel(Panel):
    """Asks.

    Signals:
        changed: a choice has been made, so the files' names may be others; answer by `show_files`.
        folder_wanted: another folder is to be chosen; answer by `show_folder`.
        confirmed: what is chosen is to be exported.
    """

    changed = Signal()
    folder_wanted = Signal()
    confirmed = Signal()

    def __init__(self) -> None:
        """Empty until `ask`."""
        super().__init__(_("まとめて書き出す"), _("書き出す"), "file-down")
        self._folder = Path()
        self.kinds = {kind: _tick(_(text)) for kind, text in KIND_TEXTS.items()}
        self.first_year, self.last_year = _years(_("最初の年度")), _years(_("最後の年度"))
        self.departments = QListWidget()
        self.departments.setAccessibleName(_("決裁用の紙面を作る担当課"))
        self.departments.setProperty("role", "roomy")
        self.all_departments = button(_("すべての課を選ぶ"), "quiet")
        self.no_departments = button(_("すべて外す"), "quiet")
        self.since, self.until = MomentChoice(_("旧の時点")), MomentChoice(_("新の時点"))
        self.folder = label(wraps=True)
        self.folder_button = button(_("フォルダを変える…"), "quiet", "folder-open")
        self.files = label(role="muted", wraps=True)
        self.public, self.internal = QRadioButton(_("公開用")), QRadioButton(_("内部用"))
        self._internal_contents: Sequence[InternalContent] | None = None
        self.contents = label(role="muted", wraps=True)
        self.opens_folder = _tick(_("終わったらフォルダを開く"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        kinds = FlowRow()
        for kind, tick in self.kinds.items():
            if kind not in (ExportKind.APPROVAL, ExportKind.COMPARISON, ExportKind.INTERNAL):
                kinds.addWidget(tick)
        purpose = FlowRow()
        for widget in (label(_("使いみち"), "strong"), self.public, self.internal):
            purpose.addWidget(widget)
        years = FlowRow()
        for part in (
            label(_("載せる年度"), "strong"),
            self.first_year,
            label(_("から")),
            self.last_year,
            label(_("まで")),
        ):
            years.addWidget(part)
        self._approval_part = _part(self.departments, self.all_departments, self.no_departments)
        self._comparison_part = _part(self.since, self.until)
        folder = FlowRow()
        for one in (label(_("書き出すフォルダ"), "strong"), self.folder_button):
            folder.addWidget(one)
        self.column.addLayout(purpose)
        self.column.addWidget(self.contents)
        self.column.addWidget(self.kinds[ExportKind.INTERNAL])
        self.column.addLayout(kinds)
        self.column.addLayout(years)
        self.column.addWidget(self.kinds[ExportKind.APPROVAL])
        self.column.addWidget(self._approval_part)
        self.column.addWidget(self.kinds[ExportKind.COMPARISON])
        self.column.addWidget(self._comparison_part)
        self.column.addLayout(folder)
        self.column.addWidget(self.folder)
        self.column.addWidget(self.files)
        self.column.addWidget(self.opens_folder)
        self.finish()

    def _connect(self) -> None:
        for tick in self.kinds.values():
            tick.toggled.connect(self._on_change)
        self.internal.toggled.connect(self._on_purpose)
        self.kinds[ExportKind.INTERNAL].toggled.connect(self._say_internal)
        for box in (self.first_year, self.last_year):
            box.currentIndexChanged.connect(self._on_change)
        self.first_year.activated.connect(
            lambda row: self.last_year.setCurrentIndex(max(row, self.last_year.currentIndex()))
        )
        self.last_year.activated.connect(
            lambda row: self.first_year.setCurrentIndex(min(row, self.first_year.currentIndex()))
        )
        self.departments.itemChanged.connect(self._on_change)
        self.all_departments.clicked.connect(lambda: self._tick_departments(Qt.CheckState.Checked))
        self.no_departments.clicked.connect(lambda: self._tick_departments(Qt.CheckState.Unchecked))
        self.folder_button.clicked.connect(self.folder_wanted)

    def ask(self, options: ExportOptions, remembered: Remembered, folder: Path) -> None:
        """Offer what there is; what was chosen last time is chosen already."""
        self.blockSignals(True)
        for box in (self.first_year, self.last_year):
            box.clear()
            for year, text in options.years:
                box.addItem(text, year)
        self.first_year.setCurrentIndex(self.first_year.findData(options.shown_years[0]))
        self.last_year.setCurrentIndex(self.last_year.findData(options.shown_years[-1]))
        self.departments.clear()
        for department, name in options.departments:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, department)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.departments.addItem(item)
        self.departments.ensurePolished()  # before it is shown for the first time, its lines have no padding yet
        lines = min(_DEPARTMENT_LINES, self.departments.count())
        self.departments.setFixedHeight(self.departments.sizeHintForRow(0) * lines + 2 * self.departments.frameWidth())
        self.since.ask(options.moments.older, options.moments.suggested)
        self.until.ask(options.moments.newer, 0)
        for kind, tick in self.kinds.items():
            tick.setChecked(kind in remembered.kinds)
        self.opens_folder.setChecked(remembered.opens_folder)
        self._internal_contents = None
        self.public.setChecked(True)  # each time anew, for what was published cannot be called back
        self._on_purpose()
        self.blockSignals(False)
        self.show_folder(folder)

    def first_focus(self) -> QWidget:
        """The first thing to be ticked."""
        return self.kinds[ExportKind.PDF]

    def choose_kinds(self, kinds: frozenset[ExportKind]) -> None:
        """Tick these and no others."""
        for kind, tick in self.kinds.items():
            tick.setChecked(kind in kinds)

    @property
    def choice(self) -> ExportChoice:
        """What is chosen now."""
        first, last = self.first_year.currentIndex(), self.last_year.currentIndex()
        is_compared = self.kinds[ExportKind.COMPARISON].isChecked()
        return ExportChoice(
            kinds=frozenset(kind for kind, tick in self.kinds.items() if tick.isChecked()),
            folder=self._folder,
            years=[FiscalYear(self.first_year.itemData(row)) for row in range(first, last + 1)],
            departments=self._chosen_departments,
            since=self.since.at if is_compared else None,
            until=self.until.at if is_compared else None,
            opens_folder=self.opens_folder.isChecked(),
        )

    @property
    def _chosen_departments(self) -> Sequence[DepartmentId]:
        items = [self.departments.item(row) for row in range(self.departments.count())]
        return [one.data(Qt.ItemDataRole.UserRole) for one in items if one.checkState() is Qt.CheckState.Checked]

    def show_folder(self, folder: Path) -> None:
        """Export into this folder."""
        self._folder = folder
        self.folder.setText(str(folder))
        self._on_change()

    def show_internal(self, contents: Sequence[InternalContent]) -> None:
        """What the ledger holds that leaves in an internal export only."""
        self._internal_contents = contents
        self._say_internal()

    def show_files(self, files: Sequence[Path]) -> None:
        """The files that will be written; those that are there already are marked."""
        names = [_("{name}（置き換えます）").format(name=one.name) if one.exists() else one.name for one in files]
        said = (
            _("作るファイル：{names}").format(names="、".join(names)) if names else _("書き出すものを選んでください。")
        )
        self.files.setText(said)
        self.do_button.setEnabled(bool(names))

    def act(self) -> None:
        """Export what is chosen."""
        self.confirmed.emit()

    def _on_purpose(self) -> None:
        is_internal = self.internal.isChecked()
        self.kinds[ExportKind.INTERNAL].setVisible(is_internal)
        self.kinds[ExportKind.INTERNAL].setChecked(is_internal)
        self._say_internal()

    def _say_internal(self) -> None:
        is_internal = self.kinds[ExportKind.INTERNAL].isChecked()
        self.contents.setText(internal_words(self._internal_contents, is_internal=is_internal))

    def _tick_departments(self, state: Qt.CheckState) -> None:
        for row in range(self.departments.count()):
            self.departments.item(row).setCheckState(state)

    def _on_change(self) -> None:
        self._approval_part.setVisible(self.kinds[ExportKind.APPROVAL].isChecked())
        self._comparison_part.setVisible(self.kinds[ExportKind.COMPARISON].isChecked())
        self.changed.emit()


def _tick(text: str) -> QCheckBox:
    made = QCheckBox(text)
    made.setAccessibleName(text)
    return made


def _years(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    return made


def _part(*widgets: QWidget) -> QWidget:
    """What is asked further about a tick, set in a little; buttons take no more room than they need."""
    made = QWidget()
    made.setProperty("role", "page")
    row = QHBoxLayout(made)
    row.setContentsMargins(32, 0, 0, 0)
    row.setSpacing(16)
    for one in widgets:
        row.addWidget(one, 0 if isinstance(one, QPushButton) else 1)
    return made


def internal_words(contents: Sequence[InternalContent] | None, *, is_internal: bool) -> str:
    """What is internal here, a line a kind with its first texts, and whether it leaves. None: not known yet."""
    if contents is None:
        return _("人の名前や内部の言葉を調べています…")
    lines = [_kind_line(one) for one in contents]
    if is_internal and contents:
        said = _("「内部用の記録」には次のものが入ります。公開しないでください。ほかのファイルには入りません。")
    elif is_internal:
        said = _("この台帳に、人の名前や内部の言葉はまだありません。")
    elif contents:
        said = _("どのファイルも公開できます。台帳にある次のものは入りません。")
    else:
        said = _("どのファイルも公開できます。人の名前や内部の言葉は入りません。")
    return "\n".join([said, *lines])


def _kind_line(content: InternalContent) -> str:
    texts = [shortened(one, _LENGTH_SHOWN) for one in content.texts[:_TEXTS_SHOWN]]
    if len(content.texts) > _TEXTS_SHOWN:
        texts.append(_("ほか"))
    return _("・{kind}　{count}件：{texts}").format(
        kind=_(content.kind.value), count=len(content.texts), texts=_("、").join(texts)
    )
