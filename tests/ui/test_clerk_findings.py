"""What is pointed out while one types: beside the field, in words, with a fix by one key and a box to tick."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.store.acknowledgements import load_acknowledgements
from kyosei_desktop.store.drafts import load_drafts

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def write(editor, text):
    """As an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


def row_of(card, word):
    return next(one for one in card.findings.rows if word in one.pointed.finding.sentence)


def test_an_empty_required_field_says_so_and_stops_as_soon_as_one_writes(form):
    _view, card, _field = form
    assert "必須の欄です" in card.findings.words
    assert card.findings.rows[0].accessibleName().startswith("未記入：")
    assert card.editor.accessibleDescription().startswith("未記入：必須の欄です")
    assert card.editor.property("invalid") == "false", "nobody has done anything wrong yet"
    write(card.editor, "講座を開いた。")
    assert card.findings.words == ""
    assert not card.findings.isVisible()


def test_what_is_pointed_out_is_underlined_and_the_text_itself_untouched(form):
    _view, card, _field = form
    write(card.editor, "・𠮷野で①回、ﾊﾟｿｺﾝ教室を開いた。")
    assert sorted(card.editor.underlined) == ["①", "ﾊﾟｿｺﾝ"]
    assert {one.accessibleName().partition("：")[0] for one in card.findings.rows} == {"注意", "ヒント"}
    assert card.editor.text() == "・𠮷野で①回、ﾊﾟｿｺﾝ教室を開いた。"
    assert "text-decoration" not in card.editor.toHtml()
    assert "background" not in card.editor.toHtml().partition("<body")[2]


def test_nothing_is_underlined_anew_while_the_input_method_composes(qtbot, form):
    _view, card, _field = form
    write(card.editor, "①")
    assert card.editor.underlined == ["①"]
    QApplication.sendEvent(card.editor, QInputMethodEvent("ﾊﾟ", []))
    card.show_findings([])
    assert card.editor.underlined == ["①"]
    write(card.editor, "ﾊﾟ")
    assert sorted(card.editor.underlined) == ["①", "ﾊﾟ"]


def test_alt_return_mends_what_is_nearest_to_the_cursor_and_ctrl_z_takes_it_back(qtbot, form):
    _view, card, _field = form
    write(card.editor, "ﾊﾟｿｺﾝ教室を開き、そのあとで相談会を①回開いた。")
    qtbot.keyClick(card.editor, Qt.Key.Key_Return, ALT)
    assert card.editor.text() == "ﾊﾟｿｺﾝ教室を開き、そのあとで相談会を（1）回開いた。"
    card.editor.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.keyClick(card.editor, Qt.Key.Key_Return, ALT)
    assert card.editor.text() == "パソコン教室を開き、そのあとで相談会を（1）回開いた。"
    qtbot.keyClick(card.editor, Qt.Key.Key_Z, CTRL)
    qtbot.keyClick(card.editor, Qt.Key.Key_Z, CTRL)
    assert card.editor.text() == "ﾊﾟｿｺﾝ教室を開き、そのあとで相談会を①回開いた。"


def test_what_was_mended_is_kept_as_typing_is(qtbot, clerk_window, form):
    _view, card, field = form
    write(card.editor, "・①回開いた。")
    qtbot.keyClick(card.editor, Qt.Key.Key_Return, ALT)
    ledger = clerk_window.context.open_ledger
    qtbot.waitUntil(lambda: load_drafts(ledger).get(field.place.id) is not None)
    assert load_drafts(ledger)[field.place.id].value == Value("・（1）回開いた。")


def test_a_fix_has_a_button_that_says_what_it_does(qtbot, form):
    _view, card, _field = form
    write(card.editor, "ﾊﾟｿｺﾝ教室を開いた。")
    row = row_of(card, "半角カナ")
    qtbot.waitUntil(row.fix_button.isVisible)
    row.fix_button.setFocus()
    qtbot.keyClick(row.fix_button, Qt.Key.Key_Return)
    assert card.editor.text() == "パソコン教室を開いた。"
    assert card.editor.hasFocus()


def test_where_there_is_nothing_to_mend_alt_return_says_so(qtbot, clerk_window, form):
    _view, card, _field = form
    write(card.editor, "講座を開いた。")
    qtbot.keyClick(card.editor, Qt.Key.Key_Return, ALT)
    assert clerk_window.messages.text == "この欄に、Alt+Enter で直せる指摘はありません。"
    assert card.editor.text() == "講座を開いた。"


def test_a_warning_is_ticked_with_a_reason_and_the_tick_holds_until_its_cause_goes(qtbot, clerk_window, form):
    view, card, field = form
    ledger = clerk_window.context.open_ledger
    write(card.editor, "講座を開く予定である。")
    box = row_of(card, "予定である").box
    qtbot.waitUntil(box.isVisible)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    row = row_of(card, "予定である")
    assert row.accessibleName().startswith("確認済み：")
    qtbot.waitUntil(row.reason.hasFocus)
    qtbot.keyClicks(row.reason, "moved to 2022")
    qtbot.keyClick(row.reason, Qt.Key.Key_Return)
    assert [one.reason for one in load_acknowledgements(ledger)[field.place.id]] == ["moved to 2022"]
    assert card.editor.underlined == []
    card.editor.setFocus()
    write(card.editor, "相談もあった。")
    assert row_of(card, "予定である").pointed.tick is not None
    clerk_window.go("home")
    clerk_window.go("form", field=field.place.id)
    card = view.cards[field.place.id]
    assert row_of(card, "予定である").reason.text() == "moved to 2022"
    QApplication.processEvents()
    again = row_of(card, "予定である").box
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton, pos=QPoint(12, again.height() // 2))
    assert field.place.id not in load_acknowledgements(ledger)


def test_typing_on_does_not_take_the_keyboard_out_of_a_reason(qtbot, form):
    """The picture of the cell comes later than the finding, and must not rebuild what is being typed into."""
    _view, card, _field = form
    write(card.editor, "講座を開く予定である。")
    box = row_of(card, "予定である").box
    qtbot.waitUntil(box.isVisible)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.waitUntil(card.preview.isVisible)
    reason = row_of(card, "予定である").reason
    qtbot.keyClicks(reason, "abc")
    assert reason.text() == "abc"
    assert reason.hasFocus()


def test_last_halfs_text_typed_again_is_mentioned_and_wants_no_tick(form, clerk_window):
    _view, card, field = form
    plan = clerk_window.context.open_ledger.plan()
    write(card.editor, plan.measure(field.place.measure).initiatives[0].entry(field.place.year, "first_half").text)
    row = row_of(card, "と同じ文章です")
    assert row.accessibleName().startswith("ヒント：")
    assert not row.box.isVisible()
