"""Files closed by a passphrase in the window: being asked, making them, and the way back from a closed copy."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from kyosei_desktop.store.backup import verify_ledger_file
from kyosei_desktop.store.passphrases import encrypt, is_encrypted_file
from kyosei_desktop.ui.collect.presenter import Standing
from kyosei_desktop.ui.passphrases.dialog import PassphraseDialog
from tests.ui import rounds

SECRET = "合言葉は ながい"


@pytest.fixture(scope="module")
def closed_request(round_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A request that came encrypted; made once, for it takes a second."""
    file = tmp_path_factory.mktemp("閉じた照会") / "照会.kyoq.age"
    file.write_bytes(encrypt((round_files / "照会.kyoq").read_bytes(), SECRET))
    return file


def test_a_closed_request_asks_until_it_opens_and_becomes_the_work_file(
    qtbot, window, dialogs, closed_request, work_folder
):
    dialogs.passphrases = ["ちがう合言葉", SECRET]
    window.open_file(closed_request)
    qtbot.waitUntil(lambda: window.context.ledger is not None)

    assert [what for what, _told in dialogs.asked] == ["passphrase", "passphrase"]
    assert "合言葉がかかっています" in dialogs.asked[0][1]
    assert "この合言葉では開きません" in dialogs.asked[1][1]
    assert window.context.ledger.is_work_file
    assert window.context.ledger.path.parent == work_folder
    assert [one.name for one in closed_request.parent.iterdir()] == [closed_request.name]


def test_who_leaves_the_question_stays_where_they_were(qtbot, window, dialogs, closed_request):
    window.open_file(closed_request)
    qtbot.waitUntil(lambda: bool(dialogs.asked) and window.jobs.is_idle)

    assert window.context.ledger is None
    assert window.current_view_id == "start"


def test_a_closed_submission_is_collected_after_the_question_and_refused_without(
    qtbot, coordinator_window, dialogs, round_files, round_ledger, tmp_path
):
    requests = rounds.copy_requests(round_files, tmp_path / "届いた照会")
    plain = rounds.answer(round_ledger, requests["障害福祉課"])
    closed = plain.with_name("回答.kyoa.age")
    closed.write_bytes(encrypt(plain.read_bytes(), SECRET))
    coordinator_window.go("collect", files=[closed])
    presenter = coordinator_window.current_view.presenter
    qtbot.waitUntil(lambda: [one.standing for one in presenter.lines] == [Standing.REFUSED])
    assert "合言葉" in presenter.lines[0].found.refused

    presenter.remove_file(closed)
    dialogs.passphrases = [SECRET]
    presenter.add_files([closed])
    qtbot.waitUntil(lambda: [one.standing for one in presenter.lines] == [Standing.READY])


def test_with_the_tick_set_a_closed_file_is_handed_in(qtbot, clerk_window, dialogs, tmp_path):
    dialogs.new_passphrase = SECRET
    dialogs.save_file = tmp_path / "回答"
    clerk_window.go("hand_in")
    view = clerk_window.current_view
    view.partial_box.click()
    view.passphrase_tick.click()
    assert clerk_window.context.keyring.for_new == SECRET
    assert clerk_window.menus.actions["passphrase.for_new"].isChecked()
    view.hand_in_button.click()
    qtbot.waitUntil(view.result.isVisible)

    assert is_encrypted_file(tmp_path / "回答.kyoa.age")
    assert not (tmp_path / "回答.kyoa").exists()


def test_who_gives_no_passphrase_gets_no_tick(clerk_window, dialogs):
    clerk_window.go("hand_in")
    tick = clerk_window.current_view.passphrase_tick
    tick.click()

    assert dialogs.asked == [("new_passphrase", None)]
    assert not tick.isChecked()
    assert clerk_window.context.keyring.for_new is None


def test_a_closed_copy_is_written_and_becomes_a_ledger_again(qtbot, coordinator_window, dialogs, tmp_path):
    dialogs.new_passphrase, dialogs.save_file = SECRET, tmp_path / "写し.kyosei.age"
    coordinator_window.menus.actions["passphrase.copy"].trigger()
    qtbot.waitUntil(lambda: "作りました" in coordinator_window.messages.text)
    assert is_encrypted_file(tmp_path / "写し.kyosei.age")

    dialogs.save_file = tmp_path / "戻した台帳.kyosei"
    coordinator_window.open_file(tmp_path / "写し.kyosei.age")  # its passphrase is known from a moment ago
    qtbot.waitUntil(lambda: coordinator_window.context.ledger.path == dialogs.save_file)
    verify_ledger_file(dialogs.save_file)
    assert [what for what, _told in dialogs.asked].count("passphrase") == 0


# The dialog


@pytest.fixture
def dialog(qtbot):
    made = PassphraseDialog(None, "合言葉を決めます。", is_new=True)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_new_passphrase_is_long_enough_and_typed_twice(qtbot, dialog):
    qtbot.keyClicks(dialog.field, "short")
    assert not dialog.ok_button.isEnabled()
    assert "8文字以上" in dialog.why_not.text()
    qtbot.keyClicks(dialog.field, " and more")
    qtbot.keyClicks(dialog.again, "short and mor")
    assert "もう一度" in dialog.why_not.text()
    qtbot.keyClicks(dialog.again, "e")
    assert dialog.ok_button.isEnabled()
    qtbot.keyClick(dialog.again, Qt.Key.Key_Return)
    assert dialog.result() == PassphraseDialog.DialogCode.Accepted


def test_it_can_be_pasted_and_is_seen_only_when_wanted(qtbot, dialog):
    QGuiApplication.clipboard().setText(SECRET)
    qtbot.keyClick(dialog.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert dialog.field.text() == SECRET
    assert dialog.field.displayText() != SECRET
    dialog.reveal.click()
    assert (dialog.field.echoMode(), dialog.field.displayText()) == (QLineEdit.EchoMode.Normal, SECRET)
    dialog.reveal.click()
    assert dialog.field.echoMode() is QLineEdit.EchoMode.Password


def test_escape_gives_none(qtbot, dialog):
    qtbot.keyClick(dialog.field, Qt.Key.Key_Escape)
    assert dialog.result() == PassphraseDialog.DialogCode.Rejected
