"""What a damaged ledger still holds is taken out, and it is said what may be missing; the ledger is left alone."""

import csv
import io
import json
import random
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.report.rescue import HISTORY_CSV, NOTES, TEXTS_CSV, Rescued, rescue_ledger
from kyosei_desktop.store.engine import NotALedger
from kyosei_desktop.store.schema import CURRENT
from tests.office import Office, entry

DATA = Path(__file__).parent.parent / "data"


def rescued(ledger: Path, out: Path) -> tuple[Rescued, dict[str, bytes]]:
    before = ledger.read_bytes()
    made = run_to_end(rescue_ledger(ledger, out))
    assert ledger.read_bytes() == before
    with zipfile.ZipFile(out) as content:
        return made, {name: content.read(name) for name in content.namelist()}


def pages_of(path: Path, table: str) -> tuple[int, list[int]]:
    """The size of a page, and the pages that hold a table's rows, in order."""
    with closing(sqlite3.connect(path)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        found = connection.execute("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf'", (table,))
        return size, [page for (page,) in found]


def rows_in(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_everything_is_taken_out_of_a_whole_ledger(office: Office, tmp_path: Path) -> None:
    office.edit(entry(1), "一")
    office.close()
    made, members = rescued(office.path, tmp_path / "救出.zip")
    assert made.incomplete == []
    assert (made.fields, made.revisions) == (len(rows_in(members[TEXTS_CSV])), len(rows_in(members[HISTORY_CSV])))
    assert {"施策": "1", "項目": "entry", "年度": "2021", "期間": "second_half", "本文": "一"} in rows_in(
        members[TEXTS_CSV]
    )
    assert "key" not in json.loads(members["tables/round_department.json"])[0]


def test_a_damaged_page_costs_the_rows_of_that_page_only(office: Office, tmp_path: Path) -> None:
    office.edit(entry(1), "一")
    office.close()
    whole, _ = rescued(office.path, tmp_path / "前.zip")
    size, pages = pages_of(office.path, "revision")
    assert len(pages) >= 4
    content = bytearray(office.path.read_bytes())
    start = (pages[len(pages) // 2] - 1) * size
    content[start : start + size] = b"\xff" * size
    office.path.write_bytes(content)
    made, members = rescued(office.path, tmp_path / "後.zip")
    assert made.incomplete == ["revision"]
    assert whole.revisions * (1 - 2 / len(pages)) <= made.revisions < whole.revisions
    assert rows_in(members[HISTORY_CSV])[-1]["本文"] == "一"
    assert "revision：" in members[NOTES].decode("utf-8-sig")
    assert "足りないかもしれません" in members[NOTES].decode("utf-8-sig")


def test_of_a_file_whose_end_is_missing_the_beginning_is_taken_out(office: Office, tmp_path: Path) -> None:
    """SQLite itself reads nothing of such a file."""
    office.edit(entry(1), "一")
    office.close()
    whole, _members = rescued(office.path, tmp_path / "全部.zip")
    size, pages = pages_of(office.path, "revision")
    office.path.write_bytes(office.path.read_bytes()[: pages[-1] * size - size // 2])
    with closing(sqlite3.connect(office.path)) as connection, pytest.raises(sqlite3.DatabaseError):
        connection.execute("SELECT count(*) FROM department").fetchone()

    made, members = rescued(office.path, tmp_path / "救出.zip")
    assert 0 < made.revisions < whole.revisions
    assert "revision" in made.incomplete
    assert len(json.loads(members["tables/department.json"])) == 2


def test_torn_texts_are_marked(office: Office, tmp_path: Path) -> None:
    office.edit(entry(1), "目印の文です")
    office.close()
    content = office.path.read_bytes()
    office.path.write_bytes(content.replace("目印の文".encode(), b"\xff" + "目印の文".encode()[1:]))
    made, members = rescued(office.path, tmp_path / "救出.zip")
    assert {"field", "revision"} <= set(made.incomplete)
    assert "読めない文字があります" in members[NOTES].decode("utf-8-sig")
    assert any("\ufffd" in one["本文"] for one in rows_in(members[TEXTS_CSV]))


def test_however_it_is_damaged_a_rescue_ends_well(tmp_path: Path) -> None:
    stored, draw = (DATA / f"ledger-{CURRENT}.kyosei").read_bytes(), random.Random(5)
    path = tmp_path / "台帳.kyosei"
    for _ in range(20):
        content = bytearray(stored)
        for _ in range(20):
            at = draw.randrange(100, len(content) - 600)
            content[at : at + 512] = draw.randbytes(512)
        path.write_bytes(content[: draw.randrange(1000, len(content))])
        made, _members = rescued(path, tmp_path / "救出.zip")
        assert made.incomplete


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "何か.kyosei"
    path.write_text("台帳ではない", "utf-8")
    with pytest.raises(NotALedger):
        run_to_end(rescue_ledger(path, tmp_path / "救出.zip"))
    assert not (tmp_path / "救出.zip").exists()
