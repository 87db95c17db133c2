"""Typing an answer sheet in: found by its check word, field by field, saved as the department's answers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.exchange.answer_sheets import make_sheets
from kyosei_desktop.store.answer_sheets import record_sheet
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.drafts import load_drafts
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.rounds import close_round, open_round_row, round_of
from kyosei_desktop.store.submissions import list_submissions
from tests.ui import rounds

NAME = "文化人権課"


@pytest.fixture
def word(round_ledger):
    """The check word of a sheet that is out."""
    department = next(one.id for one in round_ledger.plan().departments if one.name == NAME)
    with round_ledger.begin() as unit:
        collection = round_of(open_round_row(unit.session))
        made = record_sheet(unit, load_plan(unit.session), collection, department, author=rounds.COORDINATOR)
        unit.commit()
    return made


@pytest.fixture
def view(coordinator_window):
    coordinator_window.go("paper_in")
    view = coordinator_window.current_view
    view.department.setCurrentIndex(view.department.findText(NAME))
    return view


def find(qtbot, view, word):
    view.word.setText(word)  # kana come from an input method
    qtbot.keyClick(view.word, Qt.Key.Key_Return)


def test_the_sheet_is_typed_in_by_keyboard_alone_and_counts_as_the_departments(qtbot, view, word, round_ledger):
    find(qtbot, view, word)
    first = view.cards[0]
    assert QApplication.focusWidget() is first.editor
    qtbot.keyClicks(first.editor, "2 people")
    view.person.setText("山川")
    qtbot.keyClick(first.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (submission,) = list_submissions(round_ledger)
    assert (submission.department.name, submission.answers, submission.person) == (NAME, 1, "山川")
    assert view.cards == []
    assert QApplication.focusWidget() is view.word


def test_a_field_that_has_changed_since_is_marked_and_ends_in_conflict(
    qtbot, view, word, round_ledger, coordinator_window
):
    find(qtbot, view, word)
    address = view.presenter._sheet.fields[0].address
    qtbot.mouseClick(view.leave_button, Qt.MouseButton.LeftButton)
    edit_fields(round_ledger, [(address, Value("取りまとめの文"))], author=rounds.COORDINATOR)
    find(qtbot, view, word)
    assert "1欄が変わっています" in view.note.text()
    qtbot.keyClicks(view.cards[0].editor, "of paper")
    qtbot.mouseClick(view.enter_button, Qt.MouseButton.LeftButton)
    assert [{side.value.text for side in one.sides} for one in list_conflicts(round_ledger)] == [
        {"取りまとめの文", "of paper"}
    ]
    assert "1欄が競合しています" in coordinator_window.messages.text


def test_a_wrong_word_is_answered_by_a_sentence_and_the_form_stays(qtbot, view, word, coordinator_window):
    find(qtbot, view, "んんんん")
    assert "照合語「んんんん」の回答票は" in coordinator_window.messages.text
    find(qtbot, view, "")
    assert "照合語を入れてください" in coordinator_window.messages.text
    assert view.cards == []


def test_typing_it_again_shows_what_was_typed_before(qtbot, view, word):
    for _time in range(2):
        find(qtbot, view, word)
        qtbot.keyClicks(view.cards[0].editor, "x")
        qtbot.mouseClick(view.enter_button, Qt.MouseButton.LeftButton)
    find(qtbot, view, word)
    assert view.cards[0].value.text == "xx"
    assert "前に入力した文" in view.note.text()


def test_leaving_asks_before_what_was_typed_is_lost(qtbot, view, word, monkeypatch):
    asked = []
    monkeypatch.setattr(view.context.messages, "ask", lambda question, **_rest: asked.append(question))
    find(qtbot, view, word)
    qtbot.keyClicks(view.cards[0].editor, "x")
    qtbot.mouseClick(view.leave_button, Qt.MouseButton.LeftButton)
    assert (len(asked), len(view.cards) > 0) == (1, True)


def test_a_sheet_half_typed_when_the_program_closes_is_there_again_and_says_so(
    qtbot, view, word, round_ledger, coordinator_window
):
    find(qtbot, view, word)
    field = view.presenter._sheet.fields[0].place.id
    qtbot.keyClicks(view.cards[0].editor, "half")
    qtbot.waitUntil(lambda: field in load_drafts(round_ledger))
    qtbot.keyClicks(view.cards[0].editor, " typed")
    path = round_ledger.path
    coordinator_window.close_ledger()

    with open_ledger(path) as again:
        assert load_drafts(again)[field].value == Value("half typed")
        coordinator_window.show_ledger(again)
        coordinator_window.go("paper_in")
        view = coordinator_window.current_view
        view.department.setCurrentIndex(view.department.findText(NAME))
        find(qtbot, view, word)
        assert view.cards[0].value == Value("half typed")
        assert "1欄に、入力しかけた文が残っていました" in view.note.text()
        qtbot.mouseClick(view.enter_button, Qt.MouseButton.LeftButton)
        assert list_submissions(again)[0].answers == 1
        assert load_drafts(again) == {}


def test_what_is_thrown_away_is_not_kept(qtbot, view, word, round_ledger, monkeypatch):
    monkeypatch.setattr(view.context.messages, "ask", lambda *_asked, **_rest: True)
    find(qtbot, view, word)
    qtbot.keyClicks(view.cards[0].editor, "x")
    view.leave()
    assert load_drafts(round_ledger)
    qtbot.mouseClick(view.leave_button, Qt.MouseButton.LeftButton)
    assert (load_drafts(round_ledger), view.cards) == ({}, [])


def test_without_a_round_there_is_nothing_to_type_in(coordinator_window, round_ledger, tmp_path):
    close_round(round_ledger, author=rounds.COORDINATOR)
    coordinator_window.go("paper_in")
    view = coordinator_window.current_view
    assert not view.find_button.isEnabled()
    assert QApplication.focusWidget() is view.board_button


def test_the_sheets_of_all_departments_are_made_in_a_folder(qtbot, coordinator_window, dialogs, tmp_path, monkeypatch):
    departments = coordinator_window.context.ledger.plan().departments[:2]
    monkeypatch.setattr(
        "kyosei_desktop.ui.paper_in.presenter.make_sheets",
        lambda ledger, folder, *, author: make_sheets(
            ledger, folder, departments=[one.id for one in departments], author=author
        ),
    )
    dialogs.folder = tmp_path / "票"
    coordinator_window.go("paper_in", do="make")
    qtbot.waitUntil(lambda: "2課分の紙の回答票" in coordinator_window.messages.text)
    assert len(list(dialogs.folder.glob("回答票_*.pdf"))) == 2
