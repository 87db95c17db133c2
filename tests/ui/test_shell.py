"""The window: what opens what, navigation, commands, messages, look, and names for the screen reader."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
)

from kyosei_desktop import paths
from kyosei_desktop.exchange.new_ledger import create_built_in_ledger
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.actions import ACTIONS, Menu
from kyosei_desktop.ui.context import NewLedgerChoice
from kyosei_desktop.ui.crash import CrashDialog
from kyosei_desktop.ui.main_window.opening import NEW_LEDGER_NAME
from kyosei_desktop.ui.main_window.palette import Palette
from kyosei_desktop.ui.main_window.views import VIEWS
from kyosei_desktop.ui.screenshots import grab
from kyosei_desktop.ui.settings import TEXT_PERCENTS, Scheme, Settings
from tests.ui import rounds


def drop(window, *files):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        event = QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, buttons, keys)
        QApplication.sendEvent(window, event)
    return enter.isAccepted()


# What opens what


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
    assert "書き込みで開いているため" in window.lock_bar.words.words
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


# Navigation, commands, messages


def test_the_navigation_changes_the_view_by_mouse_and_by_arrow_keys(qtbot, clerk_window):
    shown = clerk_window.navigation.list
    item = shown.visualItemRect(shown.item(2)).center()
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=item)
    assert clerk_window.current_view_id == "hand_in"
    shown.setFocus()
    qtbot.keyClick(shown, Qt.Key.Key_Up)
    assert clerk_window.current_view_id == "form"
    assert shown.hasFocus()


def test_good_news_goes_with_the_next_view_and_a_warning_stays(clerk_window):
    clerk_window.messages.info("できました。")
    clerk_window.go("form")
    assert clerk_window.messages.text == ""
    clerk_window.messages.warn("見直してください。")
    clerk_window.go("home")
    assert clerk_window.messages.text == "見直してください。"


@pytest.mark.parametrize(("key", "answer"), [(Qt.Key.Key_Escape, False), (Qt.Key.Key_Return, False), ("yes", True)])
def test_a_question_is_answered_no_unless_yes_is_pressed(qtbot, window, key, answer):
    def press():
        box = QApplication.activeModalWidget()
        if key == "yes":
            button = next(one for one in box.buttons() if one.text() == "復元する")
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        else:
            qtbot.keyClick(box.focusWidget() or box, key)  # also before the system has made it the active window

    QTimer.singleShot(0, window, press)
    assert window.messages.ask("復元しますか。", yes="復元する", no="やめる") is answer


def test_a_folder_that_cannot_be_made_is_said_so(window, work_folder, request_file):
    work_folder.write_text("ここは普通のファイル")
    window.open_file(request_file)
    assert "書き込めませんでした" in window.messages.text


def test_ids_and_shortcuts_of_commands_are_unique_and_each_has_help():
    ids = [one.id for one in ACTIONS]
    keys = [one.keys for one in ACTIONS if one.keys]
    assert len(set(ids)) == len(ids)
    assert len(set(keys)) == len(keys)
    assert [one.id for one in ACTIONS if not one.help.endswith("。")] == []
    assert [one.id for one in ACTIONS if one.icon and not (paths.ICONS / f"{one.icon}.svg").exists()] == []


def test_mnemonics_are_unique_within_a_menu():
    for menu in Menu:
        letters = [one.text.partition("(&")[2][:1] for one in ACTIONS if one.menu is menu and "(&" in one.text]
        assert len(set(letters)) == len(letters), menu


def test_every_view_has_an_icon_and_a_question():
    assert [one.id for one in VIEWS if not (paths.ICONS / f"{one.icon}.svg").exists() or not one.question] == []


def test_a_command_that_is_not_possible_says_why(clerk_window):
    action = clerk_window.menus.actions["form.next"]
    assert not action.isEnabled()
    assert action.statusTip() == "記入の画面で使います。"
    clerk_window.go("form")
    assert action.isEnabled()
    assert action.statusTip() == "次の施策の記入へ進みます。"


def test_every_command_can_be_found_by_words_and_run_by_return(qtbot, clerk_window):
    qtbot.keyClick(clerk_window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = clerk_window.findChild(Palette)
    qtbot.waitUntil(palette.search.hasFocus)
    assert palette.list.count() == len(ACTIONS) - 1
    palette.search.setText("提出")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert clerk_window.current_view_id == "hand_in"


def test_a_command_that_is_not_possible_cannot_be_run_from_the_palette(qtbot, clerk_window):
    clerk_window.find_command()
    palette = clerk_window.findChild(Palette)
    palette.search.setText("記入の画面で使います")
    assert palette._help.words == "記入の画面で使います。"
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 1
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert clerk_window.current_view_id == "home"
    palette.search.setText("ありえない操作")
    assert palette._help.words == "あてはまる操作がありません。別の言葉で探してください。"
    qtbot.keyClick(palette.search, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_escape_takes_a_message_away(qtbot, clerk_window):
    clerk_window.messages.error("できませんでした。")
    qtbot.keyClick(clerk_window.current_view.go_on_button, Qt.Key.Key_Escape)
    assert clerk_window.messages.text == ""


def test_return_in_the_navigation_goes_into_the_view(qtbot, clerk_window):
    places = clerk_window.navigation.list
    places.setFocus()
    qtbot.keyClick(places, Qt.Key.Key_Down)
    assert clerk_window.current_view_id == "form"
    assert QApplication.focusWidget() is places
    qtbot.keyClick(places, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is clerk_window.current_view.first_focus()


# Look and name


def test_the_look_changes_at_once_and_is_remembered(window, tmp_path):
    window.menus.actions["show.scheme.dark"].trigger()
    window.menus.actions["show.text.200"].trigger()
    assert QGuiApplication.palette().window().color().name() == theme.colours(Scheme.DARK)["window"]
    assert QApplication.font().pointSizeF() == pytest.approx(2 * theme.BASE_PT)
    assert window.menus.actions["show.text.200"].isChecked()
    window.settings._store.sync()
    kept = Settings(tmp_path / "settings.ini")
    assert (kept.scheme, kept.text_percent) == (Scheme.DARK, 200)


def test_the_shipped_font_is_used(window):
    assert window.heading.fontInfo().family() == theme.FONT_FAMILY


@pytest.mark.parametrize("percent", TEXT_PERCENTS)
def test_every_clerks_view_fits_a_small_screen_at_every_size_of_text(clerk_window, percent):
    clerk_window.set_look(text_percent=percent)
    for view_id in ("home", "form", "hand_in"):
        clerk_window.go(view_id)
        clerk_window.resize(1366, 768)
        QApplication.processEvents()
        assert clerk_window.minimumSizeHint().width() <= 1366
        assert clerk_window.minimumSizeHint().height() <= 768
        assert (clerk_window.width(), clerk_window.height()) == (1366, 768)


def test_every_coordinators_view_fits_a_small_screen_at_200_percent(coordinator_window):
    coordinator_window.set_look(text_percent=200)
    for view in VIEWS:
        if view.in_ledgers:
            coordinator_window.go(view.id)
            coordinator_window.resize(1366, 768)
            QApplication.processEvents()
            assert (coordinator_window.width(), coordinator_window.height()) == (1366, 768), view.id


def test_settings_that_make_no_sense_count_as_absent(tmp_path):
    file = tmp_path / "settings.ini"
    file.write_text("[General]\nscheme=pink\ntext_percent=7\n")
    kept = Settings(file)
    assert (kept.scheme, kept.text_percent, kept.recent_files) == (Scheme.SYSTEM, 100, [])
    assert kept.author


def test_the_name_that_changes_carry_can_be_chosen(window, dialogs, tmp_path):
    dialogs.text = "福祉担当"
    window.menus.actions["show.author"].trigger()
    assert window.context.author == "福祉担当"
    window.settings._store.sync()
    assert Settings(tmp_path / "settings.ini").author == "福祉担当"


# For the screen reader, and for when things go wrong


def test_the_views_can_be_walked_with_the_tab_key_alone(qtbot, clerk_window):
    clerk_window.go("hand_in")
    seen = []
    for _press in range(40):
        focus = QApplication.focusWidget()
        seen.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is seen[0]:
            break
    names = {one.accessibleName() for one in seen}
    assert {"担当者", "内線", "連絡事項", "画面の切り替え"} <= names
    assert all(one is not other for one, other in pairwise(seen))


def test_a_bug_shows_where_it_happened_with_a_button_to_copy_it(qtbot, window):
    def secret():
        text_of_a_clerk = "内緒"
        raise ZeroDivisionError(len(text_of_a_clerk))

    try:
        secret()
    except ZeroDivisionError as error:
        window.show_crash(error)
    dialog = window.findChild(CrashDialog)
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError: 2" in copied
    assert "kyosei_desktop 0." in copied
    assert "内緒" not in copied.replace('text_of_a_clerk = "内緒"', "")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_picture_of_the_window_is_written(window, tmp_path):
    grab(window, tmp_path / "窓.png")
    assert (tmp_path / "窓.png").read_bytes().startswith(b"\x89PNG")


def test_a_ledger_of_the_built_in_plan_opens_fast(qtbot, window, tmp_path):
    ledger = create_built_in_ledger(tmp_path / "x.kyosei", author=rounds.COORDINATOR)
    window.show_ledger(ledger)
    assert window.current_view_id == next(one.id for one in VIEWS if one.in_ledgers)
