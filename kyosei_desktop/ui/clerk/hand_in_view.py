"""The check before handing in, and the file that comes out of it."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.exchange.handing_in import HandedIn
from kyosei_desktop.report.slip import Words
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.clerk.check_list import CheckList
from kyosei_desktop.ui.clerk.fold import Fold
from kyosei_desktop.ui.clerk.hand_in_check import Check
from kyosei_desktop.ui.clerk.hand_in_presenter import HandInPresenter
from kyosei_desktop.ui.clerk.papers_card import PapersCard
from kyosei_desktop.ui.clerk.result_card import ResultCard
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.dialogs import documents_folder
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.folders import show_folder
from kyosei_desktop.ui.passphrases.tick import PassphraseTick
from kyosei_desktop.ui.view import View
from kyosei_desktop.ui.widgets import Scroller, button, card, label

_LONGEST_LINE = 200


class HandInView(View):
    """Shows what was found and passes gestures on."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context)
        self.presenter = HandInPresenter(context, self, documents_folder())
        self._scroller = Scroller(_("提出前の確認"))
        self.result = ResultCard()
        self.result.folder_wanted.connect(self.presenter.show_folder)
        self.papers = PapersCard(context, self._words)
        for part in (self.result, self._check_card(), self._words_card(), self.papers):
            self._scroller.column.addWidget(part)
        self._scroller.column.addStretch()
        self.hand_in_button = button(_("提出ファイルを作る"), "primary", "send")
        self.hand_in_button.clicked.connect(self._hand_in)
        self.partial_box = QCheckBox(_("未記入の欄を残して、できた分だけ提出する"))
        self.partial_box.setAccessibleName(self.partial_box.text())
        self.partial_box.toggled.connect(self.presenter.allow_partial)
        self.why_not = label("", "small", wraps=True)
        row = FlowRow()
        row.addWidget(self.partial_box)
        self.passphrase_tick = PassphraseTick(context)
        row.add_at_right(self.passphrase_tick)
        row.add_at_right(self.hand_in_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._scroller, 1)
        column.addWidget(self.why_not)
        column.addLayout(row)

    def _check_card(self) -> QFrame:
        made = card()
        made.setAccessibleName(_("確認"))
        self._summary = label("", "subheading", wraps=True)
        is_read_only = self.context.open_ledger.is_read_only
        self.findings = CheckList(_("確かめる欄"), are_hints=False, is_read_only=is_read_only)
        self.hints = CheckList(_("ヒント"), are_hints=True, is_read_only=is_read_only)
        self.hints_fold = Fold(_("ヒント"), is_folded=True)
        self.hints_fold.column.addWidget(self.hints)
        for one in (self.findings, self.hints):
            one.jump_wanted.connect(self.presenter.open_field)
        self.findings.ticked.connect(
            lambda field, finding, is_ticked, reason: self.presenter.tick(
                field, finding, is_ticked=is_ticked, reason=reason
            )
        )
        column = QVBoxLayout(made)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(16)
        column.addWidget(self._summary)
        column.addWidget(self.findings)
        column.addWidget(self.hints_fold)
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
        """The filled button, else the first way to what keeps it from being pressed, else what can be written here."""
        if self.hand_in_button.isEnabled():
            return self.hand_in_button
        return self.findings.jumps[0] if self.findings.jumps else self.person

    def leave(self) -> None:
        """What was handed in has been read."""
        self.result.hide()

    def show_check(self, check: Check, *, is_partial: bool, why_not: str) -> None:
        """Show what was found."""
        self._summary.setText(_("{done}。").format(done=check.progress.text) + _verdict(check))
        self.findings.show_fields(check.fields)
        self.hints.show_fields(check.fields)
        self.hints_fold.say_title(_("ヒント {count}件（直さなくても提出できます）").format(count=check.hints))
        self.hints_fold.setVisible(bool(check.hints))
        self.partial_box.setVisible(bool(check.errors))
        self.partial_box.blockSignals(True)
        self.partial_box.setChecked(is_partial)
        self.partial_box.blockSignals(False)
        self.hand_in_button.setEnabled(not why_not)
        self.hand_in_button.setToolTip(why_not)
        self.hand_in_button.setStatusTip(why_not)
        self.why_not.setText(why_not)
        self.why_not.setVisible(bool(why_not))

    def show_handed_in(self, handed_in: HandedIn) -> None:
        """Say what was written where, and its check word."""
        self.result.show_result(handed_in)
        self._scroller.verticalScrollBar().setValue(0)

    def show_folder(self, folder: Path) -> None:
        """Open a folder in the system's file manager."""
        show_folder(folder)

    def _words(self) -> Words:
        given = (field.text().strip() or None for field in (self.person, self.extension, self.message))
        return Words(*given)

    def _hand_in(self) -> None:
        attempt(
            self.context,
            lambda: self.presenter.hand_in(self.person.text(), self.extension.text(), self.message.text()),
        )


def _verdict(check: Check) -> str:
    """Whether it can be handed in, and if not, what is in the way."""
    if check.disagreeing:
        return _("食い違いを決めると提出できます。")  # the bar above says how many, and leads there
    if check.errors:
        return _("必須の欄が{count}件、未記入です。").format(count=check.errors)
    if check.unticked:
        return _("注意が{count}件あります。直すか、「このままでよい」に印を付けてください。").format(
            count=check.unticked
        )
    return _("このままでも提出できます。") if check.progress.is_review else _("提出できます。")
