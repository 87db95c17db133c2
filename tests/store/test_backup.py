"""Backups: verified copies, rotated, restored whole; the present ledger is kept before it is replaced."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from kyosei_desktop.store.backup import (
    LedgerFileDamaged,
    back_up_ledger,
    backup_folder,
    list_backups,
    restore_backup,
    verify_ledger_file,
)
from kyosei_desktop.store.backup_names import KEPT_RECENT
from kyosei_desktop.store.engine import LedgerDamaged, NotALedger
from kyosei_desktop.store.files import FileNotRead, FileNotWritten
from kyosei_desktop.store.ledger import LedgerExists, open_ledger
from kyosei_desktop.store.lock import LedgerInUse
from tests.office import Office, entry, ledger_state


def damage(path: Path) -> None:
    """Overwrite the middle of a file."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8192] = b"\xff" * 8192
    path.write_bytes(content)


def test_a_backup_lies_beside_the_ledger_and_is_the_ledger(office: Office) -> None:
    office.edit(entry(1), "一")
    made = back_up_ledger(office.ledger)
    assert made.parent == backup_folder(office.path) == office.folder / "台帳-控え"
    assert [one.path for one in list_backups(office.path)] == [made]
    verify_ledger_file(made)
    with open_ledger(made, read_only=True) as copy:
        assert ledger_state(copy) == ledger_state(office.ledger)


def test_a_backup_is_written_where_told_and_replaces_nothing(office: Office, tmp_path: Path) -> None:
    made = back_up_ledger(office.ledger, tmp_path / "控え.kyosei")
    with pytest.raises(LedgerExists):
        back_up_ledger(office.ledger, made)
    assert list_backups(office.path) == []


def test_what_is_not_ours_in_the_backup_folder_is_neither_listed_nor_removed(office: Office) -> None:
    back_up_ledger(office.ledger)
    for name in ("自分で取った控え.kyosei", "台帳-20220401.kyosei", "読んでください.txt"):
        (backup_folder(office.path) / name).write_bytes(b"")
    assert len(list_backups(office.path)) == 1


def test_backups_rotate_by_number_day_week_and_month(office: Office) -> None:
    """Three backups a day for 90 days: the newest ten stay, then the last of each day, week and month."""
    start = datetime(2022, 4, 1, 1, 0, tzinfo=UTC)
    template = back_up_ledger(office.ledger)
    folder, moments = backup_folder(office.path), []
    for number in range(90 * 3 - 1):
        moment = (start + timedelta(days=number // 3, hours=number % 3)).astimezone()
        moments.append(moment)
        shutil.copy(template, folder / f"台帳-{moment.strftime('%Y%m%d-%H%M%S-%f')}.kyosei")
    template.unlink()
    office.clock.now = start + timedelta(days=89, hours=2)
    back_up_ledger(office.ledger)
    kept = [one.made_at for one in list_backups(office.path)]
    newest = office.clock.now.astimezone()
    assert kept[:KEPT_RECENT] == [newest, *reversed(moments[-(KEPT_RECENT - 1) :])]
    days = [one.date() for one in kept[KEPT_RECENT:]]
    assert all(later - earlier >= timedelta(days=1) for earlier, later in pairwise(reversed(days)))
    # 14 days with a backup each, of which the newest ten backups cover four; then weeks and months
    assert {newest.date() - timedelta(days=back) for back in range(14)} <= {one.date() for one in kept}
    assert {(one.year, one.month) for one in kept} == {(2022, 4), (2022, 5), (2022, 6)}
    assert {one.isocalendar().week for one in kept} >= {newest.isocalendar().week - back for back in range(8)}
    assert 24 <= len(kept) <= 30
    assert min(kept).month == 4


def test_restoring_puts_the_backup_in_place_and_keeps_what_was_there(office: Office) -> None:
    made = back_up_ledger(office.ledger)
    before = ledger_state(office.ledger)
    office.edit(entry(1), "控えの後に書いた")
    after = ledger_state(office.ledger)
    office.close()
    kept = restore_backup(made, office.path)
    assert kept is not None
    with open_ledger(office.path) as restored, open_ledger(kept, read_only=True) as earlier:
        assert ledger_state(restored) == before
        assert ledger_state(earlier) == after
    assert kept in [one.path for one in list_backups(office.path)]


def test_what_killed_programs_left_unfinished_is_swept_away(office: Office) -> None:
    made = back_up_ledger(office.ledger)
    unfinished = made.with_name(f".{made.name}.abc.kyosei")
    young = made.with_name(f".{made.name}.def.kyosei")
    beside = office.folder / ".台帳.kyosei.ghi.kyosei"
    for one in (unfinished, young, beside):
        one.write_bytes(b"half")
    os.utime(unfinished, (1, 1))
    back_up_ledger(office.ledger)
    assert not unfinished.exists()
    assert young.exists()  # it may still be written
    office.close()
    restore_backup(made, office.path)
    assert not beside.exists()


def test_a_lost_ledger_is_restored(office: Office) -> None:
    made = back_up_ledger(office.ledger)
    before = ledger_state(office.ledger)
    office.close()
    office.path.unlink()
    assert restore_backup(made, office.path) is None
    with open_ledger(office.path) as restored:
        assert ledger_state(restored) == before


def test_a_damaged_ledger_is_known_on_opening_and_kept_byte_by_byte_when_restored(office: Office) -> None:
    made = back_up_ledger(office.ledger)
    office.close()
    damage(office.path)
    damaged = office.path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(LedgerDamaged):
            open_ledger(office.path, read_only=read_only)
    assert office.path.read_bytes() == damaged
    kept = restore_backup(made, office.path)
    assert kept is not None
    assert kept.read_bytes() == damaged
    open_ledger(office.path).close()


def test_damage_is_known_on_opening_wherever_it_is(office: Office) -> None:
    office.close()
    content, page = office.path.read_bytes(), 4096
    unnoticed = []
    for start in range(page, len(content), page):
        office.path.write_bytes(content[:start] + b"\xff" * page + content[start + page :])
        try:
            open_ledger(office.path, read_only=True).close()
            unnoticed.append(start // page)
        except LedgerDamaged:
            pass
    assert unnoticed == []


def test_a_ledger_that_was_cut_off_is_known_on_opening(office: Office) -> None:
    office.close()
    content = office.path.read_bytes()
    for length in (len(content) // 4, len(content) // 2, len(content) - 4096):
        office.path.write_bytes(content[:length])
        with pytest.raises(LedgerDamaged):
            open_ledger(office.path)


def test_a_damaged_ledger_gets_no_backup(office: Office, tmp_path: Path) -> None:
    damage(office.path)
    with pytest.raises((LedgerDamaged, LedgerFileDamaged)):
        back_up_ledger(office.ledger, tmp_path / "控え.kyosei")
    assert list(tmp_path.glob("*控え*")) == []


@pytest.mark.parametrize(("kind", "reason"), [("damaged", LedgerFileDamaged), ("text", NotALedger)])
def test_what_is_no_good_backup_is_not_restored(office: Office, kind: str, reason: type[Exception]) -> None:
    made = back_up_ledger(office.ledger)
    if kind == "damaged":
        damage(made)
    else:
        made.write_text("台帳ではない文書" * 100, "utf-8")
    office.close()
    before = office.path.read_bytes()
    with pytest.raises(reason):
        restore_backup(made, office.path)
    assert office.path.read_bytes() == before
    assert not list(office.folder.glob("*.lock"))


def test_a_backup_that_is_not_there_cannot_be_restored(office: Office) -> None:
    office.close()
    with pytest.raises(FileNotRead):
        restore_backup(office.folder / "ない.kyosei", office.path)


def test_a_ledger_that_is_open_is_not_replaced(office: Office) -> None:
    made = back_up_ledger(office.ledger)
    office.edit(entry(1), "一")
    with pytest.raises(LedgerInUse):
        restore_backup(made, office.path)
    assert office.text(entry(1)) == "一"


def test_where_no_backup_folder_can_be_made_the_sentence_says_so(office: Office) -> None:
    """A file of that name stands in the way: nothing is merged without a backup, and no traceback shown."""
    file = office.soumu.answer({entry(1): "一"})
    backup_folder(office.path).write_text("じゃまなファイル", "utf-8")
    with pytest.raises(FileNotWritten) as refused:
        office.merge(file)
    assert "台帳-控え" in str(refused.value)
    assert office.text(entry(1)) == ""
