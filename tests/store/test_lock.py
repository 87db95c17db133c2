"""The lock file: one writer at a time, known by name; readers need none."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.store import lock
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.ledger import LedgerReadOnly, open_ledger
from kyosei_desktop.store.lock import LedgerInUse, LedgerLock, LockGone, LockTakenOver, login_name
from tests.office import Office, entry, ledger_state

_HOLD = """
import sys
from pathlib import Path
from kyosei_desktop.store.ledger import open_ledger
ledger = open_ledger(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def ledger(office: Office) -> Path:
    """A ledger that nobody has open."""
    office.close()
    return office.path


def lock_of(ledger: Path) -> Path:
    return ledger.with_name(ledger.name + ".lock")


def write_lock(ledger: Path, **changes: object) -> None:
    me = psutil.Process()
    holder: Mapping[str, object] = {
        "user": "前の担当者",
        "host": socket.gethostname(),
        "process": me.pid,
        "started_at": me.create_time(),
        "token": "0" * 32,
    }
    lock_of(ledger).write_text(json.dumps({**holder, **changes}), "utf-8")


def test_the_lock_is_there_while_the_ledger_is_open_and_says_whose_it_is(ledger: Path) -> None:
    with open_ledger(ledger):
        said = json.loads(lock_of(ledger).read_text("utf-8"))
        assert (said["user"], said["host"], said["process"]) == (login_name(), socket.gethostname(), os.getpid())
    assert not lock_of(ledger).exists()


def test_a_second_writer_is_refused_by_the_holders_name(ledger: Path) -> None:
    with open_ledger(ledger):
        with pytest.raises(LedgerInUse) as refused:
            open_ledger(ledger)
        assert f"{login_name()}（{socket.gethostname()}）" in str(refused.value)
        assert lock_of(ledger).exists()
    open_ledger(ledger).close()


def test_a_reader_needs_no_lock_and_leaves_none(ledger: Path) -> None:
    with open_ledger(ledger) as writer, open_ledger(ledger, read_only=True) as reader:
        assert reader.plan() == writer.plan()
        with pytest.raises(LedgerReadOnly), reader.begin():
            pass
    with open_ledger(ledger, read_only=True):
        assert not lock_of(ledger).exists()


def test_a_reader_sees_what_the_writer_has_kept(office: Office) -> None:
    with open_ledger(office.path, read_only=True) as reader:
        office.edit(entry(1), "一")
        assert reader.plan() == office.ledger.plan()


def test_two_processes_cannot_write_at_once_and_a_killed_one_is_taken_over_silently(ledger: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(ledger)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(LedgerInUse):
            open_ledger(ledger)
        other.kill()
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)  # dead, but nobody has asked how it ended
        assert lock_of(ledger).exists()
        open_ledger(ledger).close()
    assert not lock_of(ledger).exists()


def test_a_dead_process_whose_number_is_in_use_again_is_known_by_its_start(ledger: Path) -> None:
    write_lock(ledger, started_at=1.0)
    open_ledger(ledger).close()


# named, for the workers of one test run must agree on the names, and each is another process
@pytest.mark.parametrize("process", [2**22 + 1, os.getpid()], ids=["no such process here", "a process here"])
def test_another_machines_lock_is_taken_over_only_when_told_to(ledger: Path, process: int) -> None:
    write_lock(ledger, host="別の端末", process=process)
    with pytest.raises(LedgerInUse) as refused:
        open_ledger(ledger)
    assert "前の担当者（別の端末）" in str(refused.value)
    assert "--take-over" in str(refused.value)
    with open_ledger(ledger, take_over=True):
        assert json.loads(lock_of(ledger).read_text("utf-8"))["process"] == os.getpid()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"user": "前の担当者"}', '{"process": "数ではない"}'])
def test_a_lock_that_was_cut_off_while_being_written_is_no_obstacle(ledger: Path, content: str) -> None:
    lock_of(ledger).write_text(content, "utf-8")
    open_ledger(ledger).close()
    assert not lock_of(ledger).exists()


def test_a_lock_that_was_taken_over_is_not_given_back_by_the_one_who_lost_it(ledger: Path) -> None:
    lost = LedgerLock(ledger)
    taken = LedgerLock(ledger, take_over=True)
    lost.release()
    assert lock_of(ledger).exists()
    with pytest.raises(LedgerInUse):
        LedgerLock(ledger)
    taken.release()
    assert not lock_of(ledger).exists()


def test_of_many_programs_that_find_a_dead_ones_lock_at_once_one_takes_it_over(ledger: Path) -> None:
    def take(_number: int) -> LedgerLock | None:
        try:
            return LedgerLock(ledger)
        except LedgerInUse:
            return None

    with ThreadPoolExecutor(8) as programs:
        for _round in range(30):
            write_lock(ledger, started_at=1.0)
            holders = [one for one in programs.map(take, range(8)) if one is not None]
            assert len(holders) == 1
            holders[0].release()
            assert list(ledger.parent.glob("*.lock*")) == []


def test_an_open_ledgers_lock_gives_signs_of_life_and_ends_with_it(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "BEAT_SECONDS", 0.01)
    with open_ledger(ledger):
        content = lock_of(ledger).read_bytes()
        os.utime(lock_of(ledger), (1, 1))
        deadline = time.monotonic() + 60
        while lock_of(ledger).stat().st_mtime == 1 and time.monotonic() < deadline:
            os.sched_yield()
        assert lock_of(ledger).stat().st_mtime > 1
        assert lock_of(ledger).read_bytes() == content
    assert not [one for one in threading.enumerate() if ledger.name in one.name]


def test_a_sign_of_life_is_never_given_in_anothers_name(ledger: Path) -> None:
    lost = LedgerLock(ledger)
    taken = LedgerLock(ledger, take_over=True)
    os.utime(lock_of(ledger), (1, 1))
    lost.beat()
    assert lock_of(ledger).stat().st_mtime == 1
    taken.beat()
    assert lock_of(ledger).stat().st_mtime > 1
    taken.release()


def test_the_refusal_says_since_when_and_whether_there_are_signs_of_life(ledger: Path) -> None:
    write_lock(ledger, host="別の端末", since="2022-04-01T01:32:00+00:00")
    at = datetime(2022, 4, 1, 1, 32, tzinfo=UTC).astimezone()
    with pytest.raises(LedgerInUse, match=f"{at.month}月{at.day}日 {at:%H:%M}から）") as refused:
        open_ledger(ledger)
    assert "合図がありません" not in str(refused.value)
    long_ago = lock_of(ledger).stat().st_mtime - 5 * 60
    os.utime(lock_of(ledger), (long_ago, long_ago))
    with pytest.raises(LedgerInUse, match="から、5分前から合図がありません"):
        open_ledger(ledger)


def test_who_lost_the_lock_is_told_by_whom_and_writes_nothing(office: Office) -> None:
    office.edit(entry(1), "一")
    with open_ledger(office.path, take_over=True) as other:
        before = ledger_state(other)
        with pytest.raises(LockTakenOver, match=login_name()):
            office.edit(entry(1), "引き継がれた後")
        assert ledger_state(other) == before
        edit_fields(other, [(entry(2), Value("二"))], author="引き継いだ人")
    with pytest.raises(LockGone, match="開き直して"):
        office.edit(entry(1), "引き継いだ人が閉じた後")
    assert office.text(entry(1)) == "一"  # reading goes on
    office.ledger.close()
    with open_ledger(office.path) as again:
        edit_fields(again, [(entry(1), Value("開き直した"))], author="取りまとめ")


def test_a_lock_that_is_lost_in_the_middle_of_a_change_keeps_it_from_being_kept(office: Office) -> None:
    before = ledger_state(office.ledger)
    with office.ledger.begin() as unit:
        unit.session.connection().exec_driver_sql("UPDATE field SET text = '半分'")
        taken = LedgerLock(office.path, take_over=True)
        with pytest.raises(LockTakenOver):
            unit.commit()
    taken.release()
    with open_ledger(office.path, read_only=True) as reader:
        assert ledger_state(reader) == before


def test_what_killed_programs_left_while_they_took_the_lock_is_swept_away(ledger: Path) -> None:
    write_lock(ledger, started_at=1.0)
    dead = lock_of(ledger).rename(lock_of(ledger).with_name(f"{lock_of(ledger).name}.{'0' * 32}"))
    write_lock(ledger)
    alive = lock_of(ledger).rename(lock_of(ledger).with_name(f"{lock_of(ledger).name}.{'1' * 32}"))
    open_ledger(ledger).close()
    assert not dead.exists()
    assert alive.exists()


def test_nothing_is_locked_where_opening_failed(ledger: Path) -> None:
    content = ledger.read_bytes()
    ledger.write_bytes(content[: len(content) // 2])
    with pytest.raises(Exception, match="壊れ"):
        open_ledger(ledger)
    assert not lock_of(ledger).exists()
