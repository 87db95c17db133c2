"""The index that texts are searched by, brought up to the present by each unit of work.

A text is indexed as it is searched, without notation (`searched_form`), by its pairs of neighbouring characters:
Japanese has no spaces between words, and most of its words have two characters, for which SQLite's own trigrams are too
long. The pairs of a word find the few texts that have all of them, in whatever places; those are looked through for the
word itself. A server has no such index, and looks through all texts.
"""

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from kyosei_desktop.domain.plan import FieldKind
from kyosei_desktop.domain.text import fold_notation
from kyosei_desktop.store.tables import FieldRow, SearchChangeRow, SearchTextRow, table_of

_CHUNK = 10_000
_ADD = "INSERT INTO search_gram (rowid, grams) VALUES (?, ?)"
_TAKE_AWAY = "INSERT INTO search_gram (search_gram, rowid, grams) VALUES ('delete', ?, ?)"
_FIELD, _TEXT, _CHANGE = table_of(FieldRow), table_of(SearchTextRow), table_of(SearchChangeRow)
_CHANGED = (
    select(
        _CHANGE.c.sequence,
        _CHANGE.c.field_id,
        _FIELD.c.text.label("present"),
        _TEXT.c.number,
        _TEXT.c.text.label("indexed"),
    )
    .outerjoin(_FIELD, and_(_FIELD.c.id == _CHANGE.c.field_id, _FIELD.c.kind != FieldKind.DEPARTMENTS.value))
    .outerjoin(_TEXT, _TEXT.c.field_id == _CHANGE.c.field_id)
    .where(_CHANGE.c.sequence > bindparam("after"))
    .order_by(_CHANGE.c.sequence)
    .limit(_CHUNK)
)
_FORGET = delete(_CHANGE)
_NEWEST = select(func.max(_TEXT.c.number))
_INSERT, _DELETE = insert(_TEXT), delete(_TEXT).where(_TEXT.c.number == bindparam("which"))
_UPDATE = update(_TEXT).where(_TEXT.c.number == bindparam("which"))
_MATCHES = "search_text.number IN (SELECT rowid FROM search_gram WHERE search_gram MATCH :grams)"


def searched_form(written: str) -> str:
    """A text as it is searched: without width, punctuation variants, white space and case."""
    return fold_notation(written).casefold()


def is_searched() -> ColumnElement[bool]:
    """Whether a field holds a text; departments are held by id."""
    return FieldRow.kind != FieldKind.DEPARTMENTS.value


def has_word(session: Session, word: str) -> ColumnElement[bool]:
    """Whether an indexed text (a `SearchTextRow`) has a word, which is in the form of `searched_form`."""
    contains = SearchTextRow.text.contains(word, autoescape=True)
    if not _has_grams(session) or len(word) < 2:
        return contains
    return and_(text(_MATCHES).bindparams(bindparam("grams", _grams(word))), contains)


def index_changes(session: Session) -> None:
    """Bring the index up to the present: triggers of the database noted which fields have changed."""
    session.flush()
    after, found = 0, session.connection().execute(_CHANGED, {"after": 0}).all()
    while found:
        _index(session, {row.field_id: row for row in found})
        after = found[-1].sequence
        found = session.connection().execute(_CHANGED, {"after": after}).all() if len(found) == _CHUNK else []
    if after:
        session.execute(_FORGET)


def _index(session: Session, changed: Mapping[str, Row[*tuple[Any, ...]]]) -> None:
    """Index fields as they are now: of each the text as it is now and as it was when it was indexed, if it has any."""
    present = {field: searched_form(row.present or "") for field, row in changed.items()}
    known = {field: row for field, row in changed.items() if row.number is not None}
    gone = [row for field, row in known.items() if not present[field]]
    other = [row for field, row in known.items() if present[field] not in ("", row.indexed)]
    _write_grams(session, _TAKE_AWAY, {row.number: row.indexed for row in (*gone, *other)})
    if gone:
        session.execute(_DELETE, [{"which": row.number} for row in gone])
    if other:
        session.execute(_UPDATE, [{"which": row.number, "text": present[row.field_id]} for row in other])
    numbers = _add(session, {field: said for field, said in present.items() if said and field not in known})
    _write_grams(session, _ADD, {**{row.number: present[row.field_id] for row in other}, **numbers})


def _add(session: Session, texts: Mapping[str, str]) -> dict[int, str]:
    """Store the texts of fields; by the numbers they get. A server counts by itself: several desks may add at once."""
    if not texts:
        return {}
    if not _has_grams(session):
        session.connection().execute(_INSERT, [{"field_id": one, "text": said} for one, said in texts.items()])
        return {}
    first = (session.execute(_NEWEST).scalar() or 0) + 1
    rows = [{"number": n, "field_id": one, "text": said} for n, (one, said) in enumerate(texts.items(), start=first)]
    session.connection().execute(_INSERT, rows)
    return dict(enumerate(texts.values(), start=first))


def _has_grams(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _write_grams(session: Session, statement: str, texts: Mapping[int, str]) -> None:
    if texts and _has_grams(session):
        rows = [(number, _grams(said)) for number, said in texts.items()]
        session.connection().exec_driver_sql(statement, rows)


@lru_cache(maxsize=2_000)
def _grams(said: str) -> str:
    """The pairs of a text as words that FTS5 takes for words; many cells say the same."""
    codes = [f"{ord(one):x}" for one in said]
    return " ".join({f"{one}g{other}" for one, other in pairwise(codes)})
