"""A foreign city's book becomes a ledger: read, guess how it is laid out, take it by a mapping."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.mapping import Mapping
from kyosei_desktop.domain.plan_document import plan_from_document
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.exchange.definitions import definitions_at_hand, find_definition
from kyosei_desktop.exchange.foreign_book import ForeignBook, book_of
from kyosei_desktop.exchange.foreign_guess import MappingGuess, guess_mapping
from kyosei_desktop.exchange.foreign_reading import ForeignPlan, read_foreign
from kyosei_desktop.exchange.mapping_file import save_mapping
from kyosei_desktop.exchange.refusals import FileRefused
from kyosei_desktop.exchange.spreadsheet import open_spreadsheet
from kyosei_desktop.exchange.workbook_layout import Recognised
from kyosei_desktop.exchange.workbook_plan import recognise_any
from kyosei_desktop.store.ledger import Ledger, create_ledger, new_id
from kyosei_desktop.store.places import LedgerPlace

_MOST_QUESTIONS = 3


@dataclass(eq=False)
class NoTableInBook(KyoseiError):
    """No sheet of a book has a table of measures."""

    sentence: ClassVar[str] = N_(
        "「{name}」に施策の表が見つかりません。見出しの行に「施策名」「担当課」などの列があるシートを入れてください。"
    )
    name: str


@dataclass(eq=False)
class MappingNotDecided(KyoseiError):
    """How a book is to be read is not sure, and nobody is there to be asked."""

    sentence: ClassVar[str] = N_(
        "「{name}」の読み方に、決めていただくことが{count}件あります：{questions} "
        "推測した対応表を「{mapping}」に書きました。直してから --mapping で指定してください。"
    )
    name: str
    count: int
    questions: str
    mapping: str


@dataclass(frozen=True)
class BookReading:
    """A book read by a mapping: what it amounts to, and how it was read."""

    plan: ForeignPlan
    mapping: Mapping
    guess: MappingGuess | None
    """None where the mapping was given."""


def read_book(path: Path) -> ForeignBook:
    """A workbook of any layout; formulas give their last value.

    Raises:
        FileNotRead, FileRefused: as `open_spreadsheet`.
        TooManyMergedCells
    """
    return book_of(open_spreadsheet(path, values=True), path.name)


def known_definitions() -> list[Definition]:
    """The definitions at hand, that of the built-in plan first. Raises what is wrong with one of the city's own."""
    return [find_definition(one) for one in definitions_at_hand()]


def read_by_guess(book: ForeignBook, *, definitions: Sequence[Definition], kept_at: Path) -> BookReading:
    """Read a book as it is most likely laid out.

    Args:
        book: of any layout.
        definitions: that it may be set in.
        kept_at: where the guessed mapping is written if it has to be decided on; nothing there is replaced.

    Raises:
        NoTableInBook
        MappingNotDecided: the mapping was written, and nothing else was done.
        KyoseiError: as `read_foreign` and `save_mapping`.
    """
    guess = guess_mapping(book, definitions)
    if guess.mapping is None:
        raise NoTableInBook(name=book.name)
    questions = guess.open_questions
    if questions:
        path = _free_path(kept_at)
        save_mapping(path, guess.mapping)
        shown = "".join(f"（{number}）{one}" for number, one in enumerate(questions[:_MOST_QUESTIONS], start=1))
        if len(questions) > _MOST_QUESTIONS:
            shown += _("ほか{count}件。").format(count=len(questions) - _MOST_QUESTIONS)
        raise MappingNotDecided(name=book.name, count=len(questions), questions=shown, mapping=str(path))
    return BookReading(read_foreign(book, guess.mapping), guess.mapping, guess)


def _free_path(path: Path) -> Path:
    free, number = path, 2
    while free.exists():
        free = path.with_name(f"{path.stem}({number}){path.suffix}")
        number += 1
    return free


def create_ledger_from_book(place: LedgerPlace, foreign: ForeignPlan, *, author: str) -> Ledger:
    """A new ledger of a foreign book's plan, in its own words. Raises LedgerExists, FileNotWritten."""
    plan = plan_from_document(foreign.document, new_id)
    return create_ledger(place, plan, foreign.definition, author=author)


@dataclass(frozen=True)
class AnyBook:
    """A workbook that a ledger is to be made of; `report` is what was recognised in one in the official layout."""

    book: ForeignBook
    report: tuple[Recognised, Definition] | None


def look_at_any_book(path: Path) -> Generator[Step, None, AnyBook]:
    """Read a workbook of whatever layout.

    Raises:
        FileNotRead, FileRefused, TooManyMergedCells.
    """
    yield Step(0, 2, path.name)
    book = read_book(path)
    yield Step(1, 2, path.name)
    try:
        report = recognise_any(open_spreadsheet(path), path.name)
    except FileRefused:
        report = None  # such as one with formulas: it is read as any other book
    return AnyBook(book, report)
