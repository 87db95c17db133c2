"""Full-text search over the 1.4 million fields of the large ledger, a million of them entries, against LIKE."""

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

from bench import material
from bench.harness import Line, Run, timed
from kyosei_desktop.domain.plan import FieldId, FieldKind, Value
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.revisions import write_field
from kyosei_desktop.store.searching import find_texts
from kyosei_desktop.store.tables import FieldRow

_WORDS = ("鯨凧", "曙杉並木")
"""Words of two and of four characters that are written into ten of the entries, as a word that one looks for is."""


def _prepared(stack: ExitStack) -> tuple[Ledger, Path]:
    path = material.large_ledger(material.CITIES)
    ledger = stack.enter_context(open_ledger(path))
    with ledger.begin() as unit:
        entries = unit.session.query(FieldRow.id).filter(FieldRow.kind == FieldKind.ENTRY.value).limit(10).all()
        for (field,) in entries:
            write_field(unit, FieldId(field), Value("".join(_WORDS)), author=material.AUTHOR)
        unit.commit()
    return ledger, path


def _search(word: str) -> object:
    def prepare(stack: ExitStack, _folder: Path) -> tuple[Run, Run]:
        ledger, path = _prepared(stack)
        connection = stack.enter_context(closing(sqlite3.connect(path)))

        def scan() -> None:
            found = connection.execute("SELECT id FROM field WHERE text LIKE ?", (f"%{word}%",)).fetchall()
            assert len(found) == 10

        def ours() -> None:
            assert find_texts(ledger, word)

        return lambda: timed(ours), lambda: timed(scan)

    return prepare


_SCAN = "同じ台帳を sqlite3 の LIKE で調べる"
LINES = tuple(
    Line(f"search.{len(word)}", f"100万の記載から{len(word)}文字の語を探す", _SCAN, 1 / 50, _search(word), 7)  # type: ignore[arg-type]
    for word in _WORDS
)
