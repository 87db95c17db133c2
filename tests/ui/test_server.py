"""Ledgers on a server in the window: opened by their address, and shown as others change them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.store.backup import back_up_ledger, list_backups, restore_backup
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.places import ServerPlace, ledger_place
from kyosei_desktop.ui.context import NewLedgerChoice
from kyosei_desktop.ui.server.dialog import ServerDialog
from kyosei_desktop.ui.server.following import Following
from tests.office import entry
from tests.postgres import Server, running_pair
from tests.ui.observing import unnamed

CELL, TYPED = entry(1, period="plan", year=2021), entry(2, period="plan", year=2021)


@pytest.fixture
def place(server: Server, round_files: Path, work_folder: Path, place: ServerPlace) -> ServerPlace:
    """A ledger of the built-in plan with an open round, on a server."""
    restore_backup(round_files / "台帳.kyosei", place)
    return server.place(place.schema, work_folder / "kyosei_desktop")


@pytest.fixture
def neighbour(place: ServerPlace) -> Iterator[Ledger]:
    """Another desk."""
    with open_ledger(place) as ledger:
        yield ledger


@pytest.fixture
def opened(qtbot, window, dialogs, place):
    """The window with the ledger open, and heard by others."""
    dialogs.servers = [place]
    window.menus.actions["file.open_server"].trigger()
    qtbot.waitUntil(lambda: window.context.ledger is not None)
    (following,) = window.findChildren(Following)
    assert following.wait_until_connected(60)
    return window


def shown(window) -> str:
    model = window.current_view.model
    return model.cell(model.index_of(CELL)).value.text


def test_a_ledger_is_opened_by_its_address_which_is_remembered_without_the_password_for_the_next_start(
    qtbot, window, dialogs, place, server
):
    dialogs.servers = [place.with_password("himitsu")]
    window.ask_and_open_server()
    qtbot.waitUntil(lambda: window.context.ledger is not None)

    assert window.context.open_ledger.place.schema == place.schema
    assert place.schema in window.windowTitle()
    assert window.settings.recent_servers == [place.text]
    assert window.recent_files == []
    assert place.beside.parent.is_dir()  # where requests and copies are suggested to go
    assert "himitsu" not in window.settings.file.read_text("utf-8")

    window.show_ledger(None)
    assert place.name in {one.text() for one in window.current_view.findChildren(QPushButton)}
    window.starter.at_start()
    qtbot.waitUntil(lambda: window.context.ledger is not None)
    assert window.context.open_ledger.place.schema == place.schema


@pytest.mark.deep
def test_a_new_ledger_is_made_on_a_server_and_opened(qtbot, window, dialogs, server, work_folder):
    place = server.place("made_in_the_window", work_folder / "kyosei_desktop")
    dialogs.new_ledger, dialogs.servers = NewLedgerChoice("half-yearly-a3", is_on_server=True), [place, place]
    window.menus.actions["file.new"].trigger()
    qtbot.waitUntil(lambda: window.context.ledger is not None)
    assert len(window.context.open_ledger.plan().measures) == 48
    assert window.settings.last_server == place.text

    window.menus.actions["file.new"].trigger()
    qtbot.waitUntil(lambda: "もうあります" in window.messages.text)
    window.close_ledger()
    server.sql("DROP SCHEMA made_in_the_window CASCADE")


def test_a_server_that_is_away_is_said_with_a_way_to_try_again(qtbot, window, dialogs, place, tmp_path, server):
    dialogs.servers = [ledger_place(f"postgresql://hana@/d?host={tmp_path}&schema=x", desk=tmp_path)]
    window.ask_and_open_server()
    qtbot.waitUntil(lambda: "つながりません" in window.messages.text)

    assert window.current_view_id == "start"
    assert [one.text() for one in window.messages.action_buttons] == ["もう一度"]


def test_a_change_of_another_desk_is_told_and_shown(qtbot, opened, neighbour):
    opened.go("measures", address=CELL)

    edit_fields(neighbour, [(CELL, Value("隣の席の文"))], author="佐藤")

    qtbot.waitUntil(lambda: "佐藤さん" in opened.messages.text)
    assert "1" in opened.messages.text
    assert shown(opened) == "隣の席の文"


def test_what_is_being_typed_stays_and_becomes_a_conflict_with_what_came_meanwhile(qtbot, opened, neighbour):
    opened.go("measures", address=CELL, do="edit")
    panel = opened.current_view.panel
    opened.activateWindow()
    panel.editor.setFocus()
    qtbot.waitUntil(panel.editor.hasFocus)
    panel.editor.selectAll()
    qtbot.keyClicks(panel.editor, "jibun no bun")
    assert panel.is_dirty

    edit_fields(neighbour, [(CELL, Value("隣の席の文"))], author="佐藤")
    qtbot.waitUntil(lambda: "佐藤さん" in opened.messages.text)
    assert panel.editor.text() == "jibun no bun"

    qtbot.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
    (conflict,) = list_conflicts(neighbour)
    assert {one.value.text for one in conflict.sides} == {"隣の席の文", "jibun no bun"}
    assert "競合" in opened.messages.text


@pytest.mark.deep
def test_a_backup_takes_the_place_of_a_server_s_ledger_in_the_window(qtbot, opened, neighbour, monkeypatch):
    monkeypatch.setattr(opened.messages, "ask", lambda *_question, **_words: True)
    backup = back_up_ledger(opened.context.open_ledger, reason=BackupReason.BY_HAND)
    edit_fields(neighbour, [(CELL, Value("控えの後の文"))], author="佐藤")
    opened.go("backups")
    view = opened.current_view
    qtbot.waitUntil(lambda: bool(view.model.lines))
    qtbot.mouseClick(view.restore_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: backup.name in opened.messages.text)

    plan = opened.context.open_ledger.plan()
    assert plan.value(plan.field_at(CELL)).text != "控えの後の文"
    with open_ledger(list_backups(opened.context.open_ledger.path)[0].path, read_only=True) as kept:
        assert "控えの後の文" in {one.revision.value.text for one in list_changes(kept)}


def test_who_may_only_read_is_told_so_at_once(qtbot, window, dialogs, place, server, monkeypatch):
    server.sql("CREATE ROLE looker LOGIN")
    server.sql(f"GRANT USAGE ON SCHEMA {place.schema} TO looker")
    server.sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {place.schema} TO looker")
    dialogs.servers = [server.place(place.schema, place.desk, user="looker")]
    window.ask_and_open_server()
    qtbot.waitUntil(lambda: "looker" in window.messages.text)

    assert window.context.open_ledger.is_read_only
    window.close_ledger()
    server.sql("DROP OWNED BY looker; DROP ROLE looker")


def test_the_window_goes_on_after_the_primary_is_lost_and_what_is_typed_is_kept(qtbot, monkeypatch, window, tmp_path):
    """With a synchronous standby, as in `tests/fault/test_failover.py`."""
    monkeypatch.setattr(window.messages, "ask", lambda *_question, **_words: True)  # or a failure would wait for ever
    with running_pair(tmp_path / "席") as pair:
        window.open_server(pair.place)
        qtbot.waitUntil(lambda: window.context.ledger is not None)
        window.go("measures", address=TYPED, do="edit")
        panel = window.current_view.panel
        panel.editor.selectAll()
        qtbot.keyClicks(panel.editor, "typed before the failure")

        pair.primary.kill()
        qtbot.waitUntil(lambda: "接続が切れました" in window.messages.text)
        qtbot.mouseClick(panel.save_button, Qt.MouseButton.LeftButton)
        assert "保存されていません" in window.messages.text
        assert panel.editor.text() == "typed before the failure"

        pair.standby.promote()
        (again,) = window.messages.action_buttons
        qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not panel.is_dirty)
        with open_ledger(pair.place, read_only=True) as ledger:
            plan = ledger.plan()
            place = plan.field_at(TYPED)
            assert place is not None
            assert plan.value(place).text == "typed before the failure"
        window.close_ledger()


class TestDialog:
    def test_says_what_is_wrong_with_an_address_and_stays(self, qtbot, tmp_path):
        dialog = ServerDialog(None, [], tmp_path)
        qtbot.addWidget(dialog)
        dialog.show()
        for wrong in ("台帳.kyosei", "mysql://x", "postgresql://h:x/d"):
            dialog.address.setEditText(wrong)
            qtbot.keyClick(dialog, Qt.Key.Key_Return)
            assert dialog.isVisible()
            assert dialog.why_not.text()
        assert dialog.place is None

    def test_gives_the_address_with_the_password_and_hides_what_is_typed(self, qtbot, tmp_path):
        dialog = ServerDialog(None, ["postgresql+psycopg://hana@db/d?schema=a"], tmp_path, "パスワードが違います。")
        qtbot.addWidget(dialog)
        dialog.show()
        assert "パスワードが違います。" in dialog.why_not.text()
        qtbot.keyClicks(dialog.password, "himitsu")
        assert dialog.password.displayText() != "himitsu"
        qtbot.keyClick(dialog.password, Qt.Key.Key_Return)

        assert dialog.result() == QDialog.DialogCode.Accepted
        assert (dialog.place.text, dialog.place.url.password) == ("postgresql+psycopg://hana@db/d?schema=a", "himitsu")

    def test_has_names_for_all_it_shows(self, qtbot, tmp_path):
        dialog = ServerDialog(None, [], tmp_path)
        qtbot.addWidget(dialog)
        dialog.show()
        assert unnamed(dialog) == []
