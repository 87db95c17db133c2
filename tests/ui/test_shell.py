"""The window: navigation, commands, messages, look, and names for the screen reader."""

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from kyosei_desktop import paths
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.actions import ACTIONS, Menu
from kyosei_desktop.ui.crash import CrashDialog
from kyosei_desktop.ui.main_window.palette import Palette
from kyosei_desktop.ui.main_window.views import VIEWS
from kyosei_desktop.ui.screenshots import grab
from kyosei_desktop.ui.settings import TEXT_PERCENTS, Scheme, Settings

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
