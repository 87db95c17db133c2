"""The form and the check with everything at once in them: named, within reach of the keyboard, and not clipped."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.store.drafts import save_draft
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.ui.main_window import MainWindow
from tests.ui import rounds
from tests.ui.conftest import ScriptedDialogs
from tests.ui.observing import controls, named, observe_room, unnamed, walk
from tests.ui.scenes import settle

_POINTED_OUT = "・ﾊﾟｿｺﾝ教室を①回開く予定である。\n・令和元年度に福祉総務課の講座を2回、３回、12回と開いた。"


def write(editor: QWidget, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


def show_findings(window: MainWindow) -> None:
    field = read_work(window.context.open_ledger).fields[0]
    window.go("form", field=field.place.id)
    card = window.current_view.cards[field.place.id]
    card.editor.setFocus()
    write(card.editor, _POINTED_OUT)
    for row in tuple(card.findings.rows):
        if row.pointed.can_be_ticked:
            row.box.click()
            break


def show_recovery(window: MainWindow) -> None:
    field = read_work(window.context.open_ledger).fields[1]
    answer_field(window.context.open_ledger, field.place.id, Value("・講座を2回開いた。" * 9), author=rounds.CLERK)
    save_draft(window.context.open_ledger, field.place.id, Value("・講座を3回開いた。" * 9))
    window.go("form", field=field.place.id)


def show_search(window: MainWindow) -> None:
    window.go("form")
    window.current_view.open_search()
    window.current_view.search_bar.words.setText("支援")


def show_paste(window: MainWindow) -> None:
    field = read_work(window.context.open_ledger).fields[0]
    window.go("form", field=field.place.id)
    cells = QMimeData()
    cells.setText("・一つ目の施策で、かなり長い文章を書いた。\t使わない欄\n・二つ目\t四つ目")
    window.current_view.cards[field.place.id].editor.insertFromMimeData(cells)


def show_copy(window: MainWindow) -> None:
    field = next(one for one in read_work(window.context.open_ledger).fields if one.is_required)
    window.go("form", field=field.place.id)
    view = window.current_view
    part = view.past.sections["令和３年度"]
    place = next(one for one in part.places if one.period == "first_half")
    view.answers.fields.copy(field.place.id, Value(), view.past.texts[place].words)
    for section in view.past.sections.values():
        section.unfold()


def show_check(window: MainWindow) -> None:
    for field in read_work(window.context.open_ledger).fields:
        answer_field(window.context.open_ledger, field.place.id, Value(_POINTED_OUT), author=rounds.CLERK)
    window.go("hand_in")
    window.current_view.findings.lists[0].rows[0].box.click()
    window.current_view.hints_fold.unfold()


def show_result(window: MainWindow) -> None:
    for field in read_work(window.context.open_ledger).fields:
        answer_field(window.context.open_ledger, field.place.id, Value("・講座を開いた。"), author=rounds.CLERK)
    window.go("hand_in")
    window.current_view.hand_in_button.click()


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize(
    "show", [show_findings, show_recovery, show_search, show_paste, show_copy, show_check, show_result]
)
def test_nothing_is_nameless_out_of_reach_or_cut_off(
    qtbot: QtBot,
    window: MainWindow,
    work_ledger: Ledger,
    dialogs: ScriptedDialogs,
    show: Callable[[MainWindow], None],
    percent: int,
) -> None:
    dialogs.save_file = work_ledger.path.with_name("提出.kyoa")
    window.show_ledger(work_ledger)
    window.set_look(text_percent=percent)
    show(window)
    settle(window)
    window.resize(1366, 768)
    settle(window)
    assert (window.width(), window.height()) == (1366, 768)
    assert unnamed(window) == []
    found = observe_room(window)
    assert (found.clipped, found.sideways) == ([], [])
    reached = walk(window)
    view = window.current_view
    lost = [one for one in controls(view) if one.isEnabled() and one.focusPolicy().value & 1 and one not in reached]
    assert [named(one) for one in lost] == []
