"""1,741 plans of 48 measures on one PostgreSQL server, and twenty desks that write at once.

Run by hand, for it takes minutes: `python -m bench.many_plans URL`, of a database that may be filled. The first plan is
made as ever; the others are copies of its schema within the database, since only the server's work with many plans is
measured and not the making of them. What was made is removed again unless `--keep` says otherwise.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from sqlalchemy import Connection, text

from kyosei_desktop.domain.plan import Address, FieldKind, PeriodId, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.new_ledger import create_built_in_ledger
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.places import ServerPlace, ledger_place
from kyosei_desktop.store.postgresql import postgresql_engine
from kyosei_desktop.store.verifying import verify_history

CITIES = 1741
"""So many municipalities Japan has."""
WRITERS = 20
ACTS = 20
"""Acts of each writer."""
_COPIERS = 4
_FIELD = Address(1, FieldKind.ENTRY, 1, FiscalYear(2021), PeriodId("plan"))


_FUNCTIONS = "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = %s::regnamespace"
_REFERENCES = (
    "SELECT format('ALTER TABLE %%s ADD CONSTRAINT %%s %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))"
    " FROM pg_constraint WHERE contype = 'f' AND connamespace = %s::regnamespace"
)
_TRIGGERS = (
    "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid"
    " WHERE NOT tgisinternal AND relnamespace = %s::regnamespace"
)


def main() -> None:
    """Fill the database, measure, print, and clean up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--plans", type=int, default=CITIES)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    place = ledger_place(options.url)
    if not isinstance(place, ServerPlace):
        parser.error("the URL of a PostgreSQL database is needed")
    places = [replace(place, schema=f"city_{number:04}") for number in range(options.plans)]
    began = time.perf_counter()
    _fill(places)
    print(f"{len(places)} plans made in {time.perf_counter() - began:.0f} s, {_size(places[0])}", flush=True)
    _tell("opening a plan", [_seconds(partial(_open, one)) for one in _spread(places, 20)])
    _tell("reading a plan of 48 measures", [_read(one) for one in _spread(places, 20)])
    _write("one desk alone", places[-1:], places[0])
    _write("each in a plan of its own", _spread(places, WRITERS), places[0])
    _write("all in one plan", [places[0]] * WRITERS, places[0])
    if not options.keep:
        _remove(places)


def _fill(places: Sequence[ServerPlace]) -> None:
    create_built_in_ledger(places[0], author="bench").close()
    with ThreadPoolExecutor(_COPIERS) as pool:
        list(pool.map(partial(_copy_plan, places[0]), places[1:]))


def _copy_plan(source: ServerPlace, target: ServerPlace) -> None:
    """Each over a connection of its own: the server's side of one remembers every table that it has met."""
    engine = postgresql_engine(source, read_only=False)
    with engine.begin() as connection:
        _copy_schema(connection, source.schema, target.schema)
    engine.dispose()


def _copy_schema(connection: Connection, source: str, target: str) -> None:
    """Copy tables, rows, functions, counters, references and triggers of a schema."""
    run = connection.exec_driver_sql
    run(f"CREATE SCHEMA {target}")
    names = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace ORDER BY oid"
    tables = [name for (name,) in run(names, (source,))]
    for name in tables:
        run(f"CREATE TABLE {target}.{name} (LIKE {source}.{name} INCLUDING ALL)")
        run(f"INSERT INTO {target}.{name} SELECT * FROM {source}.{name}")
    counters = (
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = %s AND column_default LIKE 'nextval%%'"
    )
    for table, column in run(counters, (source,)).all():
        counter = f"{target}.{table}_{column}_seq"
        run(f"CREATE SEQUENCE {counter} OWNED BY {target}.{table}.{column}")
        run(f"SELECT setval('{counter}', (SELECT coalesce(max({column}), 0) + 1 FROM {target}.{table}), false)")
        run(f"ALTER TABLE {target}.{table} ALTER {column} SET DEFAULT nextval('{counter}')")
    for what in (_FUNCTIONS, _REFERENCES, _TRIGGERS):
        run("SET LOCAL search_path = pg_catalog")  # so that every name comes with its schema
        for (statement,) in run(what, (source,)).all():
            connection.execute(text(statement.replace(f"{source}.", f"{target}.").replace(":", r"\:")))


def _spread(places: Sequence[ServerPlace], count: int) -> list[ServerPlace]:
    return [places[number * len(places) // count] for number in range(count)]


def _open(place: ServerPlace) -> None:
    open_ledger(place).close()


def _read(place: ServerPlace) -> float:
    with open_ledger(place, read_only=True) as ledger:
        return _seconds(ledger.plan)


def _write(how: str, places: Sequence[ServerPlace], first: ServerPlace) -> None:
    ledgers = [open_ledger(one) for one in places]
    took: list[float] = []

    def work(number: int) -> None:
        for act in range(ACTS):
            took.append(_seconds(partial(_edit, ledgers[number], f"{number}-{act}")))

    began = time.perf_counter()
    with ThreadPoolExecutor(len(ledgers)) as pool:
        list(pool.map(work, range(len(ledgers))))
    seconds = time.perf_counter() - began
    _tell(f"an edit, {len(ledgers)} desks at once, {how}", took)
    print(f"  {len(took) / seconds:.0f} edits a second in all")
    for one in ledgers:
        one.close()
    with open_ledger(first, read_only=True) as ledger:
        assert list_conflicts(ledger) == []
        assert run_to_end(verify_history(ledger)).findings == []


def _edit(ledger: Ledger, words: str) -> None:
    edit_fields(ledger, [(_FIELD, Value(words))], author="bench")


def _seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _tell(what: str, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    worst = ordered[max(0, round(len(ordered) * 0.95) - 1)]
    print(f"{what}: median {statistics.median(ordered) * 1000:.0f} ms, 95 % within {worst * 1000:.0f} ms", flush=True)


def _size(place: ServerPlace) -> str:
    engine = postgresql_engine(place, read_only=True)
    with engine.connect() as connection:
        asked = text("SELECT pg_size_pretty(pg_database_size(current_database())), (SELECT count(*) FROM pg_class)")
        size, relations = connection.execute(asked).one()
    engine.dispose()
    return f"{size}, {relations} tables, indexes and counters"


def _remove(places: Sequence[ServerPlace]) -> None:
    engine = postgresql_engine(places[0], read_only=False)
    for one in places:  # one by one: a transaction that drops them all would need a lock for each table
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA {one.schema} CASCADE")
    engine.dispose()


if __name__ == "__main__":
    main()
