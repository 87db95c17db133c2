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
        room: how many lines it may have before its row of the report grows.
    """

    text: str
    picture: CellPicture
    ppi: float
    room: int


class CellPictures:
    """Has cells drawn; of several texts typed in haste only the last one is told."""

    def __init__(self, context: AppContext, tell: Callable[[FieldId, CellLook | None], None]) -> None:
        """`tell` gets each picture; None where there is nothing to print."""
        self._context, self._tell = context, tell
        self._plan: Plan | None = None
        self._rooms: dict[Field, int] = {}
        self._looks: dict[FieldId, CellLook] = {}

    def begin(self, plan: Plan) -> None:
        """Another reading of the plan: what stood in the rows may have changed."""
        self._plan, self._rooms = plan, {}

    def printed(self, field: FieldId, text: str) -> Printed | None:
        """How a text comes out, where it has been drawn already."""
        look = self._looks.get(field)
        if look is None or look.text != text:
            return None
        return Printed(look.picture.lines, look.picture.missing_glyphs)

    def draw(self, answer: Answer, value: Value, *, ppi: float, is_printable: bool) -> None:
        """Have a cell drawn, of so many pixels an inch; only entries have one."""
        if answer.place.year is None:
            return
        if not value.text.strip() or not is_printable:
            self._tell(answer.id, None)
            return
        assert self._plan is not None
        definition = self._context.open_ledger.definition
        known = self._rooms.get(answer.place)
        self._context.jobs.start(
            _("報告書での見え方"),
            _draw(value.text, answer.place, self._plan, definition, known, ppi),
            done=lambda look: self._keep(answer, look),
            failed=lambda _error: self._tell(answer.id, None),
            is_quiet=True,
            key=f"cell {answer.id}",
        )

    def _keep(self, answer: Answer, look: CellLook) -> None:
        self._rooms[answer.place] = look.room
        self._looks[answer.id] = look
        self._tell(answer.id, look)


def _draw(
    text: str, place: Field, plan: Plan, definition: Definition, room: int | None, ppi: float
) -> Generator[Step, None, CellLook]:
    yield Step(0, 1, "")
    assert place.year is not None, "only entries are drawn"
    picture = entry_cell(text, definition, place.year, plan, ppi=ppi)
    return CellLook(text, picture, ppi, room_in_row(place, plan, definition) if room is None else room)
