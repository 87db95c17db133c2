"""Backups by the clock, what each holds, the word after a restore, and copies in a second folder."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document
from kyosei_desktop.store.backup import (
    BackupOfAnotherPlan,
    back_up_ledger,
    backup_folder,
    confirm_restore,
    copy_backups,
    list_backups,
    pending_restore,
    restore_backup,
)
from kyosei_desktop.store.backup_contents import look_into_backups
from kyosei_desktop.store.backup_names import KEPT_RECENT, BackupReason
from kyosei_desktop.store.drafts import save_draft
from kyosei_desktop.store.files import FileNotWritten
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.working_backups import INTERVAL_MINUTES, WorkingBackups
from tests.office import SOUMU, Office, entry, ledger_state


def reasons(office: Office) -> list[str]:
    return [one.reason for one in list_backups(office.path)]


class TestByTheClock:
    @pytest.fixture
    def elapsed(self) -> list[float]:
        return [0.0]

    @pytest.fixture
    def working(self, office: Office, elapsed: list[float]) -> WorkingBackups:
        return WorkingBackups(office.ledger, monotonic=lambda: elapsed[0])

    def test_one_is_made_after_the_interval_where_something_has_changed(
        self, office: Office, working: WorkingBackups, elapsed: list[float]
    ) -> None:
        assert working.make_if_due() is not None  # there is none yet
        elapsed[0] += INTERVAL_MINUTES * 60
        assert working.make_if_due() is None  # nothing has changed
        office.edit(entry(1), "一")
        elapsed[0] += INTERVAL_MINUTES * 60
        assert working.make_if_due() is not None
        office.edit(entry(1), "二")
        elapsed[0] += INTERVAL_MINUTES * 60 - 1
        assert working.make_if_due() is None  # too early
        elapsed[0] += 1
        made = working.make_if_due()
        assert made == list_backups(office.path)[0].path
        assert reasons(office) == [BackupReason.WORKING] * 3

    def test_a_draft_is_a_change_too(self, office: Office, working: WorkingBackups, elapsed: list[float]) -> None:
        assert working.make_if_due() is not None
        save_draft(office.ledger, office.field(entry(1)), Value("書きかけ"))
        elapsed[0] += INTERVAL_MINUTES * 60
        assert working.make_if_due() is not None

    def test_where_the_newest_backup_is_the_ledger_as_it_is_none_is_made_after_opening(
        self, office: Office, working: WorkingBackups
    ) -> None:
        back_up_ledger(office.ledger)
        assert working.make_if_due() is None

    def test_none_is_made_of_a_ledger_that_is_only_read(self, office: Office) -> None:
        with open_ledger(office.path, read_only=True) as reader:
            assert WorkingBackups(reader).make_if_due() is None
        assert list_backups(office.path) == []

    def test_none_is_made_until_a_restore_is_called_right(self, office: Office, elapsed: list[float]) -> None:
        made = back_up_ledger(office.ledger)
        office.edit(entry(1), "一")
        office.close()
        restore_backup(made, office.path)
        with open_ledger(office.path) as ledger:
            assert WorkingBackups(ledger).make_if_due() is None

            confirm_restore(office.path)
            assert WorkingBackups(ledger).make_if_due() is not None


def test_backups_say_before_what_they_were_made_and_others_words_are_left_as_they_are(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    made = back_up_ledger(office.ledger, reason=BackupReason.BY_HAND)
    made.rename(made.with_name(made.name.replace("手動", "課長に見せた版")))
    assert reasons(office) == ["課長に見せた版", "取り込み前"]


def test_a_clock_that_is_set_back_neither_hides_nor_removes_the_newest_backups(office: Office) -> None:
    for _number in range(KEPT_RECENT + 2):
        back_up_ledger(office.ledger)
    office.clock.now = datetime(1999, 1, 1, tzinfo=UTC)
    made = [back_up_ledger(office.ledger) for _number in range(KEPT_RECENT)]
    listed = [one.path for one in list_backups(office.path)]
    assert listed[:KEPT_RECENT] == made[::-1]


def test_after_a_restore_nothing_is_rotated_away_until_somebody_says_that_it_is_right(office: Office) -> None:
    made = [back_up_ledger(office.ledger) for _number in range(KEPT_RECENT)]
    office.close()
    kept = restore_backup(made[0], office.path)
    waiting = pending_restore(office.path)
    assert waiting is not None
    assert kept is not None
    assert (waiting.source, waiting.kept) == (made[0].name, kept.name)
    with open_ledger(office.path, clock=office.clock) as ledger:
        more = [back_up_ledger(ledger) for _number in range(KEPT_RECENT)]
    assert {*made, kept, *more} <= {one.path for one in list_backups(office.path)}
    confirm_restore(office.path)
    assert pending_restore(office.path) is None
    assert len(list_backups(office.path)) < len({*made, kept, *more})


@pytest.mark.parametrize("content", [b"", b"[]", b'{"restored_at": "x"}', b"\xff"])
def test_a_note_of_a_restore_that_cannot_be_read_holds_all_the_same(office: Office, content: bytes) -> None:
    made = back_up_ledger(office.ledger)
    office.close()
    restore_backup(made, office.path)
    (note,) = backup_folder(office.path).glob("*.json")
    note.write_bytes(content)
    assert pending_restore(office.path) is not None


class TestABackupOfSomethingElse:
    def test_another_plan_takes_no_ledgers_place_unless_told(self, office: Office, tmp_path: Path) -> None:
        other = tmp_path / "別.kyosei"
        create_ledger_from_document(other, office.folder / "計画.json", author="取りまとめ").close()
        office.close()
        before = office.path.read_bytes()
        with pytest.raises(BackupOfAnotherPlan, match="別の計画"):
            restore_backup(other, office.path)
        assert office.path.read_bytes() == before
        assert pending_restore(office.path) is None
        kept = restore_backup(other, office.path, is_other_plan_taken=True)
        assert kept is not None
        assert kept.read_bytes() == before

    def test_a_departments_work_file_takes_no_ledgers_place(self, office: Office) -> None:
        office.close()
        with pytest.raises(BackupOfAnotherPlan, match=SOUMU):
            restore_backup(office.soumu.work_file, office.path)


def test_what_backups_hold_is_seen_without_opening_each(office: Office) -> None:
    office.edit(entry(1), "一")
    first = back_up_ledger(office.ledger)
    office.edit(entry(2), "二")
    back_up_ledger(office.ledger)
    damaged = bytearray(first.read_bytes())
    newest, oldest = run_to_end(look_into_backups(office.path))
    assert newest.contents is not None
    assert oldest.contents is not None
    assert oldest.contents.rounds == newest.contents.rounds == ["令和３年度 下期実績"]
    assert newest.contents.revisions == oldest.contents.revisions + 1 == 2
    assert newest.contents.answered == oldest.contents.answered + 1
    assert newest.contents.number != oldest.contents.number
    assert newest.size_bytes == newest.backup.path.stat().st_size
    damaged[len(damaged) // 2 : len(damaged) // 2 + 8192] = b"\xff" * 8192
    first.write_bytes(damaged)
    _newest, oldest = run_to_end(look_into_backups(office.path))
    assert oldest.contents is None
    assert "壊れ" in oldest.problem


class TestASecondFolder:
    def test_it_gets_every_backup_once_and_rotates_like_the_first(self, office: Office, tmp_path: Path) -> None:
        back_up_ledger(office.ledger)
        assert run_to_end(copy_backups(office.ledger, tmp_path)) == 1
        assert run_to_end(copy_backups(office.ledger, tmp_path)) == 0
        for _number in range(KEPT_RECENT + 2):
            office.clock.now += timedelta(minutes=1)
            back_up_ledger(office.ledger)
        run_to_end(copy_backups(office.ledger, tmp_path))
        (folder,) = tmp_path.glob("台帳-控え-*")
        assert {one.name for one in folder.iterdir()} == {one.path.name for one in list_backups(office.path)}
        with open_ledger(sorted(folder.iterdir())[-1], read_only=True) as copy:
            assert ledger_state(copy) == ledger_state(office.ledger)

    def test_where_it_is_not_there_that_is_said(self, office: Office, tmp_path: Path) -> None:
        back_up_ledger(office.ledger)
        with pytest.raises(FileNotWritten):
            run_to_end(copy_backups(office.ledger, tmp_path / "抜かれたUSBメモリ"))
