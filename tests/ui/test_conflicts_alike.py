"""Settling conflicts of notation alone in one act: looked through first, and taken back by one click."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.notation import Notation
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.ui.conflicts.alike_presenter import AlikePresenter
from tests.ui import rounds
from tests.ui.desk import KeptView, desk_for

NUMBERS = (10, 29)
FULL, HALF = "・１２人が参加した。", "・12人が参加した。"


@pytest.fixture
def alike(round_ledger, round_files, tmp_path):
    """The ledger with №10 and №29 in conflict of notation alone."""
    requests = rounds.copy_requests(round_files, tmp_path / "届いた照会")
    owners = {number: rounds.owners_of(round_ledger.plan(), number) for number in NUMBERS}
    for department in sorted({name for names in owners.values() for name in names}):
        texts = {n: (FULL, HALF)[names.index(department)] for n, names in owners.items() if department in names}
        rounds.merge(round_ledger, rounds.answer(round_ledger, requests[department], texts))
    assert len(list_conflicts(round_ledger)) == 2
    return round_ledger


@pytest.fixture
def view(coordinator_window, alike):
    coordinator_window.context.changed()
    coordinator_window.go("conflicts")
    return coordinator_window.current_view


def texts_of(ledger):
    return [rounds.entry_of(ledger, number).text for number in NUMBERS]


def test_the_list_follows_the_notation_chosen(alike):
    desk, view = desk_for(alike), KeptView()
    presenter = AlikePresenter(desk.context, view)
    presenter.begin()
    lines, notation = view.calls["show_alike"]
    assert (notation, [line.taken_text for line in lines]) == (Notation.HALF_WIDTH, [HALF, HALF])
    assert [line.other_text for line in lines] == [FULL, FULL]
    presenter.begin(Notation.FULL_WIDTH)
    lines, _notation = view.calls["show_alike"]
    assert [line.taken_text for line in lines] == [FULL, FULL]


def test_the_button_leads_to_the_list_and_return_settles_all(qtbot, view, alike, coordinator_window):
    qtbot.mouseClick(view.alike_button, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is view.alike.table
    assert view.alike.settle_button.text() == "2件をまとめて決める"
    qtbot.keyClicks(view.alike.reason, "half width")
    qtbot.keyClick(view.alike.settle_button, Qt.Key.Key_Return)
    assert texts_of(alike) == [HALF, HALF]
    assert list_conflicts(alike) == []
    assert QApplication.focusWidget() is view.board_button
    assert coordinator_window.messages.text == "表記だけの競合2件をまとめて決めました。"


def test_the_message_takes_it_all_back_by_one_click(qtbot, view, alike, coordinator_window):
    qtbot.mouseClick(view.alike_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.alike.settle_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(coordinator_window.messages.action_button, Qt.MouseButton.LeftButton)
    assert len(list_conflicts(alike)) == 2
    assert view.field.text() == "№10 令和３年度 下期実績"


def test_digits_and_the_space_bar_change_single_lines_and_0_leaves_one_out(qtbot, view, alike):
    qtbot.mouseClick(view.alike_button, Qt.MouseButton.LeftButton)
    table = view.alike.table
    full = next(n for n, side in enumerate(list_conflicts(alike)[0].sides) if side.value.text == FULL)
    qtbot.keyClicks(table, str(full + 1))
    assert view.alike.model.lines[0].taken_text == FULL
    assert table.currentIndex().row() == 0
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClicks(table, "0")
    assert view.alike.settle_button.text() == "1件をまとめて決める"
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert view.alike.model.lines[1].taken == 0
    qtbot.keyClicks(table, "0")
    qtbot.mouseClick(view.alike.settle_button, Qt.MouseButton.LeftButton)
    assert rounds.entry_of(alike, 10).text == FULL
    assert [one.id for one in list_conflicts(alike)] == ["29.1.2021.second_half"]


def test_another_notation_is_chosen_by_key(qtbot, view, alike):
    qtbot.mouseClick(view.alike_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(view.alike.notation, Qt.Key.Key_Down)
    assert [line.taken_text for line in view.alike.model.lines] == [FULL, FULL]


def test_escape_leaves_the_list_and_settles_nothing(qtbot, view, alike):
    qtbot.mouseClick(view.alike_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(view.alike.table, Qt.Key.Key_Escape)
    assert view.cards[1].isVisible()
    assert len(list_conflicts(alike)) == 2


def test_where_texts_say_different_things_no_list_is_offered(
    qtbot, coordinator_window, round_ledger, round_files, tmp_path
):
    requests = rounds.copy_requests(round_files, tmp_path / "届いた照会")
    rounds.make_conflict(round_ledger, requests, "・２回", "・3回")
    coordinator_window.context.changed()
    coordinator_window.go("conflicts")
    assert not coordinator_window.current_view.alike_button.isVisible()


def test_it_is_taken_back_later_by_the_command_of_the_menu(qtbot, view, alike, coordinator_window, monkeypatch):
    asked = []
    monkeypatch.setattr(coordinator_window.messages, "ask", lambda question, **_words: asked.append(question) or True)
    action = coordinator_window.menus.actions["round.undo_newest"]
    assert not action.isEnabled()
    qtbot.mouseClick(view.alike_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.alike.settle_button, Qt.MouseButton.LeftButton)
    assert list_conflicts(alike) == []
    coordinator_window.messages.clear()
    action.trigger()
    assert asked == ["まとめて決めた競合2件を元に戻しますか。"]
    assert len(list_conflicts(alike)) == 2
    assert not action.isEnabled()
