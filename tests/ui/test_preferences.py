"""Language and years of the window: chosen in one dialog, remembered, and everything speaks so at once."""

import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kyosei_desktop import paths
from kyosei_desktop.domain import language
from kyosei_desktop.domain.years import YearStyle, use_years, years_in_use
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.ui.app import Program
from kyosei_desktop.ui.main_window import MainWindow
from kyosei_desktop.ui.preferences import Language, Preferences, Years, use_words
from kyosei_desktop.ui.preferences_dialog import PreferencesDialog
from kyosei_desktop.ui.settings import Scheme, Settings
from tests.ui.observing import unnamed

NOW = Preferences(Language.SYSTEM, Years.AS_LANGUAGE, Scheme.LIGHT.value, 100)


@pytest.fixture(autouse=True)
def words_as_before() -> Iterator[None]:
    yield
    language.use(paths.TRANSLATIONS, "ja_JP.UTF-8")
    use_years(None)


@pytest.fixture
def dialog(qtbot, window: MainWindow) -> PreferencesDialog:
    dialog = PreferencesDialog(window, NOW)
    dialog.show()
    return dialog


def test_the_dialog_shows_what_is_chosen_and_says_what_will_be(qtbot, dialog):
    assert dialog.chosen == NOW
    qtbot.keyClick(dialog.language, Qt.Key.Key_End)
    qtbot.keyClick(dialog.years, Qt.Key.Key_End)
    qtbot.keyClick(dialog.text_percent, Qt.Key.Key_Down)

    assert dialog.chosen == Preferences(Language.ENGLISH, Years.WESTERN, Scheme.LIGHT.value, 125)
    qtbot.keyClick(dialog.years, Qt.Key.Key_Return)
    assert dialog.result() == PreferencesDialog.DialogCode.Accepted


def test_every_control_of_the_dialog_has_a_name_and_a_role(dialog):
    assert unnamed(dialog) == []


def test_what_was_chosen_is_remembered_and_nonsense_counts_as_absent(tmp_path):
    file = tmp_path / "settings.ini"
    Settings(file).preferences = replace(NOW, language=Language.ENGLISH, years=Years.ERA)

    assert Settings(file).preferences == replace(NOW, language=Language.ENGLISH, years=Years.ERA)
    file.write_text("[General]\nlanguage=tlh\nyears=maya\n", "utf-8")
    assert (Settings(file).language, Settings(file).years) == (Language.SYSTEM, Years.AS_LANGUAGE)


def test_leaving_the_dialog_changes_nothing(qtbot, window, dialogs):
    dialogs.preferences = None
    with qtbot.assertNotEmitted(window.renewal_wanted):
        window.menus.actions["show.preferences"].trigger()

    assert dialogs.asked[-1][0] == "preferences"
    assert years_in_use() is YearStyle.ERA


def test_colours_and_size_change_in_the_same_window(qtbot, window, dialogs):
    dialogs.preferences = replace(window.settings.preferences, text_percent=150)
    with qtbot.assertNotEmitted(window.renewal_wanted):
        window.menus.actions["show.preferences"].trigger()

    assert window.text_percent == 150


def test_the_window_speaks_the_language_and_years_chosen_at_once(qtbot, tmp_path, dialogs, round_ledger, monkeypatch):
    """The ledger stays open all the while, at the same view."""
    window = MainWindow(Settings(tmp_path / "設定.ini"), author="担当者", work_folder=tmp_path, dialogs=dialogs)
    ledger = open_ledger(round_ledger.path, read_only=True)
    window.show_ledger(ledger)
    window.go("history")
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # the program takes it
    program = Program(window)
    assert window.menus.actions["show.author"].text() == "担当者名(&A)…"
    assert "令和３年度" in window.windowTitle() + window.status_line.round.text()

    dialogs.preferences = replace(window.settings.preferences, language=Language.ENGLISH, years=Years.WESTERN)
    window.menus.actions["show.preferences"].trigger()
    qtbot.waitUntil(lambda: program.window is not window)
    new = program.window
    qtbot.addWidget(new)

    assert new.menus.actions["show.author"].text() != "担当者名(&A)…"
    assert (new.context.ledger, new.current_view_id, window.context.ledger) == (ledger, "history", None)
    assert "令和" not in new.windowTitle() + new.status_line.round.text()
    assert new.settings.language is Language.ENGLISH
    new.close()


def test_nothing_is_said_in_a_language_before_it_is_known(qapp: QApplication):
    use_words(Language.ENGLISH, Years.AS_LANGUAGE)
    assert (language.in_use(), years_in_use()) == ("en", YearStyle.WESTERN)

    use_words(Language.JAPANESE, Years.WESTERN)
    assert (language.in_use(), years_in_use()) == ("ja", YearStyle.WESTERN)
