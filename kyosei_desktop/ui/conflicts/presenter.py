"""One conflict after the other: which texts there are, what differs, which one is taken. No Qt here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kyosei_desktop.domain.difference import Change, Piece, list_differences, mark_differences
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.merge import Origin
from kyosei_desktop.domain.plan import BlankReason, DepartmentId, Value
from kyosei_desktop.store.conflicts import Conflict, Side, list_conflicts, settle_conflict
from kyosei_desktop.store.form_copies import fields_of_differing_form_copies
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.conflicts.bullets import BulletLine, bullet_lines
from kyosei_desktop.ui.context import AppContext, MessageAction
from kyosei_desktop.ui.wording import field_label, moment_label, value_label

VIEW_ID = "conflicts"
JOINING_QUESTION = N_("同じ課の回答を合わせてよいか")
"""What a work file's view asks, in which texts of one department are settled."""
_CHANGES_NAMED = 4
_LONGEST_NAMED = 24


@dataclass(frozen=True, slots=True)
class SidePanel:
    """One text that may be taken. `key` is the digit that takes it; `pieces` are empty for a blank."""

    key: str
    who: str
    when: str
    value: Value
    pieces: Sequence[Piece]

    @property
    def label(self) -> str:
        """The text, or why there is none."""
        return value_label(self.value)


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """Everything the view shows of one conflict.

    `measure` is the measure's name, `panels` are the root and all sides, `joined_key` joins them. `alike` counts the
    conflicts of notation alone that could be settled in one act. `bullets` are those of the joined text. `is_of_copies`
    tells whether two copies of one Excel form disagree here.
    """

    heading: str
    measure: str
    panels: Sequence[SidePanel]
    difference: str
    joined_key: str
    joined: str
    bullets: Sequence[BulletLine]
    is_notation_only: bool
    alike: int
    is_of_copies: bool


class ConflictsViewing(Protocol):
    """What the presenter asks of the view."""

    def show_conflict(self, page: ConflictPage) -> None:
        """The texts to choose between."""

    def show_choice(self, value: Value, taken: str | None) -> None:
        """The text chosen, for editing; `taken` is the key of the panel it was taken from."""

    def show_none(self) -> None:
        """No conflict is open."""


class ConflictsPresenter:
    """The conflicts and where the person is among them."""

    def __init__(self, context: AppContext, view: ConflictsViewing) -> None:
        self._context = context
        self._view = view
        self._conflicts: list[Conflict] = []
        self._position = 0
        self._page: ConflictPage | None = None

    @property
    def conflict(self) -> Conflict | None:
        """The one shown."""
        return self._conflicts[self._position] if self._conflicts else None

    def load(self, conflict: str | None = None) -> None:
        """Read the open conflicts and show one: that named, else the one shown so far, else the first."""
        wanted = conflict or (self.conflict.id if self.conflict else None)
        self._conflicts = list_conflicts(self._context.open_ledger)
        positions = [n for n, one in enumerate(self._conflicts) if one.id == wanted]
        self._show(positions[0] if positions else min(self._position, max(0, len(self._conflicts) - 1)))

    def go_next(self) -> None:
        """The next conflict, after the last one the first."""
        self._go(1)

    def go_back(self) -> None:
        """The conflict before."""
        self._go(-1)

    def _go(self, by: int) -> None:
        if self._conflicts:
            self._show((self._position + by) % len(self._conflicts))
            self.say_heading()

    def take(self, key: str) -> bool:
        """Choose the text of a key: 0 is the root, 1 … the sides, the one after them the joined text."""
        if self._page is None:
            return False
        if key == self._page.joined_key:
            self._view.show_choice(Value(self._page.joined), key)
            return True
        for panel in self._page.panels:
            if panel.key == key:
                self._view.show_choice(panel.value, key)
                return True
        return False

    def settle(self, text: str, blank: BlankReason | None, reason: str) -> None:
        """Settle the conflict shown with a text, or a blank, and go on to the next."""
        conflict = self.conflict
        if conflict is None:
            return
        ledger = self._context.open_ledger
        value = Value(text) if text else Value(blank=blank)

        def act() -> None:
            settle_conflict(ledger, conflict, value, author=self._context.author, reason=reason.strip() or None)

        if attempt(self._context, act):
            self._context.changed(by=VIEW_ID)
            settled = field_label(ledger.definition, conflict.address)
            self.load()
            self.say_heading()
            left = len(self._conflicts)
            if left:
                self._context.messages.info(
                    _("{field}を決めました。残り{count}件です。").format(field=settled, count=left)
                )
            else:
                self._context.messages.info(
                    _("{field}を決めました。競合はすべて決まりました。").format(field=settled),
                    self._next_step(),
                )

    def _show(self, position: int) -> None:
        self._position = position
        conflict = self.conflict
        if conflict is None:
            self._page = None
            self._view.show_none()
            return
        self._page = self._page_of(conflict)
        self._view.show_conflict(self._page)
        # Where only the notation differs either text says the same: the first one is ready to be settled.
        ready = conflict.sides[0].value if conflict.is_notation_only else conflict.shown
        self._view.show_choice(ready, "1" if conflict.is_notation_only else None)

    def say_heading(self) -> None:
        """Say in the heading which conflict of how many is shown."""
        heading = _("どちらを採るか")
        if self._conflicts:
            heading += " ── " + _("競合 {number}／{count}").format(
                number=self._position + 1, count=len(self._conflicts)
            )
        elif self._context.open_ledger.is_work_file:
            heading = _(JOINING_QUESTION)
        self._context.shell.say_heading(heading)

    def _page_of(self, conflict: Conflict) -> ConflictPage:
        ledger = self._context.open_ledger
        marked = mark_differences([side.value.text for side in conflict.sides])
        plan = ledger.plan()
        names = plan.department_names
        now = ledger.clock()
        authors = [self._who(side, names) for side in conflict.sides]
        sides = [
            SidePanel(
                str(number),
                who if authors.count(who) == 1 or side.source is None else f"{who}（{side.source}）",
                moment_label(ledger.definition.shown_calendar, side.made_at, now),
                side.value,
                pieces,
            )
            for number, (side, who, pieces) in enumerate(zip(conflict.sides, authors, marked, strict=True), start=1)
        ]
        root = SidePanel("0", _("照会時の文"), "", conflict.root, _plain(conflict.root.text))
        return ConflictPage(
            heading=field_label(ledger.definition, conflict.address),
            measure=next(one.name for one in plan.measures if one.no == conflict.address.measure),
            panels=[root, *sides],
            difference=difference_label([side.value for side in conflict.sides], conflict.is_notation_only),
            joined_key=str(len(sides) + 1),
            joined=conflict.joined,
            bullets=bullet_lines(conflict.bullets),
            is_notation_only=conflict.is_notation_only,
            alike=0 if ledger.is_work_file else sum(one.is_notation_only for one in self._conflicts),
            is_of_copies=conflict.place.id in fields_of_differing_form_copies(ledger),
        )

    def withdraw_older_copies(self) -> None:
        """Where files are withdrawn, withdraw the older copies of forms, after asking."""
        self._context.go("collect", do="older_copies")

    def _who(self, side: Side, names: Mapping[DepartmentId, str]) -> str:
        if side.origin is Origin.DEPARTMENT and side.department is not None:
            is_own = self._context.open_ledger.is_work_file
            return side.author if is_own else names.get(side.department, side.author)
        if side.origin is Origin.ROOT:
            return _("照会時の文")
        return _("取りまとめ課（{author}）").format(author=side.author)

    def _next_step(self) -> MessageAction:
        if self._context.open_ledger.is_work_file:
            return _("やることを見る"), lambda: self._context.go("home")
        return _("集まり具合を見る"), lambda: self._context.go("board")


def _plain(text: str) -> tuple[Piece, ...]:
    return (Piece(text, False),) if text else ()


def difference_label(values: Sequence[Value], is_notation_only: bool) -> str:
    """What differs, in one line: 「違い：数字「２」と「3」」 or 「表記だけの違い：「１２」と「12」」."""
    if len(values) != 2:
        kind = _("表記だけの違いです") if is_notation_only else _("{count}通りの回答があります")
        return kind.format(count=len(set(values)))
    one, other = values
    if not one.text or not other.text:
        return _("違い：一方は{one}、他方は{other}").format(one=_short(one), other=_short(other))
    changes = list_differences(one.text, other.text)
    named = "、".join(_change_label(change) for change in changes[:_CHANGES_NAMED])
    if len(changes) > _CHANGES_NAMED:
        named += _(" ほか{count}か所").format(count=len(changes) - _CHANGES_NAMED)
    kind = _("表記だけの違い：{changes}") if is_notation_only else _("違い：{changes}")
    return kind.format(changes=named)


def _short(value: Value) -> str:
    return _("記入あり") if value.text else value_label(value)


def _change_label(change: Change) -> str:
    one, other = _cut(change.one), _cut(change.other)
    if not change.one:
        return _("右だけに「{text}」").format(text=other)
    if not change.other:
        return _("左だけに「{text}」").format(text=one)
    text = _("数字「{one}」と「{other}」") if change.is_number else _("「{one}」と「{other}」")
    return text.format(one=one, other=other)


def _cut(text: str) -> str:
    line = text.replace("\n", _("（改行）"))
    return line if len(line) <= _LONGEST_NAMED else f"{line[:_LONGEST_NAMED]}…"
