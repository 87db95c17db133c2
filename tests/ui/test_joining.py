"""Two people of one department in the window: dropping the other's answers, looking, joining, settling, taking back."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.exchange.handing_in import hand_in
from kyosei_desktop.exchange.work_file import open_request
from kyosei_desktop.store.drafts import save_draft
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.ui.main_window import MainWindow
from tests.ui import rounds
from tests.ui.dropping import drop


def required(ledger):
    return [one for one in read_work(ledger).fields if one.is_required]


@pytest.fixture
def handed_over(request_file: Path, tmp_path: Path, clock) -> Path:
    """What a colleague at another desk wrote in the two required fields, handed over unfinished."""
    with open_request(request_file, tmp_path / "隣.kyosei", author="隣の担当者", clock=clock) as ledger:
        for number, one in enumerate(required(ledger)):
            answer_field(ledger, one.place.id, Value(f"・隣で{number}回実施した。"), author="隣の担当者")
        file = tmp_path / "隣の回答.kyoa"
        hand_in(ledger, file, person="隣の担当者", is_partial=True, author="隣の担当者")
    return file


@pytest.fixture
def looking(qtbot, clerk_window: MainWindow, work_ledger, handed_over: Path) -> MainWindow:
    """The window of a clerk who wrote one of the same fields otherwise, and dropped the other's answers on it."""
    answer_field(work_ledger, required(work_ledger)[0].place.id, Value("・私が書いた。"), author=rounds.CLERK)
    assert drop(clerk_window, handed_over)
    qtbot.waitUntil(lambda: clerk_window.jobs.is_idle)
    return clerk_window


def press(qtbot, window, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.jobs.is_idle)


def test_answers_dropped_on_a_work_file_are_shown_before_anything_changes(looking, work_ledger):
    view = looking.current_view
    assert looking.current_view_id == "joining"
    assert view.summary.words == "1件のファイル ・ 1欄 取り入れる ・ 1欄 食い違う"
    assert [view.model.data(view.model.index(row, 1)) for row in range(2)] == ["食い違う", "取り入れる"]
    assert "いまの文：・私が書いた。\n相手の文：・隣で0回実施した。" in view.note.words
    assert [one.value.text for one in required(work_ledger)] == ["・私が書いた。", ""]


def test_joining_takes_what_is_new_and_leads_to_what_disagrees(qtbot, looking, work_ledger):
    view = looking.current_view
    press(qtbot, looking, view.join_button)
    assert required(work_ledger)[1].value.text == "・隣で1回実施した。"
    assert "1欄で二つの文が食い違います" in looking.messages.text
    assert {card.panel.who for card in view.conflicts.cards} == {"照会時の文", rounds.CLERK, "隣の担当者"}
    assert looking.heading.text() == "どちらを採るか ── 競合 1／1"
    assert looking.focusWidget() is view.conflicts.first_focus(), "from where one key takes a text"


def test_texts_that_disagree_are_in_the_way_of_handing_in(qtbot, looking, work_ledger):
    press(qtbot, looking, looking.current_view.join_button)
    looking.go("hand_in")
    view = looking.current_view
    assert view._summary.words.endswith("食い違いを決めると提出できます。")
    assert not view.hand_in_button.isEnabled()
    assert view.why_not.words == "同じ課の二つの文のどちらを採るか、先に決めてください。"


def test_every_view_says_that_texts_disagree_until_they_are_settled_by_keys(qtbot, looking, work_ledger):
    view = looking.current_view
    press(qtbot, looking, view.join_button)
    assert not looking.standing.disagreement.isVisible()
    looking.go("form")
    assert (
        looking.standing.disagreement.words.words == "1欄で、二つの文が食い違っています。どちらを採るか決めてください。"
    )
    qtbot.keyClick(looking.standing.disagreement.settle_button, Qt.Key.Key_Return)
    assert looking.current_view_id == "joining"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert required(work_ledger)[0].value.text == "・隣で0回実施した。"
    assert looking.heading.text() == "同じ課の回答を合わせてよいか"
    looking.go("form")
    assert not looking.standing.disagreement.isVisible()


def test_a_join_is_taken_back_after_asking(qtbot, looking, work_ledger, monkeypatch):
    press(qtbot, looking, looking.current_view.join_button)
    monkeypatch.setattr(looking.messages, "ask", lambda *_question, **_words: True)
    action = looking.menus.actions["clerk.take_back"]
    assert action.isEnabled()
    action.trigger()
    qtbot.waitUntil(lambda: looking.jobs.is_idle)
    assert [one.value.text for one in required(work_ledger)] == ["・私が書いた。", ""]
    assert "元に戻しました" in looking.messages.text
    assert not action.isEnabled()


def test_giving_up_lets_the_files_go(qtbot, looking, work_ledger):
    view = looking.current_view
    press(qtbot, looking, view.give_up_button)
    assert view.first_focus() is view.files_button
    assert not view.join_button.isVisible()
    assert [one.value.text for one in required(work_ledger)] == ["・私が書いた。", ""]


def test_a_file_that_cannot_be_joined_says_why_and_leaves_nothing_to_press(
    qtbot, clerk_window, round_ledger, round_files, tmp_path, dialogs
):
    other = rounds.copy_requests(round_files, tmp_path / "照会")["福祉総務課"]
    dialogs.open_files = [rounds.answer(round_ledger, other)]
    clerk_window.menus.actions["clerk.join"].trigger()
    qtbot.waitUntil(lambda: clerk_window.jobs.is_idle)
    view = clerk_window.current_view
    assert "別の課の回答です" in view.note.words
    assert not view.join_button.isEnabled()
    assert view.join_button.toolTip() == "合わせられる回答がありません。"


# A work file that is handed over


def test_who_goes_on_with_a_colleagues_work_file_is_told_so_and_can_change_the_name(
    qtbot, make_window, work_ledger, dialogs
):
    field = required(work_ledger)[0].place.id
    answer_field(work_ledger, field, Value("・途中まで書いた。"), author="前の担当者")
    save_draft(work_ledger, required(work_ledger)[1].place.id, Value("・書きかけ"))
    path = work_ledger.path
    work_ledger.close()
    window = make_window("login")
    window.open_file(path)
    assert window.messages.text == (
        "この作業ファイルは、前に前の担当者さんが記入していました。これからの変更は「login」の名前で残ります。"
        "書きかけの下書きが1欄あり、前の担当者さんのものと思われます。"
    )
    dialogs.text = "次の担当者"
    qtbot.mouseClick(window.messages.action_button, Qt.MouseButton.LeftButton)
    assert window.context.author == "次の担当者"


def test_ones_own_work_file_opens_without_a_word(make_window, work_ledger):
    answer_field(work_ledger, required(work_ledger)[0].place.id, Value("・書いた。"), author=rounds.CLERK)
    path = work_ledger.path
    work_ledger.close()
    window = make_window()
    window.open_file(path)
    assert window.messages.text == ""


def test_a_request_finds_the_work_file_that_was_handed_over_wherever_it_lies(window, work_ledger, request_file):
    path = work_ledger.path
    work_ledger.close()
    window.open_file(path)
    window.open_file(request_file)
    assert window.context.open_ledger.path == path


def test_a_lock_that_came_along_with_a_copy_can_be_taken_over_after_asking(qtbot, window, work_ledger, monkeypatch):
    path = work_ledger.path
    work_ledger.close()
    holder = {"user": "前の担当者", "host": "隣のパソコン", "process": 1, "started_at": 0.0, "token": "x"}
    path.with_name(path.name + ".lock").write_text(json.dumps(holder), encoding="utf-8")
    window.open_file(path)
    assert window.context.open_ledger.is_read_only
    assert "前の担当者（隣のパソコン）" in window.standing.lock_bar.words.words
    asked = []
    monkeypatch.setattr(window.messages, "ask", lambda question, **_words: asked.append(question) or True)
    qtbot.mouseClick(window.standing.lock_bar.take_over_button, Qt.MouseButton.LeftButton)
    assert asked == [f"「{path.name}」を引き継いで開きますか。"]
    assert window.context.open_ledger.path == path
    assert not window.context.open_ledger.is_read_only
