"""Departments without the program: their form is chosen and remembered; a corrected form takes the older's place."""

import shutil

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt

from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.exchange.requesting import make_requests
from kyosei_desktop.store.conflicts import count_conflicts
from kyosei_desktop.store.submissions import list_submissions
from kyosei_desktop.ui.collect.presenter import CollectPresenter
from tests.ui import rounds
from tests.ui.desk import KeptView, desk_for

DEPARTMENT = "障害福祉課"


@pytest.fixture
def empty_window(make_window, tmp_path, clock):
    window = make_window(rounds.COORDINATOR)
    window.show_ledger(rounds.make_ledger(tmp_path, clock))
    return window


def copies_of_a_form(ledger, folder, *texts):
    """The form of a department, filled in once for each text."""
    department = rounds.department_named(ledger.plan(), DEPARTMENT)
    forms = {department: RequestForm.EXCEL}
    work = make_requests(ledger, folder, departments=[department], forms=forms, author=rounds.COORDINATOR)
    (made,) = run_to_end(work)
    files = []
    for number, text in enumerate(texts, start=1):
        book = load_workbook(made.file)
        sheet = book["回答"]
        heading = next(row for row in sheet.iter_rows(min_row=6, max_row=6))
        answer = next(cell.column for cell in heading if str(cell.value).startswith("回答"))
        sheet.cell(7, answer).value = text
        files.append(folder / f"{number}回目.xlsx")
        book.save(files[-1])
    return files


def choose_in(qtbot, box, form):
    """Choose from a list by the keyboard."""
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    for _step in range(list(RequestForm).index(form)):
        qtbot.keyClick(box, Qt.Key.Key_Down)


def test_the_form_of_a_department_is_chosen_in_the_wizard_and_remembered(qtbot, empty_window, dialogs, tmp_path):
    view = empty_window.current_view
    qtbot.mouseClick(view.no_round.start_button, Qt.MouseButton.LeftButton)
    panel = view.round_panel
    qtbot.keyClick(panel.next_button, Qt.Key.Key_Return)
    qtbot.keyClick(panel.next_button, Qt.Key.Key_Return)
    page = panel.requests
    chosen = page.table.chosen.planned.department
    assert "プログラムで開くと" in page.letter.toPlainText()
    choose_in(qtbot, page.form_box, RequestForm.EXCEL)
    assert page.table.chosen.planned.department == chosen
    assert page.table.chosen.form is RequestForm.EXCEL
    assert "Excel様式（.xlsx）を表計算ソフトで" in page.letter.toPlainText()
    dialogs.folder = tmp_path / "送付"
    qtbot.mouseClick(panel.folder_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "17課分" in empty_window.messages.text)
    (form,) = dialogs.folder.glob("*.xlsx")
    assert chosen.name in form.name
    assert len(list(dialogs.folder.glob("*.kyoq"))) == 16
    view.table.choose([line.department for line in view.model.lines].index(chosen))
    assert view.detail.form_box.form is RequestForm.EXCEL


def test_a_department_gets_another_form_from_the_board_on(qtbot, coordinator_window, dialogs, tmp_path):
    view = coordinator_window.current_view
    view.table.choose(2)
    choose_in(qtbot, view.detail.form_box, RequestForm.BOTH)
    view.table.choose(0)
    assert view.detail.form_box.form is RequestForm.APP
    dialogs.folder = tmp_path / "送付"
    qtbot.mouseClick(view.head.request_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "17課分" in coordinator_window.messages.text)
    assert len(list(dialogs.folder.glob("*.kyoq"))) == 17
    assert len(list(dialogs.folder.glob("*.xlsx"))) == 1


def test_a_corrected_form_is_at_odds_with_the_older_one_and_one_act_withdraws_that(round_ledger, tmp_path):
    older, newer = copies_of_a_form(round_ledger, tmp_path, "・実施した。", "・２回実施した。")
    desk, view = desk_for(round_ledger), KeptView()
    presenter = CollectPresenter(desk.context, view)
    presenter.load()
    presenter.add_files([older])
    presenter.merge()
    presenter.add_files([newer])
    presenter.merge()
    kind, said = desk.messages.last
    assert kind == "warning"
    assert "前の回答と食い違っています" in said
    assert count_conflicts(round_ledger) == 1
    presenter.withdraw_older_copies()
    assert count_conflicts(round_ledger) == 0
    assert {one.file_name: one.is_withdrawn for one in list_submissions(round_ledger)} == {
        "1回目.xlsx": True,
        "2回目.xlsx": False,
    }


def test_the_older_copy_is_withdrawn_from_the_conflict_that_it_makes(
    qtbot, coordinator_window, round_ledger, tmp_path, monkeypatch
):
    rounds.merge(round_ledger, *copies_of_a_form(round_ledger, tmp_path, "・実施した。", "・２回実施した。"))
    monkeypatch.setattr(coordinator_window.messages, "ask", lambda *_asked, **_rest: True)
    coordinator_window.context.changed()
    coordinator_window.go("conflicts")
    view = coordinator_window.current_view
    assert [card.panel.who for card in view.cards[1:]] == [f"{DEPARTMENT}（{number}回目.xlsx）" for number in (1, 2)]
    assert view.copies_button.isVisible()
    qtbot.keyClick(view.copies_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: count_conflicts(round_ledger) == 0)
    qtbot.waitUntil(lambda: "1件の取り込みを元に戻しました：1回目.xlsx" in coordinator_window.messages.text)


def test_a_form_dropped_with_its_folder_is_taken_in_like_a_submission(round_ledger, tmp_path):
    folder = tmp_path / "届いた"
    folder.mkdir()
    (form,) = copies_of_a_form(round_ledger, tmp_path, "・実施した。")
    shutil.copy(form, folder)
    desk, view = desk_for(round_ledger), KeptView()
    presenter = CollectPresenter(desk.context, view)
    presenter.load()
    presenter.add_folder(folder)
    (line,) = presenter.lines
    assert (line.can_be_merged, line.found.taken) == (True, 1)
