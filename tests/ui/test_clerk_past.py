"""What was written before, beside the field: a plan to tick off, years to fold, texts to copy."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.store.drafts import load_drafts
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.ui.clerk.answers import AnswerState
from kyosei_desktop.ui.clerk.pages import load_pages
from kyosei_desktop.ui.clerk.past import items_of
from tests.ui.rounds import kept

CTRL = Qt.KeyboardModifier.ControlModifier


def copy_buttons(view):
    return [one for one in view.past.findChildren(QPushButton) if one.text() == "下書きに写す" and one.isVisible()]


def last_half(view):
    """The text of 令和３年度 上期実績, which the first button copies."""
    section = view.past.sections["令和３年度"]
    place = next(one for one in section.places if one.period == "first_half")
    return view.past.texts[place].words


def copy_last_half(qtbot, view):
    qtbot.waitUntil(lambda: bool(copy_buttons(view)))
    button = copy_buttons(view)[0]
    assert button.accessibleName() == "令和３年度 上期実績 を下書きに写す"
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("・一つ目\n・二つ目（未定）", ["一つ目", "二つ目（未定）"]),
        ("・一つ目は\n　次の行まで\n・二つ目", ["一つ目は次の行まで", "二つ目"]),
        ("補助の継続\n相談の継続", ["補助の継続", "相談の継続"]),
        ("会議を開く。周知する。", ["会議を開く。", "周知する。"]),
        ("「開く。」と決めた。", ["「開く。」と決めた。"]),
        ("", []),
    ],
)
def test_a_plan_comes_apart_into_its_bullets_or_sentences(text, items):
    assert items_of(text) == items


def test_this_years_plan_is_a_list_whose_ticks_last_while_the_window_shows_the_work_file(qtbot, clerk_window, form):
    view, card, field = form
    plan = clerk_window.context.open_ledger.plan()
    planned = plan.measure(field.place.measure).initiatives[0].entry(field.place.year, "plan").text
    assert [one.box.accessibleName() for one in view.past.ticks] == items_of(planned)
    box = view.past.ticks[0].box
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.keyClick(card.editor, Qt.Key.Key_PageDown, CTRL)
    qtbot.mouseClick(view.previous_button, Qt.MouseButton.LeftButton)
    assert [one.box.isChecked() for one in view.past.ticks] == [True] + [False] * (len(view.past.ticks) - 1)
    assert list_changes(clerk_window.context.open_ledger) == []


def test_a_click_on_an_item_ticks_it_too(qtbot, form):
    view, _card, _field = form
    line = view.past.ticks[0]
    QApplication.processEvents()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=QPoint(line.width() - 20, line.height() // 2))
    assert line.box.isChecked()


def test_years_are_folded_by_key_and_stay_so_from_measure_to_measure(qtbot, form):
    view, card, _field = form
    assert [name for name, one in view.past.sections.items() if not one.is_open] == ["令和元年度", "平成30年度"]
    head = view.past.sections["令和２年度"].head
    head.setFocus()
    qtbot.keyClick(head, Qt.Key.Key_Space)
    assert head.accessibleDescription() == "たたんでいます"
    view.past.sections["平成30年度"].unfold()
    qtbot.keyClick(card.editor, Qt.Key.Key_PageDown, CTRL)
    assert view.past.sections["平成30年度"].is_open
    qtbot.mouseClick(view.previous_button, Qt.MouseButton.LeftButton)
    opened = {name: one.is_open for name, one in view.past.sections.items()}
    assert not opened["令和２年度"]
    assert opened["平成30年度"]
    assert opened["令和３年度"]


def test_last_halfs_text_becomes_a_draft_that_is_marked_and_is_no_answer(qtbot, clerk_window, form):
    view, card, field = form
    ledger, text = clerk_window.context.open_ledger, last_half(view)
    copy_last_half(qtbot, view)
    assert card.editor.text() == text
    assert card.state.text() == "写したまま"
    assert card.copied.isVisible()
    assert load_drafts(ledger)[field.place.id].value == Value(text)
    view.leave()
    assert kept(ledger, field) == Value()
    clerk_window.go("hand_in")
    assert not clerk_window.current_view.hand_in_button.isEnabled()
    page = next(one for one in load_pages(ledger).pages if one.number == "30")
    assert page.state is AnswerState.COPIED


def test_a_copied_text_that_is_changed_is_an_answer_as_any_other(qtbot, clerk_window, form):
    view, card, field = form
    copy_last_half(qtbot, view)
    qtbot.keyClicks(card.editor, "12")
    assert not card.copied.isVisible()
    qtbot.keyClick(card.editor, Qt.Key.Key_Tab)
    assert kept(clerk_window.context.open_ledger, field).text == card.editor.text()
    assert card.editor.text().startswith(last_half(view)[:4])
    assert card.state.text() == "記入済"


def test_a_copied_text_may_stand_when_its_author_says_so(qtbot, clerk_window, form):
    view, card, field = form
    copy_last_half(qtbot, view)
    qtbot.waitUntil(card.copied.accept_button.isVisible)
    card.copied.accept_button.setFocus()
    qtbot.keyClick(card.copied.accept_button, Qt.Key.Key_Return)
    assert kept(clerk_window.context.open_ledger, field) == Value(last_half(view))
    assert card.state.text() == "記入済"
    assert not card.copied.isVisible()
    assert card.editor.hasFocus(), "the keyboard goes on to the text"


def test_a_copy_is_undone_by_ctrl_z_and_what_stood_there_is_in_the_history(qtbot, clerk_window, form):
    view, card, field = form
    ledger = clerk_window.context.open_ledger
    qtbot.keyClicks(card.editor, "abc")
    copy_last_half(qtbot, view)
    assert kept(ledger, field) == Value("abc")
    qtbot.keyClick(card.editor, Qt.Key.Key_Z, CTRL)
    assert card.editor.text() == "abc"
    qtbot.waitUntil(lambda: not load_drafts(ledger))
    assert card.state.text() == "記入済"


def test_a_copy_is_still_known_as_one_when_the_work_file_is_opened_again(qtbot, window, work_ledger):
    window.show_ledger(work_ledger)
    field = next(one for one in read_work(work_ledger).fields if one.is_required)
    window.go("form", field=field.place.id)
    copy_last_half(qtbot, window.current_view)
    path = work_ledger.path
    window.show_ledger(None)
    window.open_file(path)
    window.go("form", field=field.place.id)
    card = window.current_view.cards[field.place.id]
    assert card.state.text() == "写したまま"
    assert not card.recovery.isVisible()


def test_the_next_unanswered_field_may_be_one_that_holds_a_copy(qtbot, clerk_window, form):
    view, card, field = form
    copy_last_half(qtbot, view)
    qtbot.keyClick(card.editor, Qt.Key.Key_Return, CTRL)
    other = next(one for one in view.cards.values() if one.editor.hasFocus())
    qtbot.keyClick(other.editor, Qt.Key.Key_Return, CTRL)
    assert view.cards[field.place.id].editor.hasFocus()


def test_choosing_a_blank_over_a_copy_keeps_no_copy(qtbot, clerk_window, form):
    view, card, field = form
    copy_last_half(qtbot, view)
    qtbot.keyClick(card.editor, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    values = [one.revision.value for one in list_changes(clerk_window.context.open_ledger)]
    assert Value(last_half(view)) not in values
    assert kept(clerk_window.context.open_ledger, field).blank == "ended"


def test_a_work_file_opened_for_reading_offers_no_copies(qtbot, window, work_ledger):
    window.open_file(work_ledger.path, read_only=True)
    window.go("form")
    QApplication.processEvents()
    assert window.current_view.past.sections
    assert copy_buttons(window.current_view) == []
