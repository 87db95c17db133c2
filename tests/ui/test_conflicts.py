"""Settling conflicts: the texts side by side, one key to take one, the ledger read back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.ui.conflicts.presenter import ConflictsPresenter, difference_label
from tests.ui import rounds
from tests.ui.desk import KeptView, desk_for

LEFT, RIGHT = "・相談会を２回開催した。", "・相談会を3回開催した。"


@pytest.fixture
def requests(round_files, tmp_path):
    return rounds.copy_requests(round_files, tmp_path / "届いた照会")


@pytest.fixture
def conflicting(round_ledger, requests):
    """The ledger with №10 in conflict."""
    rounds.make_conflict(round_ledger, requests, LEFT, RIGHT)
    return round_ledger


def conflicts_of(ledger):
    desk, view = desk_for(ledger), KeptView()
    presenter = ConflictsPresenter(desk.context, view)
    presenter.load()
    return desk, view, presenter


@pytest.fixture
def view(coordinator_window, conflicting):
    coordinator_window.context.changed()
    coordinator_window.go("conflicts")
    return coordinator_window.current_view


# Without a window


def test_root_and_sides_stand_beside_each_other_with_what_differs_marked(conflicting):
    _desk, view, _presenter = conflicts_of(conflicting)
    (page,) = view.calls["show_conflict"]
    assert page.heading == "№10 令和３年度 下期実績"
    assert page.measure == next(one.name for one in conflicting.plan().measures if one.no == 10)
    assert [panel.key for panel in page.panels] == ["0", "1", "2"]
    root, left, right = page.panels
    assert (root.who, root.label) == ("照会時の文", "（空白）")
    assert [left.who, right.who] == rounds.owners_of(conflicting.plan(), rounds.CO_OWNED)
    assert [piece.text for piece in left.pieces if piece.is_different] == ["２"]
    assert [piece.text for piece in right.pieces if piece.is_different] == ["3"]
    assert page.difference == "違い：数字「２」と「3」"
    assert page.joined_key == "3"
    assert not page.is_of_copies


def test_a_difference_of_notation_alone_is_said_and_ready_to_be_settled(round_ledger, requests):
    rounds.make_conflict(round_ledger, requests, "・１２人が参加した。", "・12人が参加した。")
    _desk, view, _presenter = conflicts_of(round_ledger)
    (page,) = view.calls["show_conflict"]
    assert page.is_notation_only
    assert page.difference == "表記だけの違い：数字「１２」と「12」"
    assert view.calls["show_choice"] == (Value("・１２人が参加した。"), "1")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([Value("甲乙"), Value("甲")], "違い：左だけに「乙」"),
        ([Value("甲"), Value("甲\n乙")], "違い：右だけに「（改行）乙」"),
        (
            [Value("書いた"), Value(blank=BlankReason.ENDED)],
            "違い：一方は記入あり、他方は（空白：終了）",
        ),
        ([Value("甲"), Value("乙"), Value("丙")], "3通りの回答があります"),
    ],
)
def test_what_differs_is_said_in_one_line(values, said):
    assert difference_label(values, False) == said


def test_the_root_every_side_and_the_joined_text_can_be_taken(conflicting):
    _desk, view, presenter = conflicts_of(conflicting)
    taken = {}
    for key in ("0", "1", "2", "3"):
        assert presenter.take(key)
        taken[key] = view.calls["show_choice"]
    assert taken["0"] == (Value(), "0")
    assert taken["1"] == (Value(LEFT), "1")
    assert taken["2"] == (Value(RIGHT), "2")
    assert taken["3"] == (Value(f"{LEFT}\n{RIGHT}"), "3")
    assert not presenter.take("4")
    assert not presenter.take("")


def test_taking_the_root_back_to_a_blank_settles_with_its_reason(conflicting):
    _desk, view, presenter = conflicts_of(conflicting)
    presenter.settle("", BlankReason.NOT_APPLICABLE, "")
    assert rounds.entry_of(conflicting, rounds.CO_OWNED) == Value(blank=BlankReason.NOT_APPLICABLE)
    assert view.calls["show_none"] == ()


def test_settling_in_a_ledger_open_for_reading_is_refused_in_words(conflicting):
    desk, _view, presenter = conflicts_of(conflicting)
    conflicting.is_read_only = True
    presenter.settle("x", None, "")
    assert desk.messages.last[0] == "error"
    assert len(list_conflicts(conflicting)) == 1


# In the window, by gestures


def test_pressing_2_and_ctrl_return_settles_with_the_second_text(qtbot, view, conflicting):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    assert view.editor.text() == RIGHT
    assert view.cards[2].take_button.isChecked()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert list_conflicts(conflicting) == []
    assert rounds.entry_of(conflicting, rounds.CO_OWNED) == Value(RIGHT)
    assert view.board_button.isVisible()


def test_nothing_is_settled_before_a_text_is_taken_or_written(qtbot, view, conflicting):
    assert not view.settle_button.isEnabled()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(list_conflicts(conflicting)) == 1
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_0)
    assert view.settle_button.isEnabled()


def test_3_joins_the_texts_and_0_takes_the_root_back(qtbot, view):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_3)
    assert view.editor.text() == f"{LEFT}\n{RIGHT}"
    assert view.join_button.isChecked()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_0)
    assert view.editor.text() == ""
    assert view.blank.isVisible()


def test_digits_typed_into_the_text_are_typed_and_take_nothing(qtbot, view, conflicting):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    view.editor.setFocus()
    qtbot.keyClicks(view.editor, "2")
    assert view.editor.text() == f"{LEFT}2"
    assert not any(card.take_button.isChecked() for card in view.cards)
    qtbot.keyClick(view.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert rounds.entry_of(conflicting, rounds.CO_OWNED) == Value(f"{LEFT}2")


def test_a_click_takes_a_text_and_the_reason_goes_into_the_history(qtbot, view, conflicting):
    qtbot.mouseClick(view.cards[1].take_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(view.reason, "phone")
    qtbot.mouseClick(view.settle_button, Qt.MouseButton.LeftButton)
    settled = list_changes(conflicting, rounds.CO_OWNED)[-1].revision
    assert settled.value == Value(LEFT)
    assert settled.reason == "phone"
    assert settled.author == rounds.COORDINATOR
    assert len(settled.after) == 2


def test_after_settling_the_next_conflict_is_shown_and_the_keys_go_on(
    qtbot, coordinator_window, round_ledger, requests
):
    both = {
        rounds.CO_OWNED: (LEFT, RIGHT),
        29: ("・甲を行った。", "・乙を行った。"),
    }
    owners = {number: rounds.owners_of(round_ledger.plan(), number) for number in both}
    for department in sorted({name for names in owners.values() for name in names}):
        texts = {n: both[n][names.index(department)] for n, names in owners.items() if department in names}
        rounds.merge(round_ledger, rounds.answer(round_ledger, requests[department], texts))
    coordinator_window.context.changed()
    coordinator_window.go("conflicts")
    view = coordinator_window.current_view
    assert coordinator_window.heading.text() == "どちらを採るか ── 競合 1／2"
    first = view.field.text()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert coordinator_window.heading.text() == "どちらを採るか ── 競合 1／1"
    assert view.field.text() != first
    assert "残り1件です" in coordinator_window.messages.text
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert list_conflicts(round_ledger) == []


def test_a_conflict_is_reached_by_its_id(coordinator_window, conflicting):
    coordinator_window.context.changed()
    (conflict,) = list_conflicts(conflicting)
    coordinator_window.go("conflicts", conflict=conflict.id)
    assert coordinator_window.current_view.field.text() == "№10 令和３年度 下期実績"


def test_no_break_spaces_survive_taking_and_editing(qtbot, round_ledger, requests, coordinator_window):
    rounds.make_conflict(round_ledger, requests, "10\u00a0人", "11\u00a0人")
    coordinator_window.context.changed()
    coordinator_window.go("conflicts")
    view = coordinator_window.current_view
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    qtbot.keyClicks(view.editor, "x")
    qtbot.mouseClick(view.settle_button, Qt.MouseButton.LeftButton)
    assert rounds.entry_of(round_ledger, rounds.CO_OWNED) == Value("10\u00a0人x")


def test_after_the_last_conflict_return_leads_to_the_board(qtbot, coordinator_window, view):
    qtbot.keyClick(view.cards[1].take_button, Qt.Key.Key_1)
    qtbot.keyClick(view.cards[1].take_button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert view.cards == []
    assert QApplication.focusWidget() is view.board_button
    qtbot.keyClick(view.board_button, Qt.Key.Key_Return)
    assert coordinator_window.current_view_id == "board"
