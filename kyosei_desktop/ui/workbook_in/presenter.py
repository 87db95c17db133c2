"""Looking at an official workbook that came back, choosing what of it to take, and taking it. No Qt here."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.difference import Piece, mark_differences
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.exchange.workbook_changes import BookChange, BookChanges, BookStanding
from kyosei_desktop.exchange.workbook_in import BookTaken, look_at_book, take_book
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.cures import cure_for
from kyosei_desktop.ui.wording import field_label

VIEW_ID = "workbook_in"

_COUNTS = {
    BookStanding.READY: N_("{count}か所 変わる"),
    BookStanding.CONFLICT: N_("{count}か所 競合になる"),
    BookStanding.SAME: N_("{count}か所 台帳と同じ"),
    BookStanding.TAKEN: N_("{count}か所 取り込み済み"),
    BookStanding.CHOICE: N_("{count}か所 選べば変わる"),
    BookStanding.UNREADABLE: N_("{count}か所 取り込めない"),
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change in the list. `place` names the field in words; `is_chosen` says whether taking takes it."""

    change: BookChange
    place: str
    is_chosen: bool

    @property
    def id(self) -> FieldId:
        """The field's."""
        return self.change.place.id

    @property
    def can_be_chosen(self) -> bool:
        """Whether it can be taken at all."""
        return self.change.can_be_taken

    @property
    def marked(self) -> tuple[Sequence[Piece], Sequence[Piece]]:
        """Old and new text with what differs marked."""
        old, new = mark_differences([self.change.old, self.change.new])
        return old, new

    @property
    def blank_words(self) -> str:
        """What stands in the place of the book's text where there is none."""
        is_unreadable = self.change.standing is BookStanding.UNREADABLE
        return _("（読み取れません）") if is_unreadable else _("（空白）")

    @property
    def note(self) -> str:
        """What a person should know of it beyond the two texts."""
        notes = [self.change.remark]
        if self.change.standing is BookStanding.CONFLICT:
            notes.append(_("書き出した後で、台帳でも変わっています。取り込むと競合になり、後で選べます。"))
        if self.change.shown not in (self.change.old, self.change.new):
            notes.append(_("台帳のいまの文：{text}").format(text=self.change.shown or _("（空白）")))
        return "\n".join(one for one in notes if one)


class BookScreen(Protocol):
    """What the presenter asks of the view."""

    def show_nothing(self) -> None:
        """No book is in hand."""

    def show_reading(self, name: str) -> None:
        """A book is being read."""

    def show_changes(self, lines: Sequence[ChangeLine], summary: str, remarks: Sequence[str]) -> None:
        """What the book says otherwise, and what is left out of it."""

    def allow_taking(self, count: int) -> None:
        """How many changes taking would take."""


class BookPresenter:
    """The book in hand and what is chosen of it."""

    def __init__(self, context: AppContext, screen: BookScreen) -> None:
        """Nothing is read before `open_book`."""
        self._context, self._screen = context, screen
        self._file: Path | None = None
        self._found: BookChanges | None = None
        self._lines: tuple[ChangeLine, ...] = ()

    @property
    def lines(self) -> Sequence[ChangeLine]:
        """The changes shown."""
        return self._lines

    def load(self) -> None:
        """Look at the book in hand again, for the ledger may have changed."""
        if self._file is None:
            self._screen.show_nothing()
            self._screen.allow_taking(0)
        else:
            self._look(self._file)

    def choose_file(self) -> None:
        """Let the person choose a book."""
        for file in self._context.dialogs.ask_open_files(_("報告書のExcelを選ぶ"), _("Excelブック (*.xlsx)"))[:1]:
            self.open_book(file)

    def open_book(self, file: Path) -> None:
        """Take a book in hand and look at it."""
        self._file, self._found, self._lines = file, None, ()
        self._look(file)

    def choose(self, field: FieldId, *, is_chosen: bool) -> None:
        """Take a change with the others, or leave it out."""
        self._show(replace(one, is_chosen=is_chosen) if one.id == field else one for one in self._lines)

    def choose_all(self, *, is_chosen: bool) -> None:
        """Take all that can be taken, or nothing."""
        self._show(replace(one, is_chosen=is_chosen and one.can_be_chosen) for one in self._lines)

    def take(self) -> None:
        """Take what is chosen."""
        chosen = {one.id for one in self._lines if one.is_chosen}
        if self._file is not None and chosen:
            self._context.jobs.start(
                _("報告書のExcelを取り込んでいます"),
                take_book(
                    self._context.open_ledger,
                    self._file,
                    author=self._context.author,
                    chosen=chosen,
                    looked_at=self._found,
                ),
                done=self._taken,
            )

    def _look(self, file: Path) -> None:
        self._screen.show_reading(file.name)
        self._screen.allow_taking(0)
        self._context.jobs.start(
            _("報告書のExcelを読んでいます"),
            look_at_book(self._context.open_ledger, file),
            done=self._looked,
            failed=self._not_read,
            key="workbook_in.look",
        )

    def _looked(self, found: BookChanges) -> None:
        known = {one.id: one.is_chosen for one in self._lines}
        definition = self._context.open_ledger.definition
        self._found = found
        self._show(_line_of(one, definition, known.get(one.place.id)) for one in found.changes)

    def _not_read(self, error: KyoseiError) -> None:
        self._file, self._found, self._lines = None, None, ()
        self.load()
        self._context.messages.error(str(error), cure_for(error, self._context.shell))

    def _taken(self, result: BookTaken) -> None:
        self._lines = ()
        self._context.changed(by=VIEW_ID)
        self.load()
        said = _("「{file}」から{count}か所を取り込みました。").format(file=result.file.name, count=len(result.taken))
        if result.conflicts:
            said += _("競合が{count}件あります。").format(count=result.conflicts)
            self._context.messages.warn(said, (_("競合を決める"), lambda: self._context.go("conflicts")))
        else:
            self._context.messages.info(said, (_("計画を見る"), lambda: self._context.go("measures")))

    def _show(self, lines: Iterable[ChangeLine]) -> None:
        self._lines = tuple(lines)
        found = self._found
        assert found is not None
        self._screen.show_changes(self._lines, _summary(found), found.remarks)
        self._screen.allow_taking(sum(one.is_chosen for one in self._lines))


def _line_of(change: BookChange, definition: Definition, was_chosen: bool | None) -> ChangeLine:
    by_itself = change.is_taken_by_itself if was_chosen is None else was_chosen
    return ChangeLine(change, field_label(definition, change.address), by_itself and change.can_be_taken)


def _summary(found: BookChanges) -> str:
    if not found.changes:
        return _("このブックに、台帳と違うところはありません。")
    counts = Counter(one.standing for one in found.changes)
    said = [_(text).format(count=counts[standing]) for standing, text in _COUNTS.items() if counts[standing]]
    return " ・ ".join([_("このブックで変わった{count}か所").format(count=len(found.changes)), *said])
