"""The text field of an answer: to the character, and safe under an input method."""

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from kyosei_desktop.ui.clerk.answer_editor import AnswerEditor


@pytest.fixture
def editor(qtbot):
    holder = QWidget()
    made = AnswerEditor("回答", holder)
    other = QLineEdit(holder)
    other.setObjectName("other")
    layout = QVBoxLayout(holder)
    layout.addWidget(made)
    layout.addWidget(other)
    qtbot.addWidget(holder)
    holder.show()
    qtbot.waitExposed(holder)
    holder.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    yield made
    holder.close()


def compose(editor: AnswerEditor, preedit: str) -> None:
    QApplication.sendEvent(editor, QInputMethodEvent(preedit, []))


def commit(editor: AnswerEditor, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


def test_typing_is_reported_and_after_a_pause_it_is_time_for_a_draft(qtbot, editor):
    with qtbot.waitSignals([editor.edited, editor.paused]):
        qtbot.keyClicks(editor, "abc")
    assert editor.text() == "abc"


def test_loading_a_text_is_not_typing(qtbot, editor):
    with qtbot.assertNotEmitted(editor.edited), qtbot.assertNotEmitted(editor.paused, wait=900):
        editor.load("・前からの文")
    assert editor.text() == "・前からの文"


def test_loading_cannot_be_undone_into_the_text_of_another_field(qtbot, editor):
    editor.load("一つ目")
    editor.load("二つ目")
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "二つ目"


def test_undo_and_redo_work_in_the_field(qtbot, editor):
    editor.load("文")
    qtbot.keyClicks(editor, "abc")
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "文"
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert editor.text() == "文abc"


def test_nothing_is_reported_during_a_composition_and_everything_after_it(qtbot, editor):
    with qtbot.assertNotEmitted(editor.edited), qtbot.assertNotEmitted(editor.paused, wait=900):
        compose(editor, "しえ")
        compose(editor, "しえん")
    assert editor.is_composing
    with qtbot.waitSignals([editor.edited, editor.paused]):
        commit(editor, "支援")
    assert editor.text() == "支援"
    assert not editor.is_composing


def test_what_was_typed_before_a_composition_does_not_wait_for_its_end(qtbot, editor):
    """A composition may last for minutes; what stood there before it must be kept within the second."""
    commit(editor, "前に書いた文。")
    with qtbot.waitSignal(editor.paused, timeout=500):
        compose(editor, "し")
    with qtbot.assertNotEmitted(editor.paused, wait=900):
        compose(editor, "しえん")


def test_a_command_takes_what_is_composed_as_it_stands(editor):
    commit(editor, "前の文。")
    compose(editor, "しえん")
    editor.finish_composing()
    assert editor.text() == "前の文。しえん"
    assert not editor.is_composing


def test_loading_during_a_composition_leaves_the_composition_alone(editor):
    compose(editor, "しえん")
    editor.load("ほかの文")
    commit(editor, "支援")
    assert editor.text() == "支援"


def test_a_composition_over_a_selection_that_is_cancelled_brings_the_selected_text_back(qtbot, editor):
    editor.load("前の文\n次の行")
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    compose(editor, "し")
    compose(editor, "")
    assert editor.text() == "前の文\n次の行"
    assert editor.textCursor().selection().toPlainText() == "前の文\n次の行"


def test_a_composition_over_a_selection_that_is_committed_replaces_it(qtbot, editor):
    editor.load("前の文")
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    compose(editor, "あと")
    commit(editor, "後")
    assert editor.text() == "後"


def test_cancelling_a_composition_without_a_selection_changes_nothing(editor):
    editor.load("前の文")
    compose(editor, "し")
    compose(editor, "")
    assert editor.text() == "前の文"


@pytest.mark.parametrize("text", ["a\u00a0b", "𠮷野家", "か\u3099", "\u3000字下げ", "一行\n\n三行", "a\tb"])
def test_a_text_stays_as_it_is_to_the_character_when_something_is_added(qtbot, editor, text):
    editor.load(text)
    qtbot.keyClicks(editor, "x")
    assert editor.text() == text + "x"


def test_what_was_loaded_is_given_back_untouched_even_where_a_document_cannot_hold_it(editor):
    editor.load("一\u2029二")
    assert editor.text() == "一\u2029二"


def test_pasted_rich_text_becomes_plain_and_its_line_ends_lf(editor):
    rich = QMimeData()
    rich.setHtml("<b>太字</b>")
    rich.setText("太字\r\n次")
    editor.insertFromMimeData(rich)
    assert editor.text() == "太字\n次"
    assert "<b>" not in editor.toHtml()
    assert "font-weight:700" not in editor.toHtml()


def test_files_dropped_on_the_field_are_left_to_the_window(editor):
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/x/回答.kyoa")])
    assert not editor.canInsertFromMimeData(files)


def test_leaving_the_field_by_tab_is_reported(qtbot, editor):
    with qtbot.waitSignal(editor.left):
        qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.parentWidget().findChild(QLineEdit, "other").hasFocus()
    assert editor.text() == ""


def test_new_lines_keep_the_air_between_lines(qtbot, editor):
    editor.load("一")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClicks(editor, "b")
    heights = {
        editor.document().findBlockByNumber(n).blockFormat().lineHeight() for n in range(editor.document().blockCount())
    }
    assert editor.text() == "一\nb"
    assert heights == {160.0}


def test_replacing_the_whole_can_be_undone(qtbot, editor):
    editor.load("前の文")
    editor.replace_all("*****")
    assert editor.text() == "*****"
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "前の文"


def test_the_field_grows_with_its_text_up_to_a_limit(qtbot, editor):
    editor.load("一")
    low = editor.height()
    editor.load("\n".join("行" * 3 for _ in range(10)))
    qtbot.waitUntil(lambda: editor.height() > low)
    middle = editor.height()
    editor.load("\n".join("行" * 3 for _ in range(200)))
    qtbot.waitUntil(lambda: editor.height() > middle)
    assert editor.height() < 600
    assert editor.textCursor().position() == editor.document().characterCount() - 1
    assert isinstance(editor.textCursor(), QTextCursor)
