"""Undo without end: in a field, from measure to measure, and for a measure as a whole."""

from PySide6.QtCore import Qt

from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.work_files import read_work
from tests.ui.rounds import kept

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def test_ctrl_z_reaches_behind_leaving_the_field_and_going_to_another_measure(qtbot, clerk_window, form):
    view, card, field = form
    ledger = clerk_window.context.open_ledger
    qtbot.keyClicks(card.editor, "abc")
    qtbot.keyClick(card.editor, Qt.Key.Key_PageDown, CTRL)
    assert kept(ledger, field) == Value("abc")
    qtbot.mouseClick(view.previous_button, Qt.MouseButton.LeftButton)
    card = view.cards[field.place.id]
    qtbot.keyClicks(card.editor, "def")
    clerk_window.go("home")
    clerk_window.go("form", field=field.place.id)
    card = view.cards[field.place.id]
    assert card.editor.text() == "abcdef"
    for text in ("abc", ""):
        qtbot.keyClick(card.editor, Qt.Key.Key_Z, CTRL)
        assert card.editor.text() == text
    qtbot.keyClick(card.editor, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert card.editor.text() == "abc"
    view.leave()
    assert kept(ledger, field) == Value("abc")


def test_undo_in_one_field_leaves_the_others_alone(qtbot, clerk_window, form):
    view, card, field = form
    qtbot.keyClicks(card.editor, "abc")
    qtbot.keyClick(card.editor, Qt.Key.Key_PageDown, CTRL)
    other = next(iter(view.cards.values()))
    qtbot.keyClicks(other.editor, "xyz")
    qtbot.mouseClick(view.previous_button, Qt.MouseButton.LeftButton)
    card = view.cards[field.place.id]
    qtbot.keyClick(card.editor, Qt.Key.Key_Z, CTRL)
    assert card.editor.text() == ""
    qtbot.keyClick(card.editor, Qt.Key.Key_PageDown, CTRL)
    assert next(iter(view.cards.values())).editor.text() == "xyz"


def test_undo_still_works_after_the_look_has_changed(qtbot, clerk_window, form):
    view, card, field = form
    qtbot.keyClicks(card.editor, "abc")
    clerk_window.set_look(scheme="dark", text_percent=150)
    card = view.cards[field.place.id]
    assert card.editor.text() == "abc"
    assert card.editor.document().defaultFont().pointSizeF() == card.editor.font().pointSizeF()
    qtbot.keyClick(card.editor, Qt.Key.Key_Z, CTRL)
    assert card.editor.text() == ""


def test_a_measure_steps_back_through_all_that_was_kept_and_forth_again(qtbot, clerk_window, form):
    _view, card, field = form
    ledger = clerk_window.context.open_ledger
    qtbot.keyClicks(card.editor, "abc")
    qtbot.keyClick(card.editor, Qt.Key.Key_Tab)
    card.editor.setFocus()
    qtbot.keyClick(card.editor, Qt.Key.Key_3, ALT)
    assert kept(ledger, field) == Value(blank=BlankReason.ENDED)
    before = len(list_changes(ledger))
    qtbot.keyClick(clerk_window, Qt.Key.Key_Z, CTRL | ALT)
    assert kept(ledger, field) == Value("abc")
    assert card.editor.text() == "abc"
    assert card.editor.isEnabled()
    assert clerk_window.messages.text == "№30 令和３年度 下期実績 を一つ前の文に戻しました。"
    qtbot.keyClick(clerk_window, Qt.Key.Key_Z, CTRL | ALT)
    assert kept(ledger, field) == Value()
    assert "必須の欄です" in card.findings.words
    qtbot.keyClick(clerk_window, Qt.Key.Key_Z, CTRL | ALT)
    assert clerk_window.messages.text == "これより前の記入はありません。"
    assert len(list_changes(ledger)) == before + 2
    qtbot.keyClick(clerk_window, Qt.Key.Key_Y, CTRL | ALT)
    qtbot.keyClick(clerk_window, Qt.Key.Key_Y, CTRL | ALT)
    assert kept(ledger, field) == Value(blank=BlankReason.ENDED)
    assert not card.editor.isEnabled()
    qtbot.keyClick(clerk_window, Qt.Key.Key_Y, CTRL | ALT)
    assert clerk_window.messages.text == "やり直せる記入はありません。"


def test_what_is_being_typed_is_kept_before_the_step_back_and_comes_again(qtbot, clerk_window, form):
    _view, card, field = form
    ledger = clerk_window.context.open_ledger
    qtbot.keyClicks(card.editor, "abc")
    qtbot.keyClick(clerk_window, Qt.Key.Key_Z, CTRL | ALT)
    assert kept(ledger, field) == Value()
    assert card.editor.text() == ""
    qtbot.mouseClick(clerk_window.messages.action_button, Qt.MouseButton.LeftButton)  # やり直す
    assert kept(ledger, field) == Value("abc")


def test_what_is_written_after_a_step_back_hides_nothing(qtbot, clerk_window, form):
    view, card, field = form
    ledger = clerk_window.context.open_ledger
    qtbot.keyClicks(card.editor, "abc")
    qtbot.keyClick(clerk_window, Qt.Key.Key_Z, CTRL | ALT)
    qtbot.keyClicks(card.editor, "xyz")
    view.leave()
    seen = []
    for _step in range(3):
        qtbot.keyClick(clerk_window, Qt.Key.Key_Z, CTRL | ALT)
        seen.append(kept(ledger, field).text)
    assert seen == ["", "abc", ""]


def test_a_step_back_of_the_measure_is_a_step_in_the_field_too(qtbot, clerk_window, form):
    _view, card, _field = form
    qtbot.keyClicks(card.editor, "abc")
    qtbot.keyClick(card.editor, Qt.Key.Key_Tab)
    qtbot.keyClick(clerk_window, Qt.Key.Key_Z, CTRL | ALT)
    card.editor.setFocus()
    qtbot.keyClick(card.editor, Qt.Key.Key_Z, CTRL)
    assert card.editor.text() == "abc"


def test_steps_reach_back_behind_the_last_time_the_work_file_was_open(qtbot, make_window, request_file):
    window = make_window()
    window.open_file(request_file)
    path = window.context.open_ledger.path
    field = next(one for one in read_work(window.context.open_ledger).fields if one.is_required)
    window.go("form", field=field.place.id)
    qtbot.keyClicks(window.current_view.cards[field.place.id].editor, "abc")
    window.show_ledger(None)
    window.open_file(path)
    window.go("form", field=field.place.id)
    editor = window.current_view.cards[field.place.id].editor
    qtbot.waitUntil(editor.hasFocus)
    qtbot.keyClick(editor, Qt.Key.Key_Z, CTRL | ALT)
    assert kept(window.context.open_ledger, field) == Value()


def test_a_work_file_opened_for_reading_is_not_stepped_back(qtbot, window, work_ledger):
    window.open_file(work_ledger.path, read_only=True)
    window.go("form")
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | ALT)
    assert window.messages.text == "これより前の記入はありません。"
