"""The index that texts are searched by, brought up to the present by each unit of work.

A text is indexed as it is searched, without notation (`searched_form`), by its pairs of neighbouring characters:
Japanese has no spaces between words, and most of its words have two characters, for which SQLite's own trigrams are too
long. The pairs of a word find the few texts that have all of them, in whatever places; those are looked through for the
word itself. A server has no such index, and looks through all texts.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from kyosei_desktop.domain.plan import FieldKind
from kyosei_desktop.domain.text import fold_notation
from kyosei_desktop.store.tables import FieldRow, SearchChangeRow, SearchTextRow

_CHUNK = 10_000
_ADD = text("INSERT INTO search_gram (rowid, grams) VALUES (:number, :grams)")
_TAKE_AWAY = text("INSERT INTO search_gram (search_gram, rowid, grams) VALUES ('delete', :number, :grams)")
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
    changed = sorted(set(session.scalars(select(SearchChangeRow.field_id))))
    if not changed:
        return
    session.execute(delete(SearchChangeRow))
    for start in range(0, len(changed), _CHUNK):
        _index(session, changed[start : start + _CHUNK])


def _index(session: Session, fields: Sequence[str]) -> None:
    chosen = select(FieldRow.id, FieldRow.text).where(FieldRow.id.in_(fields), is_searched())
    present = {row.id: searched_form(row.text) for row in session.execute(chosen)}
    rows = select(SearchTextRow.number, SearchTextRow.field_id, SearchTextRow.text)
    before = {row.field_id: row for row in session.execute(rows.where(SearchTextRow.field_id.in_(fields)))}
    gone = [row for field, row in before.items() if not present.get(field)]
    other = [row for field, row in before.items() if present.get(field) and present[field] != row.text]
    _write_grams(session, _TAKE_AWAY, {row.number: row.text for row in (*gone, *other)})
    if gone:
        session.execute(delete(SearchTextRow).where(SearchTextRow.number.in_([row.number for row in gone])))
    if other:
        session.execute(update(SearchTextRow), [{"number": one.number, "text": present[one.field_id]} for one in other])
    added = {field: said for field, said in present.items() if said and field not in before}
    numbers = _add(session, added)
    _write_grams(session, _ADD, {**{row.number: present[row.field_id] for row in other}, **numbers})


def _add(session: Session, texts: Mapping[str, str]) -> dict[int, str]:
    """Store the texts of fields; by the numbers they get. A server counts by itself: several desks may add at once."""
    if not texts:
        return {}
    if not _has_grams(session):
        session.execute(insert(SearchTextRow), [{"field_id": one, "text": said} for one, said in texts.items()])
        return {}
    first = (session.scalar(select(func.max(SearchTextRow.number))) or 0) + 1
    rows = [{"number": n, "field_id": one, "text": said} for n, (one, said) in enumerate(texts.items(), start=first)]
    session.execute(insert(SearchTextRow), rows)
    return dict(enumerate(texts.values(), start=first))


def _has_grams(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _write_grams(session: Session, statement: object, texts: Mapping[int, str]) -> None:
    if texts and _has_grams(session):
        rows = [{"number": number, "grams": _grams(said)} for number, said in texts.items()]
        session.connection().execute(statement, rows)  # type: ignore[call-overload]  # one of the two texts above


@lru_cache(maxsize=2_000)
def _grams(said: str) -> str:
    """The pairs of a text as words that FTS5 takes for words; many cells say the same."""
    codes = [f"{ord(one):x}" for one in said]
    return " ".join({f"{one}g{other}" for one, other in pairwise(codes)})
