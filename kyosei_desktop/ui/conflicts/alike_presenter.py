"""Settling all conflicts of notation alone in one act: a list to look through first, one undo. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.notation import Notation
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.store.conflicts import Conflict
from kyosei_desktop.store.settling import (
    Choice,
    notation_conflicts,
    preferred_side,
    settle_alike,
    undo_settling_alike,
)
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.wording import field_label, value_label

NOTATIONS = {
    Notation.HALF_WIDTH: N_("半角の多い文にそろえる"),
    Notation.FULL_WIDTH: N_("全角の多い文にそろえる"),
    Notation.EARLIEST: N_("先に書かれた文にそろえる"),
}


@dataclass(frozen=True, slots=True)
class AlikeLine:
    """One conflict in the list. `taken` is the position of the text taken; None leaves the conflict as it is."""

    conflict: Conflict
    where: str
    taken: int | None

    @property
    def value(self) -> Value | None:
        """What would stand in the field."""
        return None if self.taken is None else self.conflict.sides[self.taken].value

    @property
    def taken_text(self) -> str:
        """The text taken, in one line."""
        return _("（決めない）") if self.value is None else _one_line(self.value)

    @property
    def other_text(self) -> str:
        """The other texts, each in one line."""
        others = [one.value for number, one in enumerate(self.conflict.sides) if number != self.taken]
        return " ／ ".join(dict.fromkeys(_one_line(one) for one in others))


class AlikeViewing(Protocol):
    """What the presenter asks of the view."""

    def show_alike(self, lines: Sequence[AlikeLine], notation: Notation) -> None:
        """The list, and by what the texts were chosen."""

    def change_alike(self, row: int, line: AlikeLine) -> None:
        """One line of the list has changed."""

    def leave_alike(self) -> None:
        """Back to the conflicts one by one."""


class AlikePresenter:
    """The conflicts of notation alone, and which text of each is to stand."""

    def __init__(self, context: AppContext, view: AlikeViewing) -> None:
        self._context = context
        self._view = view
        self._lines: list[AlikeLine] = []

    def begin(self, notation: Notation = Notation.HALF_WIDTH) -> None:
        """Show the list with the texts that a notation prefers."""
        ledger = self._context.open_ledger
        self._lines = [
            AlikeLine(one, field_label(ledger.definition, one.address), preferred_side(one, notation))
            for one in notation_conflicts(ledger)
        ]
        self._view.show_alike(tuple(self._lines), notation)

    def take(self, row: int, key: str) -> bool:
        """Take another text of a line by its digit, from 1; 0 leaves the conflict as it is. Whether there is such."""
        if not 0 <= row < len(self._lines) or not key.isdecimal():
            return False
        number = int(key)
        if number > len(self._lines[row].conflict.sides):
            return False
        self._lines[row] = replace(self._lines[row], taken=number - 1 if number else None)
        self._view.change_alike(row, self._lines[row])
        return True

    def take_next(self, row: int) -> None:
        """Take the text after the one taken; after the last one none, then the first again."""
        if 0 <= row < len(self._lines):
            line = self._lines[row]
            self.take(row, str(1 if line.taken is None else (line.taken + 2) % (len(line.conflict.sides) + 1)))

    @property
    def count(self) -> int:
        """How many conflicts would be settled."""
        return sum(line.taken is not None for line in self._lines)

    def settle(self, reason: str) -> None:
        """Settle all lines but those left out, in one act."""
        context = self._context
        choices = [Choice(one.conflict, one.value) for one in self._lines if one.value is not None]

        def act() -> None:
            settle_alike(context.open_ledger, choices, author=context.author, reason=reason.strip() or None)

        if attempt(context, act):
            context.changed()
            self._view.leave_alike()
            said = _("表記だけの競合{count}件をまとめて決めました。").format(count=len(choices))
            context.messages.info(said, (_("元に戻す"), self.undo))

    def undo(self) -> None:
        """Take back the last bulk settling."""
        context, undone = self._context, 0

        def act() -> None:
            nonlocal undone
            undone = len(undo_settling_alike(context.open_ledger, author=context.author))

        if attempt(context, act):
            context.changed()
            context.messages.info(_("まとめて決めた{count}件を元に戻しました。").format(count=undone))


def _one_line(value: Value) -> str:
    return " ".join(value_label(value).split())
