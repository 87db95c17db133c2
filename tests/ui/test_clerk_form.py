"""Filling in: typing becomes a draft, leaving a field a revision, and the form says what is missing."""

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.store.drafts import load_drafts, save_draft
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.ui.clerk.answers import ValueChoice
from kyosei_desktop.ui.settings import TEXT_PERCENTS
from kyosei_desktop.ui.widgets import Paragraph
from tests.ui import rounds
from tests.ui.rounds import kept

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


class LayoutRequests(QObject):
    """Counts how often a widget is asked to lay itself out."""

    def __init__(self, asked):
        super().__init__()
        self.asked = asked

    def eventFilter(self, _watched, event):  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.LayoutRequest:
            self.asked.append(event.type())
        return False


def required(ledger):
    return [one for one in read_work(ledger).fields if one.is_required]


def test_typing_is_a_draft_within_a_second_and_no_revision_yet(qtbot, clerk_window, form):
    _view, card, field = form
    ledger = clerk_window.context.open_ledger
    assert card.editor.PAUSE_MS < 1000
    qtbot.keyClicks(card.editor, "abc")
    qtbot.waitUntil(lambda: field.place.id in load_drafts(ledger))
    assert load_drafts(ledger)[field.place.id].value == Value("abc")
    assert kept(ledger, field) == Value()
    assert card.state.text() == "記入中"
    assert clerk_window.status_line.saved.text() == "保存済 たった今"


def test_leaving_the_field_makes_one_revision_and_the_draft_goes(qtbot, clerk_window, form):
    _view, card, field = form
    ledger = clerk_window.context.open_ledger
    qtbot.keyClicks(card.editor, "abc")
    qtbot.waitUntil(lambda: field.place.id in load_drafts(ledger))
    qtbot.keyClick(card.editor, Qt.Key.Key_Tab)
    assert kept(ledger, field) == Value("abc")
    assert not load_drafts(ledger)
    assert len(list_changes(ledger, field.address.measure)) == 2  # the root and this one
    assert card.state.text() == "記入済"


def test_leaving_a_field_as_it_was_makes_no_revision(qtbot, clerk_window, form):
    _view, card, _field = form
    qtbot.keyClick(card.editor, Qt.Key.Key_Tab)
    assert list_changes(clerk_window.context.open_ledger) == []


def test_typing_back_to_what_was_there_leaves_no_draft(qtbot, clerk_window, form):
    _view, card, field = form
    ledger = clerk_window.context.open_ledger
    qtbot.keyClicks(card.editor, "a")
    qtbot.waitUntil(lambda: field.place.id in load_drafts(ledger))
    qtbot.keyClick(card.editor, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: not load_drafts(ledger))
    assert card.state.text() == "未記入"


def test_nothing_is_kept_during_a_composition(qtbot, clerk_window, form):
    _view, card, field = form
    ledger = clerk_window.context.open_ledger
    QApplication.sendEvent(card.editor, QInputMethodEvent("しえん", []))
    with qtbot.assertNotEmitted(card.editor.paused, wait=900):
        pass
    assert not load_drafts(ledger)
    event = QInputMethodEvent()
    event.setCommitString("支援した。")
    QApplication.sendEvent(card.editor, event)
    qtbot.waitUntil(lambda: load_drafts(ledger).get(field.place.id) is not None)
    assert load_drafts(ledger)[field.place.id].value == Value("支援した。")


def test_going_on_in_the_middle_of_a_composition_loses_none_of_it(qtbot, clerk_window, form):
    view, card, field = form
    QApplication.sendEvent(card.editor, QInputMethodEvent("しえん", []))
    view.go_next()
    assert kept(clerk_window.context.open_ledger, field).text == "しえん"


def test_a_choice_in_the_middle_of_a_composition_keeps_its_text_in_the_history(qtbot, clerk_window, form):
    _view, card, field = form
    QApplication.sendEvent(card.editor, QInputMethodEvent("しえん", []))
    qtbot.keyClick(card.editor, Qt.Key.Key_2, ALT)
    ledger = clerk_window.context.open_ledger
    assert kept(ledger, field) == Value(blank=BlankReason.NOT_APPLICABLE)
    assert [one.revision.value.text for one in list_changes(ledger)][-2:] == ["しえん", ""]


def test_the_form_says_what_is_wrong_while_one_types(qtbot, form):
    _view, card, _field = form
    assert "必須の欄です" in card.findings.words
    qtbot.keyClicks(card.editor, "a")
    assert card.findings.words == ""
    qtbot.keyClick(card.editor, Qt.Key.Key_Backspace)
    assert "必須の欄です" in card.findings.words
    assert "必須の欄です" in card.editor.accessibleDescription()


def test_a_control_character_is_named_and_does_not_become_a_revision(qtbot, clerk_window, form):
    view, card, field = form
    card.editor.insertPlainText("a\x07b")
    assert "U+0007" in card.findings.words
    view.leave()
    assert kept(clerk_window.context.open_ledger, field) == Value()
    assert "U+0007" in clerk_window.messages.text


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Qt.Key.Key_2, Value(blank=BlankReason.NOT_APPLICABLE)),
        (Qt.Key.Key_3, Value(blank=BlankReason.ENDED)),
        (Qt.Key.Key_4, Value("*****")),
    ],
)
def test_a_reason_for_a_blank_is_one_key_away(qtbot, clerk_window, form, key, value):
    _view, card, field = form
    qtbot.keyClick(card.editor, key, ALT)
    assert kept(clerk_window.context.open_ledger, field) == value
    assert card.findings.words == ""
    assert card.state.text() == "記入済"


def test_a_blank_chosen_over_a_text_keeps_the_text_in_the_history(qtbot, clerk_window, form):
    _view, card, field = form
    ledger = clerk_window.context.open_ledger
    qtbot.keyClicks(card.editor, "abc")
    qtbot.mouseClick(card.choices["ended"], Qt.MouseButton.LeftButton)
    assert kept(ledger, field) == Value(blank=BlankReason.ENDED)
    assert [one.revision.value for one in list_changes(ledger)] == [
        Value(),
        Value("abc"),
        Value(blank=BlankReason.ENDED),
    ]
    assert not card.editor.isEnabled()


def test_choosing_to_write_again_opens_the_field(qtbot, clerk_window, form):
    _view, card, field = form
    qtbot.mouseClick(card.choices["ended"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(card.choices["written"], Qt.MouseButton.LeftButton)
    assert card.editor.isEnabled()
    qtbot.waitUntil(card.editor.hasFocus)
    assert "必須の欄です" in card.findings.words
    assert kept(clerk_window.context.open_ledger, field) == Value()


def test_writing_over_a_blank_is_written(qtbot, clerk_window, form):
    view, card, field = form
    qtbot.mouseClick(card.choices["not_applicable"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(card.choices["written"], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(card.editor, "x")
    view.leave()
    assert kept(clerk_window.context.open_ledger, field) == Value("x")


def test_the_years_before_stand_beside_the_field_with_this_years_plan(clerk_window, form):
    view, _card, field = form
    view.past.sections["平成30年度"].unfold()
    text = "\n".join(one.words for one in view.past.findChildren(Paragraph))
    plan = clerk_window.context.open_ledger.plan()
    initiative = plan.measure(field.place.measure).initiatives[0]
    assert initiative.entry(rounds.YEAR, "plan").text.split("\n")[0] in text
    assert initiative.entry(2018, "first_half").text.split("\n")[0] in text
    assert [*view.past.sections][1:5] == ["令和３年度", "令和２年度", "令和元年度", "平成30年度"]


def test_going_to_the_next_measure_keeps_what_was_typed(qtbot, clerk_window, form):
    view, card, field = form
    qtbot.keyClicks(card.editor, "abc")
    before = view.presenter.page.number
    qtbot.keyClick(card.editor, Qt.Key.Key_PageDown, CTRL)
    assert view.presenter.page.number != before
    assert kept(clerk_window.context.open_ledger, field) == Value("abc")
    qtbot.mouseClick(view.previous_button, Qt.MouseButton.LeftButton)
    assert view.presenter.page.number == before
    assert view.cards[field.place.id].editor.text() == "abc"


def test_the_next_unanswered_field_is_one_key_away(qtbot, clerk_window, form):
    view, card, _field = form
    qtbot.keyClicks(card.editor, "abc")
    qtbot.keyClick(card.editor, Qt.Key.Key_Return, CTRL)
    other = required(clerk_window.context.open_ledger)[1]
    qtbot.waitUntil(lambda: other.place.id in view.cards and view.cards[other.place.id].editor.hasFocus())


def test_when_nothing_is_left_the_way_to_handing_in_is_offered(qtbot, clerk_window, form):
    view, _card, _field = form
    for field in required(clerk_window.context.open_ledger):
        answer_field(clerk_window.context.open_ledger, field.place.id, Value("済"), author=rounds.CLERK)
    view.presenter.refresh()
    qtbot.mouseClick(view.unanswered_button, Qt.MouseButton.LeftButton)
    assert "未記入の必須の欄はありません" in clerk_window.messages.text
    qtbot.mouseClick(clerk_window.messages.action_button, Qt.MouseButton.LeftButton)
    assert clerk_window.current_view_id == "hand_in"


def test_closing_the_window_makes_what_is_typed_a_revision(qtbot, make_window, request_file):
    window = make_window()
    window.open_file(request_file)
    path = window.context.open_ledger.path
    field = required(window.context.open_ledger)[0]
    window.go("form", field=field.place.id)
    qtbot.keyClicks(window.current_view.cards[field.place.id].editor, "abc")
    window.close()
    window.open_file(path)
    assert kept(window.context.open_ledger, field) == Value("abc")


def test_a_draft_of_a_program_that_died_is_back_in_its_field_and_said_so(qtbot, window, work_ledger):
    field = required(work_ledger)[0]
    save_draft(work_ledger, field.place.id, Value("・途中まで"))
    window.show_ledger(work_ledger)
    window.go("form", field=field.place.id)
    card = window.current_view.cards[field.place.id]
    assert card.editor.text() == "・途中まで"
    assert "自動で保存した書きかけの文章があります" in card.recovery.title.words
    assert card.state.text() == "記入中"


def test_a_work_file_opened_for_reading_cannot_be_typed_into(qtbot, window, work_ledger):
    path = work_ledger.path
    window.open_file(path, read_only=True)
    window.go("form")
    card = next(iter(window.current_view.cards.values()))
    qtbot.keyClicks(card.editor, "abc")
    window.current_view.leave()
    assert card.editor.text() == card.value().text == ""
    assert "読み取り専用" in window.windowTitle()


def test_every_change_carries_the_clerks_name(qtbot, clerk_window, form):
    view, card, _field = form
    qtbot.keyClicks(card.editor, "abc")
    view.leave()
    assert {one.revision.author for one in list_changes(clerk_window.context.open_ledger)[1:]} == {rounds.CLERK}


def test_how_the_cell_will_be_printed_is_shown_while_one_types(qtbot, form):
    _view, card, _field = form
    assert not card.preview.isVisible()
    qtbot.keyClicks(card.editor, "a")
    qtbot.waitUntil(card.preview.isVisible)
    assert card.preview.paper.accessibleDescription() == "印刷 1行 枠の残り 6行"
    card.editor.insertPlainText("\nb\nc")
    qtbot.waitUntil(lambda: card.preview.paper.accessibleDescription() == "印刷 3行 枠の残り 4行")
    card.editor.selectAll()
    qtbot.keyClick(card.editor, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not card.preview.isVisible())


def test_the_picture_of_a_long_text_takes_no_more_room_than_there_is(qtbot, form):
    _view, card, _field = form
    card.editor.insertPlainText("・見守りの会を開いた。\n" * 400)
    qtbot.waitUntil(card.preview.isVisible)
    assert card.preview.paper.accessibleDescription().startswith("印刷 401行")
    qtbot.waitUntil(lambda: 200 < card.preview.paper.height() <= 322)


def test_a_key_makes_the_form_lay_nothing_out_anew_where_no_part_changes_its_size(qtbot, clerk_window, form):
    """Else each key would take longer than the screen takes to show it."""
    view, card, _field = form
    qtbot.keyClicks(card.editor, "abcdefghijkl")
    qtbot.waitUntil(lambda: card.preview.isVisible() and "印刷 1行" in card.preview.lines.text())
    asked = []
    view.answers.widget().installEventFilter(watch := LayoutRequests(asked))

    def has_come_to_rest():
        asked.clear()
        QApplication.processEvents()
        is_idle = clerk_window.context.jobs.is_idle
        QApplication.sendPostedEvents()  # what the last picture asks of the form goes up from part to part
        return asked == [] and is_idle

    qtbot.waitUntil(has_come_to_rest)
    qtbot.keyClicks(card.editor, "m")
    QApplication.processEvents()
    view.answers.widget().removeEventFilter(watch)
    assert card.length.text() == "13字"
    assert asked == []


def test_a_character_that_the_reports_fonts_lack_is_pointed_out(qtbot, form):
    _view, card, _field = form
    card.editor.insertPlainText("\U0002ebf0と書いた")
    # the first missing character makes the report look through all fonts of the machine, which takes its time
    qtbot.waitUntil(lambda: "報告書の書体にない文字「\U0002ebf0」" in card.findings.words)
    rows = list(card.findings.rows)
    qtbot.keyClicks(card.editor, "a")
    assert card.findings.rows == rows, "what was printed before holds until the new text has been drawn"
    card.editor.selectAll()
    qtbot.keyClick(card.editor, Qt.Key.Key_Delete)
    assert "報告書の書体" not in card.findings.words


@pytest.mark.parametrize("look", [{}, {"text_percent": 150}, {"scheme": "dark"}])
def test_the_heading_names_the_measure_each_time_the_form_is_shown(clerk_window, look):
    clerk_window.go("form")
    clerk_window.go("home")
    clerk_window.set_look(**look)
    clerk_window.go("form")
    assert clerk_window.heading.text() == "№30 の令和３年度 下期実績に何を書くか"
    clerk_window.go("form")
    assert clerk_window.heading.text() == "№30 の令和３年度 下期実績に何を書くか"


@pytest.mark.parametrize("percent", TEXT_PERCENTS)
def test_no_card_is_wider_than_its_place_with_the_printed_cell_in_it(qtbot, clerk_window, form, percent):
    view, card, field = form
    clerk_window.set_look(text_percent=percent)
    clerk_window.resize(1366, 768)
    clerk_window.go("form", field=field.place.id)
    card = view.cards[field.place.id]
    typed = QInputMethodEvent()
    typed.setCommitString("・就労準備支援事業を実施し、延べ38人が参加した。")
    QApplication.sendEvent(card.editor, typed)
    qtbot.waitUntil(card.preview.isVisible)
    QApplication.processEvents()
    room = view.answers.viewport().width()
    assert view.answers.widget().width() <= room
    for part in (card.state, card.preview.paper, card.choices[ValueChoice.NOT_BEGUN]):
        right_end = part.mapTo(view.answers.viewport(), part.rect().topRight()).x()
        assert part.isVisible()
        assert right_end < room, part.accessibleName()


def test_after_a_choice_by_key_the_next_key_makes_another_one_of_the_same_field(qtbot, clerk_window, form):
    _view, card, field = form
    qtbot.keyClick(card.editor, Qt.Key.Key_2, ALT)
    assert card.choices[ValueChoice.NOT_APPLICABLE].hasFocus()
    assert kept(clerk_window.context.open_ledger, field) == Value(blank=BlankReason.NOT_APPLICABLE)
    qtbot.keyClick(card.choices[ValueChoice.NOT_APPLICABLE], Qt.Key.Key_1, ALT)
    assert card.editor.hasFocus()
    assert kept(clerk_window.context.open_ledger, field) == Value()
