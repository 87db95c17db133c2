"""A new ledger from the window: which shape, which plan, where it goes."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.plan_document import plan_document_text
from kyosei_desktop.paths import DEFINITIONS, PLANS
from kyosei_desktop.ui.context import NewLedgerChoice
from kyosei_desktop.ui.dialogs import FileDialogs
from kyosei_desktop.ui.main_window.opening import definitions_to_choose
from kyosei_desktop.ui.new_ledger_dialog import NewLedgerDialog
from tests.ui.observing import unnamed

QUARTERS = PLANS / "quarterly-a4.json"


@pytest.fixture
def files() -> list[Path]:
    """What the system's dialog is going to answer."""
    return []


@pytest.fixture
def dialog(qtbot, window, files) -> NewLedgerDialog:
    made = NewLedgerDialog(window, definitions_to_choose(), lambda _title, _patterns: files)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_built_in_report_with_its_plan_is_chosen_already(dialog):
    assert dialog.choice() == NewLedgerChoice("half-yearly-a3", None)
    assert dialog.definition.currentText().startswith("進捗状況報告書")
    assert dialog.plan.currentText() == "様式に付いている計画"
    assert unnamed(dialog) == []


def test_another_shape_is_chosen_with_the_arrow_keys(qtbot, dialog):
    dialog.definition.setFocus()
    qtbot.keyClick(dialog.definition, Qt.Key.Key_Down)
    assert dialog.choice() == NewLedgerChoice("quarterly-a4", None)


def test_files_may_take_the_place_of_both(qtbot, dialog, files):
    files[:] = [DEFINITIONS / "quarterly-a4.json"]
    qtbot.keyClick(dialog.definition_button, Qt.Key.Key_Space)
    files[:] = [QUARTERS]
    qtbot.mouseClick(dialog.plan_button, Qt.MouseButton.LeftButton)
    assert dialog.choice() == NewLedgerChoice(str(DEFINITIONS / "quarterly-a4.json"), QUARTERS)
    assert dialog.plan.currentText() == "quarterly-a4.json"


def test_a_file_that_was_not_chosen_changes_nothing(qtbot, dialog):
    qtbot.keyClick(dialog.plan_button, Qt.Key.Key_Space)
    assert dialog.choice() == NewLedgerChoice("half-yearly-a3", None)


@pytest.mark.parametrize(
    ("key", "expected"), [(Qt.Key.Key_Return, NewLedgerChoice("half-yearly-a3")), (Qt.Key.Key_Escape, None)]
)
def test_return_goes_on_and_escape_leaves(qtbot, window, key, expected):
    def press() -> None:
        qtbot.keyClick(QApplication.activeModalWidget(), key)

    QTimer.singleShot(0, press)
    assert FileDialogs(window).ask_new_ledger(definitions_to_choose()) == expected


def test_the_window_makes_and_opens_what_was_chosen(qtbot, window, dialogs, tmp_path):
    dialogs.new_ledger = NewLedgerChoice("quarterly-a4")
    dialogs.save_file = tmp_path / "四半期"
    window.menus.actions["file.new"].trigger()
    ledger = window.context.open_ledger
    assert (ledger.path, ledger.definition.id) == (tmp_path / "四半期.kyosei", "quarterly-a4")
    assert plan_document_text(ledger.plan()) == QUARTERS.read_text("utf-8")
    assert dialogs.asked[-1][1].name == "新しい台帳.kyosei"


def test_the_built_in_ledger_keeps_its_name(window, dialogs):
    dialogs.new_ledger = NewLedgerChoice("half-yearly-a3")
    window.menus.actions["file.new"].trigger()
    assert dialogs.asked[-1][1].name == "福祉政策進捗状況.kyosei"
    assert window.context.ledger is None


def test_nothing_is_made_where_the_first_question_is_left(window, dialogs, tmp_path):
    dialogs.save_file = tmp_path / "台帳.kyosei"
    window.menus.actions["file.new"].trigger()
    assert not dialogs.save_file.exists()


def test_a_plan_that_does_not_fit_is_refused_in_words(window, dialogs, tmp_path):
    dialogs.new_ledger = NewLedgerChoice("yearly-a4", QUARTERS)
    dialogs.save_file = tmp_path / "台帳.kyosei"
    window.menus.actions["file.new"].trigger()
    assert "期間「q1」は様式の定義にありません" in window.messages.text
    assert not dialogs.save_file.exists()
