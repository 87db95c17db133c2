"""What is measured with: ledgers of the built-in plan, a round with its submissions, and plans many times as large."""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from kyosei_desktop.domain.plan import FieldKind, PeriodId, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.rounds import AskedField
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.handing_in import hand_in
from kyosei_desktop.exchange.new_ledger import create_built_in_ledger
from kyosei_desktop.exchange.requesting import make_requests
from kyosei_desktop.exchange.work_file import open_request
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.rounds import open_round
from kyosei_desktop.store.work_files import read_work

AUTHOR = "測定"
CITIES = 1_741
"""As many as there are in Japan: with 48 measures each they have 83,568."""
_LONGEST = 40
"""Characters that a copied text keeps: with whole texts the largest ledger would take gigabytes."""


@cache
def folder() -> Path:
    """Where all of it lies while the bench runs; `remove` takes it away."""
    return Path(mkdtemp(prefix="kyosei-bench-"))


def remove() -> None:
    """Take all of it away."""
    shutil.rmtree(folder(), ignore_errors=True)
    for one in (folder, round_folder, submissions, large_ledger):
        one.cache_clear()


@cache
def round_folder() -> Path:
    """A ledger of the built-in plan (`台帳.kyosei`) with an open round, and all its requests."""
    place = folder() / "round"
    place.mkdir()
    with create_built_in_ledger(place / "台帳.kyosei", author=AUTHOR) as ledger:
        open_round(
            ledger,
            year=FiscalYear(2021),
            period=PeriodId("second_half"),
            due_on=date(2022, 4, 15),
            asks=frozenset({AskedField.ENTRY}),
            author=AUTHOR,
        )
        run_to_end(make_requests(ledger, place, author=AUTHOR))
    return place


def ledger_file() -> Path:
    """That ledger."""
    return round_folder() / "台帳.kyosei"


@cache
def submissions() -> Sequence[Path]:
    """Twenty submissions: all departments answer all they are asked for, and the first ones once more."""
    place = folder() / "submissions"
    place.mkdir()
    requests = sorted(round_folder().glob("*.kyoq"))
    made: list[Path] = []
    for number in range(20):
        request = requests[number % len(requests)]
        with open_request(request, place / f"{request.stem}.kyosei", author=AUTHOR) as work:
            for field in read_work(work).fields:
                if field.place.kind is FieldKind.ENTRY:
                    text = f"・第{number}回の相談会を{number + 3}回開いた。\n・延べ{number * 7}人が参加した。"
                    answer_field(work, field.place.id, Value(text), author=AUTHOR)
            file = place / f"{number:02}.kyoa"
            hand_in(work, file, person=AUTHOR, is_partial=True, author=AUTHOR)
            made.append(file)
    return made


def copy_of(ledger: Path, name: str) -> Path:
    """A copy of a ledger of its own."""
    target = folder() / name
    target.mkdir(exist_ok=True)
    return Path(shutil.copy(ledger, target / "台帳.kyosei"))


@cache
def large_ledger(copies: int) -> Path:
    """The round's ledger with each measure so many times, numbered on.

    Copied row by row within the database; no link covers the copies, which nothing that is measured looks at.
    """
    path = copy_of(ledger_file(), f"large-{copies}")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA journal_mode=OFF")
        kept = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in kept:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("CREATE TEMP TABLE copy (n INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO copy VALUES (?)", [(n,) for n in range(1, copies)])
        for statement in _COPIES:
            connection.execute(statement.format(longest=_LONGEST))
        for _name, sql in kept:
            connection.execute(sql)
        connection.commit()
    with open_ledger(path) as ledger, ledger.begin() as unit:
        unit.commit()
    return path


_COPIES = (
    """INSERT INTO measure (id, position, no, no_is_text, page)
    SELECT id || '-' || n, position + 48 * n, CAST(CAST(no AS INTEGER) + 48 * n AS TEXT), no_is_text, NULL
    FROM copy, measure""",
    """INSERT INTO initiative (id, measure_id, number)
    SELECT id || '-' || n, measure_id || '-' || n, number FROM copy, initiative""",
    """INSERT INTO field (id, measure_id, initiative_id, kind, year, period, text, blank, heads, is_conflict)
    SELECT coalesce(initiative_id, measure_id) || '-' || n
        || substr(id, length(coalesce(initiative_id, measure_id)) + 1),
      measure_id || '-' || n, initiative_id || '-' || n, kind, year, period,
      CASE kind WHEN 'departments' THEN text ELSE substr(text, 1, {longest}) END, blank,
      replace(heads, '"]', '-' || n || '"]'), is_conflict
    FROM copy, field""",
    """INSERT INTO revision (id, field_id, text, blank, after, origin, author, department_id, made_at, reason,
      is_withdrawn, is_held, hash)
    SELECT revision.id || '-' || n,
      coalesce(initiative_id, measure_id) || '-' || n
        || substr(field.id, length(coalesce(initiative_id, measure_id)) + 1),
      CASE kind WHEN 'departments' THEN revision.text ELSE substr(revision.text, 1, {longest}) END, revision.blank,
      after, origin, author, department_id, made_at, reason, is_withdrawn, is_held, hash
    FROM copy, revision JOIN field ON field.id = revision.field_id""",
)
