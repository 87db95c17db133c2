"""What holds for all views of the coordinator: names for the screen reader, room at large text, commands."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kyosei_desktop.exchange.new_ledger import create_built_in_ledger
from kyosei_desktop.ui.main_window.views import VIEWS
from tests.ui import rounds

COORDINATORS = [one.id for one in VIEWS if one.in_ledgers]


def idle(qtbot, window):
    qtbot.waitUntil(lambda: not window.jobs._jobs)


def test_the_board_comes_first_and_every_view_opens_on_a_new_ledger(qtbot, make_window, tmp_path):
    window = make_window(rounds.COORDINATOR)
    window.show_ledger(create_built_in_ledger(tmp_path / "新.kyosei", author=rounds.COORDINATOR))
    assert window.current_view_id == "board"
    for view_id in COORDINATORS:
        window.go(view_id)
        idle(qtbot, window)
        assert window.messages.text == ""


@pytest.mark.parametrize("view_id", ["board", "collect", "conflicts", "measures", "history"])
def test_tab_leaves_the_first_control_of_every_view(qtbot, coordinator_window, view_id):
    coordinator_window.go(view_id)
    idle(qtbot, coordinator_window)
    first = QApplication.focusWidget()
    assert coordinator_window.current_view.isAncestorOf(first)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not first


def test_commands_of_the_round_say_why_they_are_not_possible(make_window, tmp_path, clock):
    window = make_window(rounds.COORDINATOR)
    window.show_ledger(rounds.make_ledger(tmp_path, clock))
    assert window.menus.actions["round.open"].isEnabled()
    assert not window.menus.actions["round.request"].isEnabled()
    assert not window.menus.actions["round.reopen"].isEnabled()
    rounds.start_round(window.context.open_ledger)
    window.context.changed()
    assert not window.menus.actions["round.open"].isEnabled()
    assert window.menus.actions["round.request"].isEnabled()
    assert window.menus.actions["round.close"].isEnabled()
    assert window.menus.actions["round.open"].statusTip() == "いまの照会を締め切ると使えます。"
