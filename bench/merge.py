"""Merging: twenty submissions against the same rows by raw sqlite3, into a large ledger, and three-way merge alone."""

import sqlite3
import subprocess
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import daff

from bench import material
from bench.harness import Line, Run, timed
from kyosei_desktop.domain.merge import Origin, Revision, RevisionId, field_state
from kyosei_desktop.domain.plan import FieldId, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange import merging
from kyosei_desktop.exchange.merging import merge_files
from kyosei_desktop.store.ledger import Ledger, open_ledger

_TEXTS = 300
_Rows = dict[str, list[tuple[object, ...]]]


def merge_into(ledger: Path, files: Sequence[Path]) -> float:
    """Seconds that the use case takes on an open ledger, backup included."""
    with open_ledger(ledger) as opened:
        return timed(lambda: run_to_end(merge_files(opened, files, author=material.AUTHOR)))


def merge_one(ledger: Ledger, files: list[Path]) -> float:
    """Seconds that the use case takes for the last of some files, which has to be new: the same again costs less."""
    file = files.pop()
    begun = time.perf_counter()
    (merged,) = run_to_end(merge_files(ledger, [file], author=material.AUTHOR)).files
    took_s = time.perf_counter() - begun
    assert merged.taken, "merged before, by another line"
    return took_s


def without_backup(stack: ExitStack) -> None:
    """Leave the copy of the whole ledger before a merge away: it grows with the ledger, as a copy has to."""
    kept = merging.back_up_ledger
    stack.callback(setattr, merging, "back_up_ledger", kept)
    merging.back_up_ledger = lambda *_ledger, **_reason: None  # type: ignore[assignment]


def _rows_of(path: Path) -> _Rows:
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith(("sqlite_", "search"))
        ]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


def _changed_rows(before: _Rows, after: _Rows) -> _Rows:
    return {name: sorted(set(rows) - set(before[name]), key=repr) for name, rows in after.items()}


def _write(path: Path, rows: _Rows) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN IMMEDIATE")
        for name, some in rows.items():
            if some:
                marks = ", ".join("?" * len(some[0]))
                connection.executemany(f"INSERT OR REPLACE INTO {name} VALUES ({marks})", some)
        connection.execute("COMMIT")


def _without_triggers(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.commit()
    return path


def _twenty(stack: ExitStack, *, has_backup: bool) -> tuple[Run, Run]:
    if not has_backup:
        without_backup(stack)
    files, numbers = material.submissions(), count()
    merged = material.copy_of(material.ledger_file(), "merge-once")
    merge_into(merged, files)
    rows = _changed_rows(_rows_of(material.ledger_file()), _rows_of(merged))

    def ours() -> float:
        return merge_into(material.copy_of(material.ledger_file(), f"merge-{next(numbers)}"), files)

    def raw() -> float:
        path = _without_triggers(material.copy_of(material.ledger_file(), f"raw-{next(numbers)}"))
        return timed(lambda: _write(path, rows))

    return ours, raw


def _large(stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
    without_backup(stack)
    # The growth of a merge is measured with the same files and ledgers but for the largest: each takes a file once.
    paths = (material.large_ledger(material.CITIES), material.copy_of(material.large_ledger(1), "merge-small"))
    ledgers = [stack.enter_context(open_ledger(path)) for path in paths]

    def run(at: int) -> Run:
        mine = list(material.submissions())
        return lambda: merge_one(ledgers[at], mine)

    return run(0), run(1)


def _texts() -> list[tuple[str, str, str]]:
    lines = [f"・第{n}回の相談会を開き、延べ{n * 7}人が参加した。" for n in range(8)]
    root = "\n".join(lines)
    return [
        (root, root.replace("第1回", f"第1回（{n}日）"), root.replace("第6回", f"第6回（{n}月）"))
        for n in range(_TEXTS)
    ]


def _revisions(number: int, texts: tuple[str, str, str]) -> list[Revision]:
    now = datetime(2022, 4, 1, tzinfo=UTC)
    root = RevisionId(f"{number}-0")
    return [
        Revision(
            RevisionId(f"{number}-{at}"),
            FieldId(str(number)),
            Value(text),
            () if at == 0 else (root,),
            Origin.ROOT if at == 0 else Origin.DEPARTMENT,
            material.AUTHOR,
            now,
        )
        for at, text in enumerate(texts)
    ]


def _ours_three_way() -> Run:
    fields = [_revisions(number, texts) for number, texts in enumerate(_texts())]
    return lambda: timed(lambda: [field_state(one) for one in fields])


def _against_git(_stack: ExitStack, folder: Path) -> tuple[Run, Run]:
    files = []
    for number, texts in enumerate(_texts()):
        names = [folder / f"{number}-{at}.txt" for at in range(3)]
        for name, text in zip(names, texts, strict=True):
            name.write_text(text + "\n", "utf-8")
        files.append([str(names[1]), str(names[0]), str(names[2])])

    def git() -> None:
        for mine, base, theirs in files:
            subprocess.run(["git", "merge-file", "-p", "-q", mine, base, theirs], check=False, capture_output=True)

    return _ours_three_way(), lambda: timed(git)


def _against_daff(_stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
    tables = [[["key", "text"], *([str(n), one[at]] for n, one in enumerate(_texts()))] for at in range(3)]

    def merge() -> None:
        base, mine, theirs = (daff.PythonTableView([list(row) for row in table]) for table in tables)
        daff.Merger(base, mine, theirs, daff.CompareFlags()).apply()

    return _ours_three_way(), lambda: timed(merge)


_ROWS = "同じ行を sqlite3 で一つのトランザクションに書く"
LINES = (
    Line("merge.twenty", "20の回答を取り込む（控えを作らずに）", _ROWS, 3, lambda s, _f: _twenty(s, has_backup=False)),
    Line("merge.twenty-backup", "同じものを、控えも作って", _ROWS, None, lambda s, _f: _twenty(s, has_backup=True), 5),
    Line("merge.large", "83,568施策に一つの回答を取り込む（控えを作らずに）", "48施策に取り込む", 1.5, _large),
    Line("merge.git", f"{_TEXTS}の文の三者の合わせ", "git merge-file", 1, _against_git, 3),
    Line("merge.daff", f"{_TEXTS}の文の三者の合わせ", "daff の表の合わせ", 1, _against_daff, 5),
)
