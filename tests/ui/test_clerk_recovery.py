"""After a power cut: what was kept, from when, beside what stood there before, and the choice between them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.store.drafts import load_drafts, save_draft
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.work_files import read_work
from tests.ui import rounds
from tests.ui.rounds import kept

CTRL = Qt.KeyboardModifier.ControlModifier

# Opens a work file in the real window and types until it is killed; says so as soon as a draft is kept.
_TYPE_AND_DIE = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from kyosei_desktop.store.drafts import load_drafts
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.ui.app import make_application, make_window
from kyosei_desktop.ui.settings import Settings

path, field, words = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
app = make_application()
window = make_window(Settings(path.with_suffix(".ini")), author="担当者", work_folder=path.parent)
window.show_ledger(open_ledger(path))
window.show()
window.go("form", field=field)
editor = window.current_view.cards[field].editor
QTest.keyClicks(editor, words)

def look():
    if field in load_drafts(window.context.open_ledger):
        print("kept", flush=True)

timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
app.exec()
"""


def type_until_killed(path: Path, field: str, words: str) -> None:
    """Let a program type into a work file, and kill it as soon as it has kept a draft."""
    command = [sys.executable, "-c", _TYPE_AND_DIE, str(path), field, words]
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONIOENCODING": "utf-8",
    }
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "kept\n"
        process.kill()
        assert process.wait() == -9


@pytest.fixture
def left_behind(qtbot, window, work_ledger):
    """The form at a field whose text was being changed when the program ended."""
    field = next(one for one in read_work(work_ledger).fields if one.is_required)
    answer_field(work_ledger, field.place.id, Value("・講座を2回開いた。"), author=rounds.CLERK)
    save_draft(work_ledger, field.place.id, Value("・講座を3回開いた。\n・相談"))
    window.show_ledger(work_ledger)
    window.go("form", field=field.place.id)
    view = window.current_view
    card = view.cards[field.place.id]
    qtbot.waitUntil(card.recovery.isVisible)
    return view, card, field


def test_what_a_killed_program_had_kept_is_shown_beside_what_was_there_before(qtbot, window, work_ledger):
    field = next(one for one in read_work(work_ledger).fields if one.is_required)
    answer_field(work_ledger, field.place.id, Value("before"), author=rounds.CLERK)
    path = work_ledger.path
    work_ledger.close()
    type_until_killed(path, field.place.id, " and after")
    window.open_file(path)
    assert window.messages.text == ""
    notice = [one for one in window.current_view.findChildren(object) if getattr(one, "words", "").startswith("書きか")]
    assert "書きかけの文章が1件あります" in notice[0].words
    qtbot.keyClick(window.current_view.go_on_button, Qt.Key.Key_Return)
    card = window.current_view.cards[field.place.id]
    qtbot.waitUntil(card.recovery.isVisible)
    assert "自動で保存した書きかけの文章があります" in card.recovery.title.words
    assert card.recovery.before.toPlainText() == "before"
    assert card.recovery.draft.toPlainText() == "before and after"
    assert card.editor.text() == "before and after"
    card.recovery.use_button.setFocus()
    qtbot.keyClick(card.recovery.use_button, Qt.Key.Key_Return)
    assert kept(window.context.open_ledger, field) == Value("before and after")
    assert not card.recovery.isVisible()


def test_only_characters_that_differ_are_marked_and_not_by_colour_alone(left_behind):
    _view, card, _field = left_behind
    for text, marked in ((card.recovery.before, "2"), (card.recovery.draft, "3\n・相談")):
        found = ""
        block = text.document().begin()
        while block.isValid():
            for one in block:
                if one.fragment().charFormat().fontUnderline():
                    found += one.fragment().text()
            block = block.next()
        assert found == marked.replace("\n", "")


def test_passing_by_decides_nothing(qtbot, left_behind):
    view, card, field = left_behind
    ledger = view.context.open_ledger
    qtbot.keyClick(card.editor, Qt.Key.Key_PageDown, CTRL)
    view.context.go("home")
    assert kept(ledger, field) == Value("・講座を2回開いた。")
    assert field.place.id in load_drafts(ledger)
    view.context.go("form", field=field.place.id)
    qtbot.waitUntil(view.cards[field.place.id].recovery.isVisible)


def test_going_back_to_the_text_before_lets_the_draft_go_and_ctrl_z_brings_it_again(qtbot, left_behind):
    view, card, _field = left_behind
    ledger = view.context.open_ledger
    card.recovery.drop_button.setFocus()
    qtbot.keyClick(card.recovery.drop_button, Qt.Key.Key_Space)
    assert card.editor.text() == "・講座を2回開いた。"
    assert not card.recovery.isVisible()
    assert card.editor.hasFocus(), "the keyboard goes on to the text"
    assert not load_drafts(ledger)
    assert card.state.text() == "記入済"
    qtbot.keyClick(card.editor, Qt.Key.Key_Z, CTRL)
    assert card.editor.text() == "・講座を3回開いた。\n・相談"


def test_whoever_types_on_has_decided_for_the_draft(qtbot, left_behind):
    view, card, field = left_behind
    qtbot.keyClicks(card.editor, "abc")
    qtbot.waitUntil(lambda: not card.recovery.isVisible())
    view.leave()
    assert kept(view.context.open_ledger, field) == Value("・講座を3回開いた。\n・相談abc")


def test_a_blank_chosen_instead_keeps_the_draft_in_the_history(qtbot, left_behind):
    view, card, field = left_behind
    qtbot.keyClick(card.editor, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    ledger = view.context.open_ledger
    assert kept(ledger, field).blank == "not_applicable"
    values = [one.revision.value for one in list_changes(ledger)]
    assert Value("・講座を3回開いた。\n・相談") in values


def test_a_draft_beside_nothing_says_that_there_was_nothing(qtbot, window, work_ledger):
    field = next(one for one in read_work(work_ledger).fields if one.is_required)
    save_draft(work_ledger, field.place.id, Value("・途中まで"))
    window.show_ledger(work_ledger)
    window.go("form", field=field.place.id)
    card = window.current_view.cards[field.place.id]
    assert card.recovery.before.toPlainText() == "（空白）"
    assert card.recovery.draft.toPlainText() == "・途中まで"
