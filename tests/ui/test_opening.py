"""The window: what opens what, and what is said of a file that does not open."""

import pytest
from PySide6.QtCore import Qt

from kyosei_desktop.exchange.new_ledger import create_built_in_ledger
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.ui.context import NewLedgerChoice
from kyosei_desktop.ui.main_window.opening import NEW_LEDGER_NAME
from kyosei_desktop.ui.main_window.views import VIEWS
from tests.ui import rounds
from tests.ui.dropping import drop


def test_without_a_file_the_start_view_says_what_to_open(window):
    assert window.current_view_id == "start"
    assert window.heading.text() == "何から始めますか"
    assert not window.navigation.isVisible()
    assert window.status_line.whose.text() == "開いているファイルはありません"


def test_the_first_start_makes_the_users_own_ledger_and_the_next_opens_it(window, work_folder):
    window.open_own_ledger()
    path = work_folder / NEW_LEDGER_NAME
    assert path.exists()
    assert len(window.context.open_ledger.plan().measures) == 48
    window.show_ledger(None)
    window.open_own_ledger()
    assert window.context.open_ledger.path == path


def test_a_request_opens_its_work_file_in_the_users_folder(window, request_file, work_folder):
    window.open_file(request_file)
    assert window.current_view_id == "home"
    assert window.context.open_ledger.path.parent == work_folder
    assert window.windowTitle().startswith("記入中_令和３年度下期実績_生活福祉課.kyosei – ")


def test_a_request_opened_twice_leads_to_the_same_work_file(window, request_file, work_folder):
    window.open_file(request_file)
    window.open_file(request_file)
    assert window.messages.text == ""
    assert window.current_view_id == "home"
    assert len(list(work_folder.glob("*.kyosei"))) == 1


def test_a_ledger_opens_the_coordinators_views(window, round_ledger):
    path = round_ledger.path
    round_ledger.close()
    window.open_file(path)
    ids = [
        window.navigation.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(window.navigation.list.count())
    ]
    assert ids == [one.id for one in VIEWS if one.in_ledgers and one.is_in_navigation]
    assert window.status_line.whose.text() == "台帳：台帳.kyosei"
    assert window.status_line.round.text() == "令和３年度 下期実績"


def test_a_ledger_in_use_is_said_so_and_opened_for_reading(window, round_ledger):
    window.open_file(round_ledger.path)
    assert "書き込みで開いているため" in window.standing.lock_bar.words.words
    assert window.context.open_ledger.is_read_only
    assert window.status_line.whose.text() == "台帳（読み取り専用）：台帳.kyosei"


def test_a_damaged_ledger_is_said_so_and_its_newest_backup_offered(qtbot, window, round_ledger, monkeypatch):
    path = round_ledger.path
    back_up_ledger(round_ledger)
    round_ledger.close()
    content = bytearray(path.read_bytes())
    content[100:4000] = bytes(3900)
    path.write_bytes(content)
    window.open_file(path)
    assert "壊れています" in window.messages.text
    asked = []
    monkeypatch.setattr(window.messages, "ask", lambda question, **_words: asked.append(question) or True)
    qtbot.mouseClick(window.messages.action_button, Qt.MouseButton.LeftButton)
    assert "控えから復元しますか" in asked[0]
    assert window.context.open_ledger.path == path
    assert len(window.context.open_ledger.plan().measures) == 48


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("表.xlsx", b"PK", "開けません"),
        ("台帳.kyosei", b"SQLite format 3\x00" + bytes(200), "台帳ではありません"),
        ("照会.kyoq", b"x", "照会.kyoq"),
    ],
)
def test_a_file_that_cannot_be_opened_is_said_so_and_nothing_else_changes(
    window, work_ledger, tmp_path, name, content, words
):
    window.show_ledger(work_ledger)
    file = tmp_path / "x" / name
    file.parent.mkdir()
    file.write_bytes(content)
    window.open_file(file)
    assert words in window.messages.text
    assert window.messages.kind == "error"
    assert window.context.ledger is work_ledger


def test_answers_wait_for_a_file_that_can_take_them(window, tmp_path):
    file = tmp_path / "回答.kyoa"
    file.write_bytes(b"x")
    window.open_file(file)
    assert "先に開いてください" in window.messages.text
    assert window.messages.kind == "error"


def test_files_dropped_on_the_window_are_opened(window, request_file, tmp_path):
    text = tmp_path / "x.txt"
    text.write_text("x")
    assert not drop(window, text)
    assert drop(window, request_file)
    assert window.current_view_id == "home"


def test_submissions_dropped_on_a_ledger_go_to_collecting(coordinator_window, round_ledger, request_file):
    submission = rounds.answer(round_ledger, request_file)
    assert drop(coordinator_window, submission)
    assert coordinator_window.current_view_id == "collect"


def test_the_menu_opens_a_file(qtbot, window, dialogs, request_file):
    dialogs.open_files = [request_file]
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert window.current_view_id == "home"
    assert window.settings.recent_files == [window.context.open_ledger.path]


def test_a_new_ledger_is_made_where_the_user_says(qtbot, window, dialogs, tmp_path):
    dialogs.new_ledger, dialogs.save_file = NewLedgerChoice("half-yearly-a3"), tmp_path / "新しい台帳"
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.context.open_ledger.path == tmp_path / "新しい台帳.kyosei"


def test_a_new_ledger_never_replaces_one(qtbot, window, dialogs, round_ledger):
    dialogs.new_ledger, dialogs.save_file = NewLedgerChoice("half-yearly-a3"), round_ledger.path
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert "もうあります" in window.messages.text


def test_recent_files_are_in_the_menu_and_open(window, request_file):
    window.open_file(request_file)
    path = window.context.open_ledger.path
    window.show_ledger(None)
    window.menus._recent.aboutToShow.emit()
    action = window.menus._recent.actions()[0]
    assert path.name in action.text()
    action.trigger()
    assert window.context.open_ledger.path == path


def test_closing_the_window_gives_the_lock_back(window, request_file):
    window.open_file(request_file)
    path = window.context.open_ledger.path
    window.close()
    open_ledger(path).close()


def test_a_ledger_of_the_built_in_plan_opens_fast(qtbot, window, tmp_path):
    ledger = create_built_in_ledger(tmp_path / "x.kyosei", author=rounds.COORDINATOR)
    window.show_ledger(ledger)
    assert window.current_view_id == next(one.id for one in VIEWS if one.in_ledgers)
