"""One half-year from the first click to the printed report, through one window, by keys and clicks alone.

The coordinator opens the round and makes the requests; the two departments that share №10 answer it differently; the
coordinator merges, settles, returns, accepts, and writes the report. Only the file dialogs answer by script.
"""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.store.rounds import find_open_round
from kyosei_desktop.ui.main_window import MainWindow
from tests.ui import rounds
from tests.ui.conftest import ScriptedDialogs
from tests.ui.scenes import settle

pytestmark = pytest.mark.deep

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LONGEST_MS = 60_000


class Hands:
    """A person at the window: looks where the keyboard is, and presses keys there."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self._qtbot, self._window = qtbot, window

    @property
    def at(self) -> QWidget:
        """What has the keyboard."""
        focus = self._window.focusWidget()
        assert focus is not None, "the keyboard is nowhere"
        return focus

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        self._qtbot.keyClick(self.at, key, modifiers)

    def tab_to(self, target: QWidget) -> None:
        """Press Tab until a control has the keyboard, as somebody without a mouse must."""
        for _press in range(60):
            if self.at is target:
                return
            self.press(Qt.Key.Key_Tab)
        pytest.fail(f"Tab never comes to 「{target.accessibleName()}」")

    def write(self, text: str) -> None:
        """Write as an input method does."""
        written = QInputMethodEvent()
        written.setCommitString(text)
        QApplication.sendEvent(self.at, written)

    def drop(self, files: list[Path]) -> None:
        """Let files fall on the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        held = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self._window, QDragEnterEvent(QPoint(600, 400), *held))
        QApplication.sendEvent(self._window, QDropEvent(QPointF(600, 400), *held))

    def wait(self, is_so: Callable[[], bool]) -> None:
        """Wait for what the window does in the background."""
        self._qtbot.waitUntil(is_so, timeout=LONGEST_MS)


def start_the_round(window: MainWindow, hands: Hands, dialogs: ScriptedDialogs, folder: Path) -> dict[str, Path]:
    """From the empty board to seventeen request files, by their department."""
    hands.press(Qt.Key.Key_Return)  # 照会を始める
    panel = window.current_view.round_panel
    for _step in range(2):
        hands.tab_to(panel.next_button)
        hands.press(Qt.Key.Key_Return)
    dialogs.folder = folder
    hands.tab_to(panel.folder_button)
    hands.press(Qt.Key.Key_Return)
    hands.tab_to(panel.open_button)
    hands.press(Qt.Key.Key_Return)
    hands.wait(lambda: "17課分の照会ファイルと照会文を作りました" in window.messages.text)
    assert find_open_round(window.context.open_ledger) is not None
    return {file.stem.rpartition("_")[2]: file for file in folder.glob("*.kyoq")}


def fill_in_and_hand_in(
    window: MainWindow, hands: Hands, dialogs: ScriptedDialogs, request: Path, texts: dict[str, str], submission: Path
) -> None:
    """The clerk's whole path: open the request, fill in every required field, check, hand in."""
    dialogs.open_files = [request]
    hands.press(Qt.Key.Key_O, CTRL)
    assert window.current_view_id == "home"
    hands.press(Qt.Key.Key_Return)  # 記入を始める
    form = window.current_view
    for _field in range(60):
        page = form.presenter.page
        hands.write(texts.get(page.number, "・予定どおり実施した。"))
        hands.press(Qt.Key.Key_Return, CTRL)
        if "ほかに未記入の必須の欄はありません" in window.messages.text:
            break
    hands.press(Qt.Key.Key_Return, CTRL | SHIFT)
    assert window.current_view_id == "hand_in"
    assert window.current_view._summary.words.endswith("提出できます。")
    dialogs.save_file = submission
    hands.tab_to(window.current_view.hand_in_button)
    hands.press(Qt.Key.Key_Return)
    assert submission.stat().st_size > 0
    assert window.current_view.result.isVisible()


def merge_by_dropping(window: MainWindow, hands: Hands, submissions: list[Path]) -> None:
    """Drop the files on the window, look at the preview, and take them in."""
    hands.drop(submissions)
    view = window.current_view
    hands.wait(view.merge_button.isEnabled)
    assert "1欄 競合" in view.summary.words
    hands.tab_to(view.merge_button)
    hands.press(Qt.Key.Key_Return)
    hands.wait(lambda: "2件の回答を取り込みました" in window.messages.text)
    assert "競合が1件あります" in window.messages.text


def settle_by_keys(window: MainWindow, hands: Hands) -> None:
    """Take the second text."""
    hands.press(Qt.Key.Key_J, CTRL)
    assert window.current_view_id == "conflicts"
    chosen = window.current_view.cards[2].panel.value
    hands.press(Qt.Key.Key_2)
    hands.press(Qt.Key.Key_Return, CTRL)
    assert "競合はすべて決まりました" in window.messages.text
    assert rounds.entry_of(window.context.open_ledger, rounds.CO_OWNED) == chosen


def return_one_and_accept_the_other(
    window: MainWindow, hands: Hands, dialogs: ScriptedDialogs, names: list[str], file: Path
) -> None:
    """On the board: 差戻し for the first, 受理 for the second."""
    hands.press(Qt.Key.Key_Return)  # 集まり具合を見る
    board = window.current_view
    assert window.current_view_id == "board"

    def go_to(name: str) -> None:
        hands.tab_to(board.table)
        hands.press(Qt.Key.Key_Home, CTRL)
        while board.table.chosen.department.name != name:
            hands.press(Qt.Key.Key_Down)

    go_to(names[0])
    hands.tab_to(board.detail.buttons["return"])
    hands.press(Qt.Key.Key_Return)
    hands.write("人数の単位を入れてください")
    hands.tab_to(board.return_panel.table)
    hands.press(Qt.Key.Key_Home, CTRL)
    hands.press(Qt.Key.Key_Space)
    dialogs.save_file = file
    hands.tab_to(board.return_panel.return_button)
    hands.press(Qt.Key.Key_Return)
    assert file.exists(), window.messages.text
    go_to(names[1])
    hands.press(Qt.Key.Key_Return)  # 次の一手
    states = {line.department.name: line.state for line in board.model.lines}
    assert [states[name] for name in names] == [DepartmentState.RETURNED, DepartmentState.ACCEPTED]


def write_the_report(window: MainWindow, hands: Hands, dialogs: ScriptedDialogs, folder: Path, text: str) -> None:
    """PDF, workbook, and paper."""
    dialogs.save_file = folder / "報告書.pdf"
    hands.press(Qt.Key.Key_E, CTRL)
    hands.wait(lambda: "「報告書.pdf」を書き出しました" in window.messages.text)
    assert "切れた欄 0、17ページ" in window.messages.text
    settle(window)  # PDFium may be used by one thread only
    with pypdfium2.PdfDocument(folder / "報告書.pdf") as document:
        printed = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert text in "".join(printed.split())
    dialogs.save_file = folder / "報告書.xlsx"
    hands.press(Qt.Key.Key_E, CTRL | SHIFT)
    hands.wait(lambda: "「報告書.xlsx」を書き出しました" in window.messages.text)
    cells = [str(cell) for row in load_workbook(folder / "報告書.xlsx").worksheets[0].values for cell in row]
    assert any(text in cell for cell in cells)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "印刷.pdf"))
    view = window.current_view
    hands.wait(lambda: len(view.presenter.pages) == 17)
    view.ask_printer = lambda _parent, _page, _pages, **_title: printer
    hands.press(Qt.Key.Key_P, CTRL)
    hands.press(Qt.Key.Key_Return)  # すべてのページ
    hands.wait(lambda: "17ページを印刷に送りました" in window.messages.text)
    settle(window)
    with pypdfium2.PdfDocument(folder / "印刷.pdf") as document:
        assert len(document) == 17


def test_a_half_year_goes_from_the_first_click_to_the_printed_report(
    qtbot: QtBot, make_window: Callable[..., MainWindow], dialogs: ScriptedDialogs, work_folder: Path, tmp_path: Path
) -> None:
    window = make_window(rounds.COORDINATOR)
    hands = Hands(qtbot, window)
    window.open_own_ledger()
    ledger = window.context.open_ledger.path
    requests = start_the_round(window, hands, dialogs, tmp_path / "照会")
    names = rounds.owners_of(window.context.open_ledger.plan(), rounds.CO_OWNED)
    answers = dict(zip(names, ("・連絡会を２回開いた。", "・連絡会を３回開いた。"), strict=True))
    submissions = [tmp_path / f"{name}.kyoa" for name in names]
    for name, submission in zip(names, submissions, strict=True):
        texts = {str(rounds.CO_OWNED): answers[name]}
        fill_in_and_hand_in(window, hands, dialogs, requests[name], texts, submission)
    dialogs.open_files = [ledger]
    hands.press(Qt.Key.Key_O, CTRL)
    merge_by_dropping(window, hands, submissions)
    settle_by_keys(window, hands)
    settled = rounds.entry_of(window.context.open_ledger, rounds.CO_OWNED).text
    assert settled in answers.values()
    return_one_and_accept_the_other(window, hands, dialogs, names, tmp_path / "差戻し.kyoq")
    write_the_report(window, hands, dialogs, tmp_path, settled)
    assert ledger.parent == work_folder
