"""The panel for the report's typeface: its family, and between which sizes the program chooses."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QWidget

from kyosei_desktop.domain.definition import Fonts
from kyosei_desktop.domain.language import _
from kyosei_desktop.store.report_settings import LARGEST_PT, SMALLEST_PT
from kyosei_desktop.ui.report.panel import Panel
from kyosei_desktop.ui.widgets import label

_STEP_PT = 0.5


class FontsPanel(Panel):
    """Asks; `applied` carries the family, the largest and the smallest size."""

    applied = Signal(str, float, float)

    def __init__(self) -> None:
        """Empty until `ask`."""
        super().__init__(_("報告書の書体"), _("この書体にする"), "check")
        self.now = label(role="muted", wraps=True)
        self.family = QComboBox()
        self.family.setAccessibleName(_("書体"))
        self.max_pt, self.min_pt = _size(_("最大の大きさ")), _size(_("最小の大きさ"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(16)
        asked = ((_("書体"), self.family), (_("最大の大きさ"), self.max_pt), (_("最小の大きさ"), self.min_pt))
        for row, (name, part) in enumerate(asked):
            grid.addWidget(label(name, "strong"), row, 0)
            grid.addWidget(part, row, 1)
        grid.setColumnStretch(2, 1)
        self.column.addWidget(self.now)
        self.column.addLayout(grid)
        self.column.addWidget(
            label(
                _(
                    "最大と最小の間で、手で決めたページにすべての欄が収まるいちばん大きな文字を選びます。"
                    "書体を変えると、ページを測り直します。この台帳に残り、履歴から確かめられます。"
                ),
                "muted",
                wraps=True,
            )
        )
        self.finish()

    def ask(self, fonts: Fonts, families: Sequence[str], size_pt: float | None) -> None:
        """Offer the families at hand; what is set now is chosen already. `size_pt` is the size found for the pages."""
        self.family.clear()
        for name in families:
            self.family.addItem(name, name)
        if fonts.family not in families:
            self.family.insertItem(
                0, _("{family}（このコンピューターにありません）").format(family=fonts.family), fonts.family
            )
        self.family.setCurrentIndex(self.family.findData(fonts.family))
        self.max_pt.setValue(fonts.max_pt)
        self.min_pt.setValue(fonts.min_pt)
        said = "" if size_pt is None else _("いまのページの文字は {size} ptです。").format(size=f"{size_pt:g}")
        self.now.setText(said)
        self.now.setVisible(bool(said))

    def first_focus(self) -> QWidget:
        """The families."""
        return self.family

    def act(self) -> None:
        """Apply what is chosen."""
        self.applied.emit(self.family.currentData(), self.max_pt.value(), self.min_pt.value())


def _size(name: str) -> QDoubleSpinBox:
    made = QDoubleSpinBox()
    made.setAccessibleName(name)
    made.setRange(SMALLEST_PT, LARGEST_PT)
    made.setSingleStep(_STEP_PT)
    made.setDecimals(1)
    made.setSuffix(" pt")
    made.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)  # arrow keys and the wheel do the same
    return made
