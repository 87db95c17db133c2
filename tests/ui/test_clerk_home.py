"""The clerk's first view: what is due, what is done, what came back."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.exchange.handing_in import hand_in
from kyosei_desktop.exchange.new_ledger import create_built_in_ledger
from kyosei_desktop.exchange.requesting import return_department
from kyosei_desktop.exchange.work_file import open_request
from kyosei_desktop.store.drafts import save_draft
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.ui.clerk.answers import AnswerState
from kyosei_desktop.ui.clerk.home_view import _columns
from kyosei_desktop.ui.clerk.pages import load_pages
from kyosei_desktop.ui.tables import LinesModel
from kyosei_desktop.ui.widgets import Paragraph
from tests.ui import rounds


def answer_required(ledger):
    for field in read_work(ledger).fields:
        if field.is_required:
            answer_field(ledger, field.place.id, Value("・実施した。"), author=rounds.CLERK)


def test_it_says_what_is_due_until_when(clerk_window):
    view = clerk_window.current_view
    assert view._title.words == "令和３年度 下期実績の照会　生活福祉課"
    assert view._due.text() == "締切 令和4年4月15日（金）"
    assert view._days_left.text() == "あと9日"
    assert view._count.text() == "2施策のうち 0施策 記入済"
    assert clerk_window.status_line.whose.text() == "作業ファイル：生活福祉課"
    assert clerk_window.status_line.round.text() == "令和３年度 下期実績"


def test_the_filled_button_leads_to_the_first_field_to_write(qtbot, clerk_window):
    view = clerk_window.current_view
    assert view.go_on_button.text() == "記入を始める：№30 ケースワーカーの質と…"
    qtbot.keyClick(view.go_on_button, Qt.Key.Key_Return)
    assert clerk_window.current_view_id == "form"
    assert clerk_window.current_view.presenter.page.number == "30"
    assert clerk_window.heading.text() == "№30 の令和３年度 下期実績に何を書くか"


def test_when_all_is_done_the_filled_button_hands_in(qtbot, window, work_ledger):
    answer_required(work_ledger)
    window.show_ledger(work_ledger)
    view = window.current_view
    assert view._count.text() == "2施策のうち 2施策 記入済"
    assert view.go_on_button.text() == "確認して提出する"
    qtbot.mouseClick(view.go_on_button, Qt.MouseButton.LeftButton)
    assert window.current_view_id == "hand_in"


def test_every_measure_has_its_states_in_words(clerk_window):
    model = clerk_window.current_view.table.model()
    header = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert header == ["№", "施策名", "下期実績", "状態"]
    rows = {model.index(row, 0).data(): model.index(row, 3).data() for row in range(model.rowCount())}
    assert rows == {"29": "任意", "30": "未記入", "32": "任意", "33": "任意", "34": "任意", "36": "未記入"}


def test_return_in_the_list_opens_the_measure(qtbot, clerk_window):
    table = clerk_window.current_view.table
    table.choose(2)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert clerk_window.current_view_id == "form"
    assert clerk_window.current_view.presenter.page.number == "32"


def test_the_list_is_a_sound_item_model(qtmodeltester, work_ledger):
    pages = load_pages(work_ledger)
    model = LinesModel(_columns(pages.columns))
    model.show_lines(pages.pages)
    qtmodeltester.check(model)


def test_drafts_of_a_program_that_died_are_listed_with_a_way_to_them(qtbot, window, work_ledger):
    field = next(one for one in read_work(work_ledger).fields if one.is_required)
    save_draft(work_ledger, field.place.id, Value("途中"))
    window.show_ledger(work_ledger)
    texts = [one.words for one in window.current_view.findChildren(Paragraph)]
    assert any("書きかけの文章が1件" in text for text in texts)
    assert any("№30 令和３年度 下期実績（保存：たった今）" in text for text in texts)


def test_what_came_back_says_why_and_where(qtbot, window, returned):
    ledger, field = returned
    window.show_ledger(ledger)
    texts = [one.words for one in window.current_view.findChildren(Paragraph)]
    assert "差戻し：単位を入れてください" in texts
    assert "№30 令和３年度 下期実績　人数の単位" in texts
    assert window.current_view._count.text() == "差戻し 1欄のうち 1欄 見直し待ち"
    assert window.current_view.go_on_button.text() == "差戻しを見直す：№30 ケースワーカーの質と…"
    assert "提出済み：回答.kyoa（1回目、" in window.current_view._handed_in.words
    window.go("form", field=field.place.id)
    card = window.current_view.cards[field.place.id]
    assert card.state.text() == "差戻し"
    assert card.note.words == "差戻し：人数の単位"


def test_a_return_can_be_opened_where_no_work_file_is(qtbot, window, returned, tmp_path):
    """As on another PC, or after the folder was cleared: what was answered came with the return."""
    returned[0].close()
    window.open_file(tmp_path / "差戻し.kyoq")
    window.go("home")
    view = window.current_view
    assert view._count.text() == "差戻し 1欄のうち 1欄 見直し待ち"
    qtbot.keyClick(view.go_on_button, Qt.Key.Key_Return)
    card = next(iter(window.current_view.cards.values()))
    assert card.editor.text() == "・実施した。"
    qtbot.keyClicks(card.editor, "12")
    window.go("home")
    assert view._count.text() == "1施策のうち 1施策 記入済"  # a return brings only what it is about


def test_after_handing_in_it_says_whether_anything_has_changed_since(clerk_window, tmp_path):
    ledger = clerk_window.context.open_ledger
    field = next(one for one in read_work(ledger).fields if one.is_required)
    answer_field(ledger, field.place.id, Value("・実施した。"), author="担当者")
    hand_in(ledger, tmp_path / "回答.kyoa", is_partial=True, author="担当者")
    clerk_window.go("home")
    view = clerk_window.current_view
    view.refresh()
    assert "その後に変えたところはありません。" in view._handed_in.words
    answer_field(ledger, field.place.id, Value("・実施し、報告した。"), author="担当者")
    view.refresh()
    assert "その後に変えたところがあります。もう一度提出すると取りまとめ課に届きます。" in view._handed_in.words


def test_a_measure_is_unwritten_until_something_that_is_required_is_written(clerk_window):
    """What earlier halves have left in its other fields is nothing that the clerk has begun."""
    pages = load_pages(clerk_window.context.open_ledger).pages
    required = next(page for page in pages if page.is_required)
    done = replace(required.answers[0], is_required=False, kept=Value("・前からの成果"), value=Value("・前からの成果"))
    assert replace(required, answers=(*required.answers, done)).state is AnswerState.UNWRITTEN
    written = replace(done, is_required=True)
    assert replace(required, answers=(*required.answers, written)).state is AnswerState.STARTED


def test_what_came_back_and_was_rewritten_counts_as_done(qtbot, window, returned):
    ledger, field = returned
    window.show_ledger(ledger)
    window.go("form", field=field.place.id)
    card = window.current_view.cards[field.place.id]
    qtbot.keyClicks(card.editor, "12")
    qtbot.keyClick(card.editor, Qt.Key.Key_Tab)
    assert card.state.text() == "記入済"
    window.go("home")
    assert window.current_view._count.text() == "2施策のうち 2施策 記入済"
    assert window.current_view.go_on_button.text() == "確認して提出する"
    state = next(one.state for one in load_pages(ledger).pages if one.number == "30")
    assert state is AnswerState.DONE


def test_a_return_opens_on_the_cell_in_question_with_the_word_on_it_beside_it(qtbot, window, returned, tmp_path):
    ledger, field = returned
    ledger.close()
    window.open_file(tmp_path / "差戻し.kyoq")
    assert window.current_view_id == "form"
    card = window.current_view.cards[field.place.id]
    qtbot.waitUntil(card.editor.hasFocus)
    assert card.note.words == "差戻し：人数の単位"


def test_a_cell_that_came_back_without_a_word_of_its_own_says_why_all_of_it_came_back(
    window, round_ledger, work_ledger, tmp_path
):
    answer_required(work_ledger)
    hand_in(work_ledger, tmp_path / "回答.kyoa", author=rounds.CLERK)
    rounds.merge(round_ledger, tmp_path / "回答.kyoa")
    department = rounds.department_named(round_ledger.plan(), "生活福祉課")
    field = next(one for one in read_work(work_ledger).fields if one.address.measure == 30)
    file, path = tmp_path / "差戻し.kyoq", work_ledger.path
    return_department(
        round_ledger,
        department,
        file,
        reason="単位を入れてください",
        fields=[field.place.id],
        author=rounds.COORDINATOR,
    )
    work_ledger.close()
    window.show_ledger(open_request(file, path, author=rounds.CLERK, clock=work_ledger.clock))
    texts = [one.words for one in window.current_view.findChildren(Paragraph)]
    assert "差戻し：単位を入れてください" in texts
    assert "№30 令和３年度 下期実績" in texts
    window.go("form", field=field.place.id)
    assert window.current_view.cards[field.place.id].note.words == "差戻し：単位を入れてください"


def test_files_opened_lately_stand_at_the_foot_and_open(qtbot, window, work_ledger, tmp_path):
    other = create_built_in_ledger(tmp_path / "ほかの台帳.kyosei", author=rounds.COORDINATOR)
    window.show_ledger(other)
    window.show_ledger(work_ledger)
    again = next(one for one in window.current_view.recent.findChildren(QPushButton) if one.text() == "ほかの台帳")
    again.setFocus()
    qtbot.keyClick(again, Qt.Key.Key_Return)
    assert window.context.open_ledger.path == other.path


def test_a_first_look_at_a_work_file_names_no_other_files(clerk_window):
    assert not clerk_window.current_view.recent.isVisible()


def test_the_next_step_is_whole_beside_a_return_in_the_largest_text(qtbot, window, returned):
    """It was squeezed under the progress bar where the list of measures wanted the room."""
    window.set_look(text_percent=200)
    window.resize(1366, 768)
    window.show_ledger(returned[0])
    view = window.current_view
    button = view.go_on_button
    qtbot.waitUntil(
        lambda: button.height() >= button.sizeHint().height() and button.geometry().bottom() < view._bar.y()
    )
