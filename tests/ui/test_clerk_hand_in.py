"""Handing in: what is missing is named with a way to it, and the file is written and told."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.exchange.container import MAX_FILE_BYTES
from kyosei_desktop.exchange.submission_file import read_submission
from kyosei_desktop.store.drafts import save_draft
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.files import read_file
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.ui.widgets import Paragraph
from tests.ui import rounds


def required(ledger):
    return [one for one in read_work(ledger).fields if one.is_required]


def jumps(view):
    return [one for one in view.findChildren(QPushButton) if one.text() == "この欄へ" and one.isVisible()]


def click_box(qtbot, row):
    qtbot.waitUntil(row.box.isVisible)
    QApplication.processEvents()
    qtbot.mouseClick(row.box, Qt.MouseButton.LeftButton, pos=QPoint(12, row.box.height() // 2))


@pytest.fixture
def submission(tmp_path, dialogs):
    dialogs.save_file = tmp_path / "提出.kyoa"
    return dialogs.save_file


@pytest.fixture
def filled(window, work_ledger):
    """The window at the check, with all required fields answered."""
    for field in required(work_ledger):
        answer_field(work_ledger, field.place.id, Value("・実施した。"), author=rounds.CLERK)
    window.show_ledger(work_ledger)
    window.go("hand_in")
    return window


def test_every_missing_field_is_named_with_a_way_to_it(qtbot, clerk_window):
    clerk_window.go("hand_in")
    view = clerk_window.current_view
    qtbot.waitUntil(lambda: len(jumps(view)) == 2)
    assert [one.accessibleName() for one in jumps(view)] == [
        "№30 令和３年度 下期実績 へ",
        "№36（2） 令和３年度 下期実績 へ",
    ]
    assert view._summary.words == "2施策のうち 0施策 記入済。必須の欄が2件、未記入です。"
    qtbot.mouseClick(jumps(view)[1], Qt.MouseButton.LeftButton)
    form = clerk_window.current_view
    field = required(clerk_window.context.open_ledger)[1]
    assert clerk_window.current_view_id == "form"
    qtbot.waitUntil(form.cards[field.place.id].editor.hasFocus)


def test_with_missing_fields_nothing_is_handed_in_without_saying_so(qtbot, clerk_window, submission):
    clerk_window.go("hand_in")
    view = clerk_window.current_view
    assert not view.hand_in_button.isEnabled()
    assert "必須の欄を記入するか" in view.hand_in_button.toolTip()
    qtbot.mouseClick(view.hand_in_button, Qt.MouseButton.LeftButton)
    assert not submission.exists()
    view.partial_box.setFocus()
    qtbot.keyClick(view.partial_box, Qt.Key.Key_Space)
    assert view.hand_in_button.isEnabled()
    qtbot.mouseClick(view.hand_in_button, Qt.MouseButton.LeftButton)
    assert submission.exists()


def test_handing_in_writes_the_file_with_the_words_given_and_says_the_check_word(qtbot, filled, submission, dialogs):
    view = filled.current_view
    view.extension.setFocus()
    qtbot.keyClicks(view.extension, "2345")
    qtbot.mouseClick(view.hand_in_button, Qt.MouseButton.LeftButton)
    work = read_work(filled.context.open_ledger)
    written = read_submission(read_file(submission, MAX_FILE_BYTES), submission.name).authenticate(work.key)
    assert (written.person, written.extension, written.message) == (rounds.CLERK, "2345", None)
    assert {one.value for one in written.answers} == {Value("・実施した。")}
    assert dialogs.asked[-1][1].name == "回答_令和３年度下期実績_生活福祉課_1.kyoa"
    said = view.result.title.words
    word = filled.status_line.check_word.text().removeprefix("照合語 ")
    assert len(word) == 4
    assert view.result.word.text() == word
    assert str(submission) in view.result.next_steps.words
    assert "2欄の回答" in said
    assert view.result.isVisible()


def test_a_name_without_its_ending_gets_it(qtbot, filled, dialogs, tmp_path):
    dialogs.save_file = tmp_path / "提出 v1.2"
    qtbot.mouseClick(filled.current_view.hand_in_button, Qt.MouseButton.LeftButton)
    assert (tmp_path / "提出 v1.2.kyoa").exists()


def test_cancelling_the_dialog_hands_nothing_in(qtbot, filled):
    qtbot.mouseClick(filled.current_view.hand_in_button, Qt.MouseButton.LeftButton)
    assert not read_work(filled.context.open_ledger).handed_in
    assert not filled.current_view.result.isVisible()


def test_a_folder_that_cannot_be_written_to_is_said_and_nothing_is_handed_in(qtbot, filled, dialogs, tmp_path):
    dialogs.save_file = tmp_path / "ない" / "提出.kyoa"
    qtbot.mouseClick(filled.current_view.hand_in_button, Qt.MouseButton.LeftButton)
    assert "書き込めませんでした" in filled.messages.text
    assert filled.messages.kind == "error"
    assert not read_work(filled.context.open_ledger).handed_in


def test_what_was_handed_in_can_be_merged(qtbot, filled, submission, round_ledger):
    qtbot.mouseClick(filled.current_view.hand_in_button, Qt.MouseButton.LeftButton)
    result = rounds.merge(round_ledger, submission)
    assert [(one.taken, one.refused) for one in result.files] == [(2, None)]


def test_ctrl_shift_return_leads_from_the_form_to_the_check(qtbot, clerk_window):
    clerk_window.go("form")
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(clerk_window, Qt.Key.Key_Return, modifiers)
    assert clerk_window.current_view_id == "hand_in"


def test_what_came_back_unchanged_may_be_handed_in_but_is_not_called_done(window, returned):
    ledger, _field = returned
    window.show_ledger(ledger)
    window.go("hand_in")
    view = window.current_view
    assert view._summary.words == "差戻し 1欄のうち 1欄 見直し待ち。このままでも提出できます。"
    assert view.hand_in_button.isEnabled()


def test_a_warning_wants_its_tick_before_handing_in_and_the_tick_travels(qtbot, filled, submission):
    ledger = filled.context.open_ledger
    field = required(ledger)[0]
    answer_field(ledger, field.place.id, Value("・講座を実施する予定である。"), author=rounds.CLERK)
    view = filled.current_view
    view.refresh()
    assert view._summary.words.endswith("注意が1件あります。直すか、「このままでよい」に印を付けてください。")
    assert not view.hand_in_button.isEnabled()
    assert view.why_not.words == view.hand_in_button.toolTip()
    box = view.findings.lists[0].rows[0].box
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert view.hand_in_button.isEnabled()
    reason = view.findings.lists[0].rows[0].reason
    qtbot.waitUntil(reason.hasFocus)
    qtbot.keyClicks(reason, "plan 2022")
    qtbot.keyClick(reason, Qt.Key.Key_Return)
    qtbot.mouseClick(view.hand_in_button, Qt.MouseButton.LeftButton)
    work = read_work(ledger)
    written = read_submission(read_file(submission, MAX_FILE_BYTES), submission.name).authenticate(work.key)
    assert [(one.field, one.reason) for one in written.acknowledgements] == [(field.place.id, "plan 2022")]


def test_a_tick_can_be_taken_back_at_the_check(qtbot, filled):
    ledger = filled.context.open_ledger
    answer_field(ledger, required(ledger)[0].place.id, Value("・講座を実施する予定である。"), author=rounds.CLERK)
    view = filled.current_view
    view.refresh()
    click_box(qtbot, view.findings.lists[0].rows[0])
    assert view.hand_in_button.isEnabled()
    click_box(qtbot, view.findings.lists[0].rows[0])
    assert not view.hand_in_button.isEnabled()


def test_answers_handed_in_in_part_still_want_their_ticks(qtbot, clerk_window):
    ledger = clerk_window.context.open_ledger
    answer_field(ledger, required(ledger)[0].place.id, Value("・講座を実施する予定である。"), author=rounds.CLERK)
    clerk_window.go("hand_in")
    view = clerk_window.current_view
    qtbot.mouseClick(view.partial_box, Qt.MouseButton.LeftButton)
    assert "注意のある欄を直すか" in view.why_not.words
    ticked = next(one for one in view.findings.lists if one.rows and one.rows[0].pointed.can_be_ticked)
    click_box(qtbot, ticked.rows[0])
    assert view.hand_in_button.isEnabled()


def test_hints_are_folded_and_stand_in_nobodys_way(qtbot, filled):
    ledger = filled.context.open_ledger
    answer_field(ledger, required(ledger)[0].place.id, Value("・①回目の講座を実施した。"), author=rounds.CLERK)
    view = filled.current_view
    view.refresh()
    assert view.hand_in_button.isEnabled()
    assert view.hints_fold.head.text() == "ヒント 1件（直さなくても提出できます）"
    assert not view.hints.isVisible()
    view.hints_fold.head.setFocus()
    qtbot.keyClick(view.hints_fold.head, Qt.Key.Key_Space)
    assert view.hints.isVisible()
    assert "機種依存文字" in view.hints.lists[0].words


def test_a_draft_that_is_no_answer_is_named_and_leads_to_its_field(qtbot, filled):
    ledger = filled.context.open_ledger
    field = required(ledger)[0]
    save_draft(ledger, field.place.id, Value("・書きかけ"))
    view = filled.current_view
    view.refresh()
    words = [one.words for one in view.findings.findChildren(Paragraph)]
    assert any("書きかけの文章は提出されません" in one for one in words)
    qtbot.waitUntil(lambda: len(jumps(view)) == 1)
    qtbot.mouseClick(jumps(view)[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(filled.current_view.cards[field.place.id].recovery.isVisible)


def test_handing_in_again_makes_the_next_serial(qtbot, filled, submission, dialogs):
    view = filled.current_view
    qtbot.mouseClick(view.hand_in_button, Qt.MouseButton.LeftButton)
    assert "次は2回目になります" in view.result.next_steps.words
    dialogs.save_file = submission.with_name("二回目.kyoa")
    qtbot.mouseClick(view.hand_in_button, Qt.MouseButton.LeftButton)
    assert view.result.title.words.startswith("2回目の提出ファイル")
    assert [one.serial for one in read_work(filled.context.open_ledger).handed_in] == [1, 2]
