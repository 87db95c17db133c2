"""The check before handing in, and the file that comes out of it."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.exchange.handing_in import HandedIn
from kyosei_desktop.ui import icons
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.clerk.answers import AnswerState
from kyosei_desktop.ui.clerk.hand_in_presenter import Check, Finding, HandInPresenter
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.dialogs import documents_folder
from kyosei_desktop.ui.folders import show_folder
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import Paragraph, Scroller, button, card, clear_layout, label

_LONGEST_LINE = 200


class HandInView(View):
    """Shows what was found and passes gestures on."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = HandInPresenter(context, self, documents_folder())
        self._scroller = Scroller(_("提出前の確認"))
        for part in (self._result_card(), self._check_card(), self._words_card()):
            self._scroller.column.addWidget(part)
        self._scroller.column.addStretch()
        self.hand_in_button = button(_("提出ファイルを作る"), "primary", "send")
        self.hand_in_button.clicked.connect(self._hand_in)
        self.partial_box = QCheckBox(_("未記入の欄を残して、できた分だけ提出する"))
        self.partial_box.setAccessibleName(self.partial_box.text())
        self.partial_box.toggled.connect(self.presenter.allow_partial)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.partial_box)
        row.addStretch()
        row.addWidget(self.hand_in_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._scroller, 1)
        column.addLayout(row)

    def _result_card(self) -> QFrame:
        self.result = card("info")
        self.result.setAccessibleName(_("提出の結果"))
        self._result_text = Paragraph()
        self.folder_button = button(_("フォルダーを開く"), icon="folder-open")
        self.folder_button.clicked.connect(self.presenter.show_folder)
        row = QHBoxLayout(self.result)
        row.setContentsMargins(24, 16, 24, 16)
        row.addWidget(self._result_text, 1)
        row.addWidget(self.folder_button)
        self.result.hide()
        return self.result

    def _check_card(self) -> QFrame:
        made = card()
        made.setAccessibleName(_("確認"))
        self._summary = label("", "subheading", wraps=True)
        self._findings = QVBoxLayout()
        self._findings.setSpacing(0)
        column = QVBoxLayout(made)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(self._summary)
        column.addLayout(self._findings)
        return made

    def _words_card(self) -> QFrame:
        made = card()
        made.setAccessibleName(_("添える言葉"))
        self.person, self.extension, self.message = QLineEdit(), QLineEdit(), QLineEdit()
        self.person.setText(self.context.author)
        rows = (
            (self.person, _("担当者"), ""),
            (self.extension, _("内線"), _("問い合わせ先の内線番号")),
            (self.message, _("連絡事項"), _("取りまとめ課に伝えたいこと（任意）")),
        )
        grid = QGridLayout(made)
        grid.setContentsMargins(24, 16, 24, 16)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for number, (field, name, hint) in enumerate(rows):
            field.setAccessibleName(name)
            field.setPlaceholderText(hint)
            field.setMaxLength(_LONGEST_LINE)
            title = label(name)
            title.setBuddy(field)
            grid.addWidget(title, number, 0)
            grid.addWidget(field, number, 1)
        return made

    def refresh(self) -> None:
        """Check anew."""
        self.presenter.refresh()

    def first_focus(self) -> QWidget:
        """The first jump, or else the filled button."""
        return self.hand_in_button if self.hand_in_button.isEnabled() else self._scroller

    def leave(self) -> None:
        """What was handed in has been read."""
        self.result.hide()

    def show_check(self, check: Check, *, is_partial: bool) -> None:
        """Show what was found."""
        clear_layout(self._findings)
        if check.blocking:
            verdict = _("必須の欄が{count}件、未記入です。").format(count=check.blocking)
        else:
            verdict = _("このままでも提出できます。") if check.progress.is_review else _("提出できます。")
        self._summary.setText(_("{done}。").format(done=check.progress.text) + verdict)
        for finding in check.findings:
            self._findings.addWidget(self._finding_row(finding))
        self.partial_box.setVisible(bool(check.blocking))
        self.partial_box.blockSignals(True)
        self.partial_box.setChecked(is_partial)
        self.partial_box.blockSignals(False)
        can_hand_in = is_partial or not check.blocking
        self.hand_in_button.setEnabled(can_hand_in)
        reason = "" if can_hand_in else _("必須の欄を記入するか、できた分だけの提出を選んでください。")
        self.hand_in_button.setToolTip(reason)
        self.hand_in_button.setStatusTip(reason)

    def _finding_row(self, finding: Finding) -> QWidget:
        made = QWidget()
        made.setAccessibleName(finding.place)
        shape = label()
        shape.setAccessibleName(_("種類"))
        if finding.is_blocking:
            icons.put(shape, AnswerState.UNWRITTEN.icon, "error")
        else:
            icons.put(shape, AnswerState.RETURNED.icon, "warning")
        jump = button(_("この欄へ"), "quiet", "arrow-right")
        jump.setAccessibleName(_("{place} へ").format(place=finding.place))
        jump.clicked.connect(lambda: self.presenter.open_field(finding.field))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(shape)
        row.addWidget(label(f"{finding.place}　{finding.text}", wraps=True), 1)
        row.addWidget(jump)
        return made

    def show_handed_in(self, handed_in: HandedIn) -> None:
        """Say what was written where, and its check word."""
        self._result_text.setText(
            _(
                "{serial}回目の提出ファイルを作りました。このファイルを取りまとめ課に渡してください。\n"
                "{file}\n{answers}欄の回答　照合語 {word}"
            ).format(serial=handed_in.serial, file=handed_in.file, answers=handed_in.answers, word=handed_in.check_word)
        )
        self.result.show()
        self._scroller.verticalScrollBar().setValue(0)

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""
        show_folder(folder)

    def _hand_in(self) -> None:
        attempt(
            self.context,
            lambda: self.presenter.hand_in(self.person.text(), self.extension.text(), self.message.text()),
        )
