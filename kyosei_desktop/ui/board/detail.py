"""The panel beside the board: one department, what it still owes, whom to ask, and what to do."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QGridLayout, QLabel, QListWidget, QPushButton, QVBoxLayout

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.ui.board.form_box import FormBox
from kyosei_desktop.ui.board.lines import DepartmentLine, NextStep
from kyosei_desktop.ui.next_step import mark_next_step
from kyosei_desktop.ui.widgets import Scroller, button, label

_COMMANDS = (
    ("accept", N_("受理する"), "check"),
    ("return", N_("差し戻す…"), "undo-2"),
    ("revoke", N_("受理を取り消す"), "x"),
    ("request", N_("照会ファイルを作る…"), "file-output"),
    ("letter", N_("照会文を写す"), "copy"),
    ("remind", N_("督促文を写す"), "copy"),
    ("take_back", N_("差戻しを取り消す"), "undo-2"),
    ("settle", N_("競合を決める"), "git-compare"),
    ("held", N_("受理後の回答を見る"), "history"),
)
_NAMED = 3
_ICONS = {name: icon for name, _text, icon in _COMMANDS}
_READING = ("letter", "remind", "settle", "held")
_STEPS = {
    NextStep.REQUEST: "request",
    NextStep.REQUEST_MORE: "request",
    NextStep.REMIND: "remind",
    NextStep.SETTLE: "settle",
    NextStep.RETURN: "return",
    NextStep.ACCEPT: "accept",
    NextStep.LOOK_AT_HELD: "held",
}


class DepartmentDetail(QFrame):
    """Shows one line of the board; its buttons call what they are given."""

    def __init__(self, commands: Mapping[str, Callable[[], None]]) -> None:
        """`commands` by the names above."""
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(_("選んだ課"))
        self._name = label(role="subheading", wraps=True)
        self._state = label(role="muted", wraps=True)
        self._contact = label(wraps=True)
        self._message = label(wraps=True)
        self._missing_title = label(role="strong")
        self._ticks = label(role="muted", wraps=True)
        self.missing = QListWidget()
        self.missing.setAccessibleName(_("未記入の欄"))
        self.missing.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
        self._form_title = label(_("照会ファイルの渡し方"), "strong")
        self.form_box = FormBox()
        self.buttons: dict[str, QPushButton] = {}
        actions = QGridLayout()
        actions.setSpacing(8)
        for number, (name, text, icon) in enumerate(_COMMANDS):
            made = button(_(text), "", icon)
            made.clicked.connect(commands[name])
            made.hide()  # else the window would grow to hold all of them before the first line is shown
            self.buttons[name] = made
            actions.addWidget(made, number, 0)
        page = Scroller(_("選んだ課"))
        page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(16, 16, 8, 16)
        outside.addWidget(page)
        column = page.column
        column.setSpacing(8)
        for part in (self._name, self._state, self._contact, self._message, self._missing_title):
            column.addWidget(part)
        column.addWidget(self.missing, 1)
        column.addWidget(self._ticks)
        column.addStretch(0)
        column.addWidget(self._form_title)
        column.addWidget(self.form_box)
        column.addLayout(actions)

    def show_line(
        self,
        line: DepartmentLine | None,
        ticks: Sequence[str] = (),
        form: RequestForm = RequestForm.APP,
        *,
        is_writable: bool,
    ) -> None:
        """Show a department; None for none.

        Args:
            ticks: what its clerk stood by in spite of a warning, in words.
            form: in which it gets its requests.
        """
        self.setVisible(line is not None)
        if line is None:
            return
        self._name.setText(line.department.name)
        named = "、".join(line.in_conflict[:_NAMED])
        conflicts = _("競合 {count}件：{cells}").format(count=line.conflicts, cells=named) if line.conflicts else ""
        parts = [f"{line.shape} {line.word}", conflicts, line.due, f"{_('記入')} {line.answered}"]
        self._state.setText("　".join(part for part in parts if part))
        contact = line.contact and _("連絡先 {contact}").format(contact=line.contact)
        self._say(self._contact, f"{contact}（{line.contact_note}）" if line.contact_note else contact)
        head = _("担当課が確かめた指摘 {count}件").format(count=len(ticks))
        self._say(self._ticks, "\n".join([head, *ticks]) if ticks else "")
        self._say(self._message, line.message and f"「{line.message}」")
        self._say(
            self._missing_title,
            _("未記入 {count}欄").format(count=len(line.missing)) if line.missing else "",
        )
        self.missing.clear()
        self.missing.addItems(list(line.missing))
        self.missing.setVisible(bool(line.missing))
        possible = self._possible(line)
        self.form_box.show_form(form)
        for part in (self._form_title, self.form_box):
            part.setVisible(bool(possible & {"request", "return"}))
        self.form_box.setEnabled(is_writable)
        for name, made in self.buttons.items():
            made.setVisible(name in possible)
            is_blocked = name == "accept" and line.conflicts > 0
            made.setEnabled(not is_blocked and (is_writable or name in _READING))
            made.setToolTip(_("競合をすべて決めると受理できます。") if is_blocked else "")
            mark_next_step(made, _ICONS[name], is_next=_STEPS.get(line.next_step) == name)

    def _say(self, target: QLabel, text: str) -> None:
        target.setText(text)
        target.setVisible(bool(text))

    def _possible(self, line: DepartmentLine) -> set[str]:
        state = DepartmentState
        possible = {
            state.NOT_SENT: {"request"},
            state.ASKED: {"remind", "request", "letter", "accept"},
            state.SUBMITTED: {"accept", "return"} | ({"remind"} if line.missing else set()),
            state.RETURNED: {"remind", "return", "take_back"},
            state.ACCEPTED: {"revoke"},
        }[line.state]
        if line.not_sent and line.state is not state.ACCEPTED:
            possible.add("request")
        return possible | ({"settle"} if line.conflicts else set()) | ({"held"} if line.held else set())
