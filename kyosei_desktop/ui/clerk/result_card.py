"""What was handed in: where the file lies, its check word, and what to do next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kyosei_desktop.domain.language import _
from kyosei_desktop.exchange.handing_in import HandedIn
from kyosei_desktop.ui.flow import FlowRow
from kyosei_desktop.ui.widgets import Paragraph, button, label


class ResultCard(QFrame):
    """Hidden until something has been handed in.

    Signals:
        folder_wanted: show where the file lies.
    """

    folder_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setProperty("tone", "info")
        self.setAccessibleName(_("提出の結果"))
        self.title = label("", "subheading", wraps=True)
        # read aloud over the telephone
        self.word = label("", "check-word")
        self.next_steps = Paragraph()
        folder_button = button(_("フォルダを開く"), icon="folder-open")
        folder_button.clicked.connect(lambda *_checked: self.folder_wanted.emit())
        self.buttons = FlowRow(spacing_px=8)
        self.buttons.addWidget(folder_button)
        check = QVBoxLayout()
        check.setSpacing(0)
        check.addWidget(label(_("照合語"), "small"), 0, Qt.AlignmentFlag.AlignHCenter)
        check.addWidget(self.word, 0, Qt.AlignmentFlag.AlignHCenter)
        check.addStretch()
        head = QHBoxLayout()
        head.setSpacing(24)
        head.addWidget(self.title, 1)
        head.addLayout(check)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.next_steps)
        column.addLayout(self.buttons)
        self.hide()

    def show_result(self, handed_in: HandedIn) -> None:
        """Say what was written where."""
        title = _("{serial}回目の提出ファイルを作り、読み直して確かめました。\n{answers}欄の回答が入っています。")
        self.title.setText(title.format(serial=handed_in.serial, answers=handed_in.answers))
        self.word.setText(handed_in.check_word)
        self.word.setAccessibleName(_("照合語 {word}").format(word=handed_in.check_word))
        self.next_steps.setText(
            _(
                "次にすること\n"
                "1. このファイルを取りまとめ課に渡してください（メール、共有フォルダなど）。\n"
                "　 {file}\n"
                "2. 紙が要るときは、下で提出票や決裁用の紙面を印刷できます。照合語が同じなら、内容も同じです。\n"
                "3. 提出した後で直すときは、記入を直してもう一度提出してください（次は{again}回目になります）。"
            ).format(file=handed_in.file, again=handed_in.serial + 1)
        )
        self.show()
