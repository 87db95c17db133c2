"""Pictures of the cells as they will be printed, drawn off the UI thread while one types. No Qt here."""

from collections.abc import Callable, Generator
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Field, FieldId, Plan, Value
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.rules.question import Printed
from kyosei_desktop.report.cell import CellPicture, entry_cell, room_in_row
from kyosei_desktop.ui.clerk.answers import Answer
from kyosei_desktop.ui.context import AppContext


@dataclass(frozen=True, slots=True)
class CellLook:
    """A cell as it will be printed.

    Attributes:
        picture: of so many pixels an inch (`ppi`).
        image: the same, as the screen draws it.
        room: how many lines it may have before its row of the report grows.
    """

    text: str
    picture: CellPicture
    image: object
    ppi: float
    room: int


class CellPictures:
    """Has cells drawn; of several texts typed in haste only the last one is told."""

    def __init__(
        self,
        context: AppContext,
        tell: Callable[[FieldId, CellLook | None], None],
        decode: Callable[[bytes], object],
    ) -> None:
        """`tell` gets each picture, None where there is nothing to print; `decode` is called off the UI thread."""
        self._context, self._tell, self._decode = context, tell, decode
        self._plan: Plan | None = None
        self._rooms: dict[Field, int] = {}
        self._looks: dict[FieldId, CellLook] = {}
        self._wanted: set[FieldId] = set()

    def begin(self, plan: Plan) -> None:
        """Another reading of the plan: what stood in the rows may have changed."""
        self._plan, self._rooms = plan, {}

    def printed(self, field: FieldId) -> Printed | None:
        """How a field comes out; while its newest text is being drawn, as the one before did.

        So what is pointed out about the print neither goes nor comes back with each key.
        """
        look = self._looks.get(field)
        return None if look is None else Printed(look.picture.lines, look.picture.missing_glyphs)

    def draw(self, answer: Answer, value: Value, *, ppi: float, is_printable: bool) -> None:
        """Have a cell drawn, of so many pixels an inch; only entries have one."""
        if answer.place.year is None or self._context.ledger is None:  # closed between the key and its picture
            return
        if not value.text.strip() or not is_printable:
            self._forget(answer.id)
            return
        self._wanted.add(answer.id)
        assert self._plan is not None
        definition = self._context.open_ledger.definition
        known = self._rooms.get(answer.place)
        self._context.jobs.start(
            _("報告書での見え方"),
            _draw(value.text, answer.place, self._plan, definition, known, ppi, self._decode),
            done=lambda look: self._keep(answer, look),
            failed=lambda _error: self._forget(answer.id),
            is_quiet=True,
            key=f"cell {answer.id}",
        )

    def _forget(self, field: FieldId) -> None:
        self._wanted.discard(field)
        self._looks.pop(field, None)
        self._tell(field, None)

    def _keep(self, answer: Answer, look: CellLook) -> None:
        self._rooms[answer.place] = look.room
        if answer.id in self._wanted:  # else its text has gone while it was being drawn
            self._looks[answer.id] = look
            self._tell(answer.id, look)


def _draw(
    text: str,
    place: Field,
    plan: Plan,
    definition: Definition,
    room: int | None,
    ppi: float,
    decode: Callable[[bytes], object],
) -> Generator[Step, None, CellLook]:
    yield Step(0, 1, "")
    assert place.year is not None, "only entries are drawn"
    picture = entry_cell(text, definition, place.year, plan, ppi=ppi)
    if room is None:
        room = room_in_row(place, plan, definition)
    return CellLook(text, picture, decode(picture.picture), ppi, room)
