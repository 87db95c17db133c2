"""The number of a history is told and compared, and the archive written, on the command line."""

import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kyosei_desktop.store.ledger import open_ledger
from tests.office import Office, entry
from tests.shell import in_process as run


def test_a_number_written_down_is_compared_later(office: Office) -> None:
    ledger = str(office.path)
    office.close()
    then = run("check", ledger, "--json").json["history"]
    assert then["hash"].startswith(then["number"].replace("-", ""))
    assert then["number"] in run("check", ledger).out
    found = run("check", ledger, "--known", then["number"], "--json").json["history"]
    assert found["known_at"] == then["sealed_at"]
    assert "書き留めた確認番号は" in run("check", ledger, "--known", then["hash"]).out
    other = run("check", ledger, "--known", "0123-4567-89ab-cdef")
    assert (other.code, "0123-4567-89ab-cdef" in other.err) == (1, True)
    assert "確認番号ではありません" in run("check", ledger, "--known", "abc").sentence


def test_the_history_is_told_in_words_with_reasons_and_names_of_departments(office: Office, tmp_path: Path) -> None:
    answers = tmp_path / "書き直し.json"
    answers.write_text('[{"measure": 1, "initiative": 1, "field": "departments", "text": "広報課"}]', "utf-8")
    office.close()
    run("edit", office.path, "--answers", answers, "--reason", "組織の見直し", "--as", "取りまとめ")
    *_older, newest = run("history", office.path, "--measure", 1).out.splitlines()
    assert newest.endswith("取りまとめ　今の値　広報課　理由：組織の見直し")
    assert run("history", office.path, "--measure", 1, "--json").json["changes"][-1]["text"] == "広報課"


def test_whoever_stops_reading_early_sees_no_traceback(office: Office) -> None:
    office.close()
    command = [sys.executable, "-m", "kyosei_desktop", "history", str(office.path), "--at", "2020-01-01"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        _nothing, told = process.communicate()
    assert (process.returncode, told) == (0, b"")


def test_an_altered_history_is_told_and_a_backup_named(office: Office) -> None:
    ledger = str(office.path)
    office.edit(entry(1), "一")
    office.close()
    run("backup", ledger, "--json")
    with closing(sqlite3.connect(office.path)) as connection:
        connection.execute("DROP TRIGGER revision_stays_as_it_is")
        connection.execute("UPDATE revision SET text = '零' WHERE text = '一'")
        connection.commit()
    told = run("check", ledger)
    assert told.code == 1
    assert "№01 令和３年度 下期実績の履歴が書き換えられています" in told.err
    assert "いちばん新しい無事な控え" in told.err


def test_the_archive_is_written_and_nothing_else_is_written_over(office: Office, tmp_path: Path) -> None:
    office.close()
    made = run("archive", office.path, "--out", tmp_path / "記録.zip", "--json").json
    assert made["fields"] == made["revisions"] > 0
    with zipfile.ZipFile(tmp_path / "記録.zip") as archive:
        assert "読み方.txt" in archive.namelist()
    assert "公表しないで" in run("archive", office.path, "--out", tmp_path / "記録.zip").out
    assert "台帳です" in run("archive", office.path, "--out", office.soumu.work_file).sentence


def test_what_can_be_read_of_a_damaged_ledger_is_written(office: Office, tmp_path: Path) -> None:
    office.close()
    office.path.write_bytes(office.path.read_bytes()[:-20_000])
    made = run("rescue", office.path, "--out", tmp_path / "救出.zip", "--json").json
    assert made["incomplete"]
    assert "足りないかもしれない表" in run("rescue", office.path, "--out", tmp_path / "救出.zip").out
    assert "台帳ではありません" in run("rescue", office.requests["福祉総務課"], "--out", tmp_path / "別.zip").sentence


def test_the_plan_of_a_moment_and_what_differs_between_two(office: Office, tmp_path: Path) -> None:
    before = office.clock().isoformat()[:19]
    office.clock.now += timedelta(minutes=1)
    office.edit(entry(1), "一\n二")
    between = office.clock().isoformat()[:19]
    office.clock.now += timedelta(minutes=1)
    office.edit(entry(3), "三")
    ledger = office.path
    office.close()
    told = {f"--{name}": moment_of(one) for name, one in (("since", before), ("until", between))}
    first = run("history", ledger, "--since", told["--since"], "--until", told["--until"], "--json").json
    assert [(one["measure"], one["before"]["text"], one["after"]["text"]) for one in first["differences"]] == [
        (1, "", "一\n二")
    ]
    assert len(run("history", ledger, "--since", told["--since"], "--json").json["differences"]) == 2
    assert run("history", ledger, "--since", told["--since"], "--measure", "1").out == (
        "№01 令和３年度 下期実績\n+ 一\n+ 二\n"
    )
    assert "違いはありません" in run("history", ledger, "--since", "2999-01-01").out
    then = run("history", ledger, "--at", told["--since"], "--json").json
    assert then["measures"][0]["initiatives"][0]["years"]["2021"]["second_half"] == ""
    (tmp_path / "計画.json").write_text(run("history", ledger, "--at", told["--until"]).out, "utf-8")
    run("init", tmp_path / "昔.kyosei", "--from", tmp_path / "計画.json", "--json")
    with open_ledger(tmp_path / "昔.kyosei", read_only=True) as old:
        place = old.plan().field_at(entry(1))
        assert place is not None
        assert old.plan().value(place).text == "一\n二"


def moment_of(utc: str) -> str:
    """A moment as the command line takes it: local time."""
    return datetime.fromisoformat(utc).replace(tzinfo=UTC).astimezone().replace(tzinfo=None).isoformat()
