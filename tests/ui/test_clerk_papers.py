"""The clerk's papers: saved as PDF and sent to the printer from the check before handing in."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.report.papers import A4
from kyosei_desktop.report.readback import read_pages
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.ui.clerk.papers_presenter import PaperKind
from kyosei_desktop.ui.printing import make_printer
from tests.ui import rounds

APPROVAL, SLIP = PaperKind.APPROVAL, PaperKind.SLIP


@pytest.fixture
def view(window, work_ledger):
    """The check before handing in, with all required fields answered."""
    for field in read_work(work_ledger).fields:
        if field.is_required:
            answer_field(work_ledger, field.place.id, Value("・三回実施した。"), author=rounds.CLERK)
    window.show_ledger(work_ledger)
    window.go("hand_in")
    return window.current_view


def click(qtbot, button):
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def wait_for_message(qtbot, window, text):
    qtbot.waitUntil(lambda: text in window.messages.text)


def text_of(file: Path) -> str:
    return "".join("".join(page.split()) for page in read_pages(file.read_bytes()))


def test_the_pages_for_approval_are_saved_under_a_name_that_says_what_they_are(qtbot, window, view, dialogs, tmp_path):
    dialogs.save_file = tmp_path / "決裁.pdf"
    click(qtbot, view.papers.save_buttons[APPROVAL])
    wait_for_message(qtbot, window, "「決裁.pdf」を書き出しました。")
    assert dialogs.asked[-1][1].name == "決裁_令和３年度下期実績_生活福祉課.pdf"
    assert "切れた欄 0" in window.messages.text
    assert "・三回実施した。" in text_of(tmp_path / "決裁.pdf")


def test_the_slip_says_what_the_clerk_wants_to_say_and_the_check_word_of_the_window(
    qtbot, window, view, dialogs, tmp_path
):
    view.extension.setFocus()
    qtbot.keyClicks(view.extension, "2345")
    dialogs.save_file = tmp_path / "提出票"
    click(qtbot, view.papers.save_buttons[SLIP])
    wait_for_message(qtbot, window, "「提出票.pdf」を書き出しました。")
    said = text_of(tmp_path / "提出票.pdf")
    word = window.status_line.check_word.text().removeprefix("照合語 ")
    assert len(word) == 4
    assert f"照合語{word}" in said
    assert "（内線2345）" in said


def test_cancelling_the_file_dialog_saves_nothing(qtbot, window, view, dialogs):
    click(qtbot, view.papers.save_buttons[SLIP])
    assert dialogs.asked[-1][0] == "提出票の保存先"
    assert window.context.jobs.is_idle


@pytest.mark.parametrize(("kind", "pages"), [(APPROVAL, 6), (SLIP, 1)])
def test_a_paper_is_printed_on_the_printer_that_was_chosen(qtbot, window, view, tmp_path, kind, pages):
    printer = make_printer(A4)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "印刷.pdf"))
    asked = []

    def choose(_parent, page, count, *, title):
        asked.append((page, title))
        return printer

    view.papers.ask_printer = choose
    click(qtbot, view.papers.print_buttons[kind])
    wait_for_message(qtbot, window, "ページを印刷に送りました。")
    assert asked == [(A4, f"{kind.value}を印刷する")]
    with pypdfium2.PdfDocument(tmp_path / "印刷.pdf") as document:
        assert len(document) == pages
        width, height = document[0].get_size()
        assert (round(width), round(height)) == (595, 842)


def test_without_a_printer_nothing_is_printed(qtbot, window, view):
    asked = []
    view.papers.ask_printer = lambda *_asked, **_title: asked.append(True)
    click(qtbot, view.papers.print_buttons[SLIP])
    qtbot.waitUntil(lambda: asked == [True] and window.context.jobs.is_idle)
    assert window.messages.text == ""
