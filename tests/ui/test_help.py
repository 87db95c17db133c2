"""The manual in the program: F1 leads to the page of what is shown, and the pages are whole and true."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

import kyosei_desktop
from kyosei_desktop import paths
from kyosei_desktop.store.documents import load_definition
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.ui.actions import ACTIONS
from kyosei_desktop.ui.crash import CrashDialog
from kyosei_desktop.ui.diagnosis.window import DiagnosisWindow
from kyosei_desktop.ui.help.pages import Place, read_manual
from kyosei_desktop.ui.help.topics import COMMANDS, DIALOG_PAGES, MESSAGES, VIEW_PAGES
from kyosei_desktop.ui.help.window import HelpWindow
from kyosei_desktop.ui.main_window.views import START, VIEWS, views_for
from kyosei_desktop.ui.new_ledger_dialog import NewLedgerDialog
from scripts.manual.references import commands_page, messages_page
from tests.test_translations import marked_texts
from tests.ui.observing import unnamed

FOLDER = paths.HELP / "ja"
MANUAL = read_manual(FOLDER)
GENERATED = (MESSAGES, COMMANDS)
CURE = "run `make manual`"
LINK = re.compile(r"(?<!!)\[[^]]+\]\(([^)]+)\)")
PICTURE = re.compile(r"!\[([^]]*)\]\(([^)]+)\)")


def written_pages() -> list[str]:
    return [one.name for one in MANUAL.pages if one.name not in GENERATED]


# F1


@pytest.fixture
def shown_help(qtbot, window) -> Iterator[HelpWindow]:
    press_f1(qtbot, window)
    yield help_of(window)
    help_of(window).close()


def press_f1(qtbot: QtBot, widget: QWidget) -> None:
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    qtbot.keyClick(widget, Qt.Key.Key_F1)


def help_of(widget: QWidget) -> HelpWindow:
    found = widget.findChild(HelpWindow)
    assert found is not None, "no help is shown"
    return found


def test_every_view_has_a_page():
    assert set(VIEW_PAGES) == {START.id, *(one.id for one in VIEWS)}
    assert set(VIEW_PAGES.values()) <= {one.name for one in MANUAL.pages}


def test_every_dialog_has_a_page_and_shows_it_by_f1():
    package = Path(kyosei_desktop.__file__).parent / "ui"
    for module in pkgutil.walk_packages([str(package)], "kyosei_desktop.ui."):
        importlib.import_module(module.name)
    dialogs = {one for one in QDialog.__subclasses__() if one.__module__.startswith("kyosei_desktop.")}
    dialogs.add(DiagnosisWindow)  # no dialog, but a window that the main window's F1 does not reach

    assert {one.__name__ for one in dialogs} == set(DIALOG_PAGES)
    assert set(DIALOG_PAGES.values()) <= {one.name for one in MANUAL.pages}
    silent = [one.__name__ for one in dialogs if "help_on_f1(self)" not in source_of(one)]
    assert silent == []


def source_of(kind: type) -> str:
    return Path(importlib.import_module(kind.__module__).__file__ or "").read_text("utf-8")


def test_f1_shows_the_page_of_the_view_shown(qtbot, window, round_ledger):
    window.show_ledger(open_ledger(round_ledger.path, read_only=True))
    for spec in views_for(window.context)[:3]:
        window.go(spec.id)
        press_f1(qtbot, window)
        assert help_of(window).reading.place == Place(VIEW_PAGES[spec.id])
    assert len(window.findChildren(HelpWindow)) == 1


DIALOGS = {
    NewLedgerDialog: lambda window: NewLedgerDialog(window, [("x", "様式")], lambda *_asked: []),
    CrashDialog: lambda window: CrashDialog(window, ValueError("x")),
}


@pytest.mark.parametrize("kind", DIALOGS)
def test_f1_in_a_dialog_shows_a_help_that_the_dialog_does_not_stop(qtbot, window, kind):
    dialog = DIALOGS[kind](window)
    dialog.setModal(True)
    dialog.open()
    press_f1(qtbot, dialog)
    shown = help_of(dialog)

    assert shown.reading.place.page == DIALOG_PAGES[type(dialog).__name__]
    qtbot.keyClicks(shown.search, "Excel")
    assert shown.search.text() == "Excel"
    dialog.close()


def test_help_is_read_by_keyboard_alone(qtbot, window, shown_help):
    assert shown_help.reading.place == Place("start")
    shown_help.search.setFocus()
    shown_help.search.setText("最初の10分")  # as an input method commits it
    qtbot.keyClick(shown_help.search, Qt.Key.Key_Return)
    assert shown_help.reading.place == Place("clerk")
    qtbot.keyClick(shown_help, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shown_help.reading.place == Place("start")
    qtbot.keyClick(shown_help, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert shown_help.reading.place == Place("clerk")
    qtbot.keyClick(shown_help, Qt.Key.Key_Escape)  # the search first
    assert shown_help.isVisible()
    qtbot.keyClick(shown_help, Qt.Key.Key_Escape)
    assert not shown_help.isVisible()


def test_a_link_leads_to_its_heading(shown_help):
    shown_help.reader.led_to.emit("handover.md#予行演習")

    assert shown_help.reading.place == Place("handover", "予行演習")
    cursor = shown_help.reader.textCursor()
    cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
    assert cursor.selectedText().strip() == "予行演習"


def test_every_page_can_be_shown_and_holds_all_of_its_words(shown_help):
    for page in MANUAL.pages:
        shown_help.go(Place(page.name))
        text = shown_help.reader.toPlainText()
        assert page.title in text
        assert all(heading in text for heading, _words in page.sections())
        assert "![" not in text


def test_a_search_that_finds_nothing_says_so(shown_help):
    shown_help.search.setText("存在しない言葉")

    assert shown_help.contents.topLevelItemCount() == 0
    assert "見つかりません" in shown_help.found.text()


def test_every_control_of_the_help_has_a_name_and_a_role(shown_help):
    assert unnamed(shown_help) == []


# The pages


def test_the_contents_list_every_page_once_by_its_title():
    assert [one.name for one in MANUAL.pages] == list(dict.fromkeys(one.name for one in MANUAL.pages))
    assert {one.stem for one in FOLDER.glob("*.md")} == {one.name for one in MANUAL.pages}
    listed = dict(re.findall(r"^- \[([^]]+)\]\(([\w-]+)\.md\)$", MANUAL.pages[0].text, re.MULTILINE))
    assert listed == {one.title: one.name for one in MANUAL.pages[1:]}


def test_every_link_leads_to_a_page_and_a_heading_that_there_are():
    for page in MANUAL.pages:
        for link in LINK.findall(page.text):
            place = Place.of_link(link, page.name)
            assert place.page in {one.name for one in MANUAL.pages}, (page.name, link)
            headings = {heading for heading, _text in MANUAL.page(place.page).sections()}
            assert place.heading in headings, (page.name, link)


def test_every_picture_says_what_it_shows():
    for page in MANUAL.pages:
        for alternative, file in PICTURE.findall(page.text):
            assert len(alternative) > 10, (page.name, file)


def test_headings_go_down_one_level_at_a_time():
    for page in MANUAL.pages:
        levels = [len(one) for one in re.findall(r"^(#+) ", page.text, re.MULTILINE)]
        assert levels[0] == 1, page.name
        assert levels.count(1) == 1, page.name
        assert all(after - before <= 1 for before, after in pairwise(levels)), page.name


@cache
def shown_words() -> set[str]:
    """Every text that the program shows, as it is quoted: without its letter to press and its dots."""
    words = {text for text, _place in marked_texts()}
    for file in sorted(paths.DEFINITIONS.glob("*.json")):
        words |= {one.label for one in load_definition(file.read_bytes(), file.name).periods}
    return {re.sub(r"\(&\w\)", "", one).rstrip("…") for one in words}


@pytest.mark.parametrize("name", written_pages())
def test_every_word_quoted_is_a_word_that_the_program_shows(name):
    """A button or menu that gets another name leaves its old one behind in the manual."""
    quoted = re.findall("「((?:[^「」]|「[^」]*」)*)」", MANUAL.page(name).text)
    known = shown_words()

    assert [one for one in quoted if one.rstrip("…") not in known | {"―"}] == []


def test_every_key_named_is_one_that_a_command_has():
    named = {
        key for name in written_pages() for key in re.findall(r"Ctrl\+(?:Shift\+|Alt\+)?\w+", MANUAL.page(name).text)
    }
    known = {
        one.keys.replace("PgDown", "PageDown").replace("PgUp", "PageUp").replace("Return", "Enter") for one in ACTIONS
    }

    assert named <= known | {"Ctrl+Z"}


def test_sentences_are_short_and_polite():
    """やさしい日本語: at most 90 characters, ending as one speaks to a person."""
    for name in written_pages():
        for line in MANUAL.page(name).text.splitlines():
            if line.startswith(("#", "|", "!")):
                continue
            plain = LINK.sub(lambda link: link[0].partition("]")[0][1:], line)
            for sentence in re.findall(r"[^。]+。", plain):
                assert len(sentence) <= 90, (name, sentence)
                assert re.search(r"(す|せん|さい|した|です|でしょう)(（[^）]*）)?。$", sentence), (name, sentence)


@pytest.mark.parametrize(("name", "made"), [(MESSAGES, messages_page), (COMMANDS, commands_page)])
def test_the_reference_says_what_the_program_says(name, made):
    """Whoever adds a message or a command makes the manual anew."""
    assert MANUAL.page(name).text == made(), CURE


def test_every_message_says_what_happened_and_what_to_do():
    sections = re.split(r"^### ", MANUAL.page(MESSAGES).text, flags=re.MULTILINE)[1:]

    assert len(sections) > 150
    assert [one for one in sections if "どうすればよいか：" not in one or one.startswith("\n")] == []


def test_the_help_fetches_nothing(shown_help):
    assert shown_help.reader.loadResource(2, QUrl("https://example.com/x.png")) is None
    assert shown_help.reader.openLinks() is False
    assert shown_help.reader.openExternalLinks() is False
