"""The use cases of a workbook in the official layout that comes back: looking at it, taking it, withdrawing it."""

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from kyosei_desktop.domain.definition import ColumnSource, Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.merge import RevisionId
from kyosei_desktop.domain.plan import FieldId, FieldKind, Value
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.exchange.excel_form_document import FORM_MARK
from kyosei_desktop.exchange.excel_form_refusals import NotAForm
from kyosei_desktop.exchange.file_kinds import FileKind, kind_of_file
from kyosei_desktop.exchange.merging import withdraw_file
from kyosei_desktop.exchange.refusals import FileRefused
from kyosei_desktop.exchange.spreadsheet import open_spreadsheet
from kyosei_desktop.exchange.spreadsheet_refusals import SpreadsheetWithLinks
from kyosei_desktop.exchange.workbook_changes import BookChange, BookChanges, compare_book
from kyosei_desktop.exchange.workbook_layout import Recognised, recognise
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.books_taken import BookWord, take_words, withdraw_words
from kyosei_desktop.store.conflicts import count_conflicts_in
from kyosei_desktop.store.editing import departments_named
from kyosei_desktop.store.ledger import Ledger, Unit
from kyosei_desktop.store.passphrases import Passphrases
from kyosei_desktop.store.withdrawing import Withdrawal

if TYPE_CHECKING:
    from openpyxl import Workbook


@dataclass(eq=False)
class NotTheReport(FileRefused):
    """A workbook in which no sheet has the layout of the ledger's report."""

    sentence: ClassVar[str] = N_(
        "「{name}」には、この台帳の様式の報告書が見つかりません。"
        "書き出したブックを、見出しの行と期間の見出しを変えずに保存したものか確かめてください。"
    )


@dataclass(eq=False)
class AnswersInsteadOfReport(FileRefused):
    """A department's answers where the report is wanted."""

    sentence: ClassVar[str] = N_(
        "「{name}」は担当課の回答です。報告書ではないので、「回答を取り込む」（merge）で取り込んでください。"
    )


@dataclass(eq=False)
class NoWayBack(FileRefused):
    """The ledger's report has no column by which the rows of a workbook could be told apart."""

    sentence: ClassVar[str] = N_(
        "「{name}」は取り込めません。この台帳の様式には、行を見分ける№か期間の見出しの列がありません。"
        "プログラムの「計画」で直してください。"
    )


@dataclass(eq=False)
class BookForWorkFile(KyoseiError):
    """A workbook of the whole report is to be taken into a clerk's work file."""

    sentence: ClassVar[str] = N_("「{name}」は報告書のブックです。取りまとめ課の台帳を開いて取り込んでください。")
    name: str


@dataclass(frozen=True, slots=True)
class BookTaken:
    """What a book said, and what of it was taken.

    Attributes:
        found: as it was held against the ledger before.
        taken: the fields with new revisions.
        conflicts: how many are open in the ledger now.
    """

    file: Path
    found: BookChanges
    taken: Sequence[FieldId]
    conflicts: int


def read_book(file: Path, definition: Definition) -> Recognised:
    """The report in a workbook. Raises FileNotRead, FileRefused, NoWayBack."""
    if not {ColumnSource.NO, ColumnSource.PERIOD} <= {one.source for one in definition.columns}:
        raise NoWayBack(name=file.name)
    book = _opened(file)
    found = recognise(book, definition, file.name)
    if found is None:
        is_form = any(sheet.cell(1, 1).value == FORM_MARK for sheet in book.worksheets)
        raise AnswersInsteadOfReport(name=file.name) if is_form else NotTheReport(name=file.name)
    return found


def _opened(file: Path) -> "Workbook":
    try:
        return open_spreadsheet(file)
    except FileRefused as error:
        if kind_of_file(file) is FileKind.SUBMISSION:
            raise AnswersInsteadOfReport(name=file.name) from error
        raise


def look_at_book(ledger: Ledger, file: Path, *, report: Recognised | None = None) -> Generator[Step, None, BookChanges]:
    """What a book says otherwise than the ledger, and what taking it would do; nothing is changed.

    Args:
        ledger: a coordinator's.
        file: a workbook in the official layout.
        report: what was read of a file in another layout.

    Raises:
        FileNotRead, FileRefused, NoWayBack, BookForWorkFile.
    """
    _refuse_work_file(ledger, file)
    yield Step(0, 2, file.name)
    recognised = report or read_book(file, ledger.definition)
    yield Step(1, 2, ledger.name)
    with ledger.reading() as session:
        return compare_book(session, recognised, ledger.definition)


def take_book(
    ledger: Ledger,
    file: Path,
    *,
    author: str,
    chosen: Collection[FieldId] | None = None,
    looked_at: BookChanges | None = None,
    report: Recognised | None = None,
) -> Generator[Step, None, BookTaken]:
    """Take a book's changes into the ledger, after a backup and in one transaction.

    Args:
        ledger: a coordinator's.
        file: a workbook in the official layout.
        author: who takes it.
        chosen: which fields; by default all that are taken by themselves. What cannot be taken is left out.
        looked_at: what whoever chose had before their eyes; what another desk has written since is not overwritten but
            in conflict. By default what the ledger says in this moment.
        report: what was read of a file in another layout.

    Raises:
        FileNotRead, FileRefused, BookForWorkFile, LedgerReadOnly, FileNotWritten: nothing was taken.
    """
    _refuse_work_file(ledger, file)
    yield Step(0, 2, file.name)
    recognised = report or read_book(file, ledger.definition)
    yield Step(1, 2, ledger.name)
    with ledger.reading() as session:
        is_needed = any(_chosen(compare_book(session, recognised, ledger.definition), chosen))
    if is_needed and not ledger.is_read_only:
        back_up_ledger(ledger, reason=BackupReason.MERGE)
    with ledger.begin() as unit:
        found = compare_book(unit.session, recognised, ledger.definition)
        in_view = {one.place.id: one.in_view for one in (looked_at or found).changes}
        words = [_word(unit, one, in_view.get(one.place.id, one.in_view)) for one in _chosen(found, chosen)]
        taken = take_words(unit, words, file_name=file.name, author=author)
        conflicts = count_conflicts_in(unit.session)
        unit.commit()
    return BookTaken(file, found, taken, conflicts)


def withdraw_book(ledger: Ledger, file: Path, *, author: str) -> Withdrawal:
    """Withdraw what a book brought, after a backup: named by what it says, or in another layout by its name.

    Raises:
        FileNotRead, FileRefused, NothingToWithdraw.
    """
    brought = set()
    try:
        recognised = recognise(open_spreadsheet(file), ledger.definition, file.name)
    except SpreadsheetWithLinks:
        recognised = None  # only books of another layout are taken with their links
    if recognised is not None:
        with ledger.reading() as session:
            brought = {one.revision for one in compare_book(session, recognised, ledger.definition).changes}
    back_up_ledger(ledger, reason=BackupReason.WITHDRAWAL)
    return withdraw_words(ledger, brought, file_name=file.name, author=author)


def withdraw_any_file(ledger: Ledger, file: Path, *, author: str, passphrases: Passphrases | None = None) -> Withdrawal:
    """Withdraw what a file brought, whether a submission, an Excel form or an official workbook.

    Raises:
        As `withdraw_file`, and as `withdraw_book` for a workbook that is no form.
    """
    try:
        return withdraw_file(ledger, file, author=author, passphrases=passphrases)
    except (NotAForm, SpreadsheetWithLinks):
        return withdraw_book(ledger, file, author=author)


def _refuse_work_file(ledger: Ledger, file: Path) -> None:
    if ledger.is_work_file:
        raise BookForWorkFile(name=file.name)


def _chosen(found: BookChanges, chosen: Collection[FieldId] | None) -> list[BookChange]:
    if chosen is None:
        return [one for one in found.changes if one.is_taken_by_itself]
    return [one for one in found.changes if one.can_be_taken and one.place.id in chosen]


def _word(unit: Unit, change: BookChange, in_view: tuple[RevisionId, ...]) -> BookWord:
    value = Value(change.new)
    if change.place.kind is FieldKind.DEPARTMENTS:
        value = Value("\n".join(departments_named(unit, change.new.split("\n"))))
    return BookWord(change.revision, change.place, value, change.seen, in_view)
