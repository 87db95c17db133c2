"""What the form's presenters ask of its view. No Qt here."""

from collections.abc import Sequence
from typing import Protocol

from kyosei_desktop.domain.plan import Field, FieldId, Value
from kyosei_desktop.ui.clerk.answers import Answer
from kyosei_desktop.ui.clerk.cell_pictures import CellLook
from kyosei_desktop.ui.clerk.field_checks import Pointed
from kyosei_desktop.ui.clerk.pages import Page
from kyosei_desktop.ui.clerk.past import PastPart, PlanItem
from kyosei_desktop.ui.clerk.paste_plan import PastePlan
from kyosei_desktop.ui.clerk.pasting import Clip
from kyosei_desktop.ui.clerk.recovery import Recovery

FORM = "form"
"""The form's id among the views, by which it says that a change is its own."""


class FieldScreen(Protocol):
    """Shows single fields."""

    @property
    def picture_ppi(self) -> float:
        """Pixels an inch of the pictures that are shown."""

    def decoded(self, picture: bytes) -> object:
        """A picture as the screen draws it. Called off the UI thread."""

    def show_answer(self, answer: Answer) -> None:
        """Say anew where a field stands, without touching its text."""

    def show_findings(self, field: FieldId, found: Sequence[Pointed]) -> None:
        """Say beside a field what the rules point out."""

    def show_look(self, field: FieldId, look: CellLook | None) -> None:
        """Show beside a field how it will be printed; None where there is nothing to print."""

    def show_recovery(self, field: FieldId, recovery: Recovery | None) -> None:
        """Show beside a field what an earlier run left behind; None when that is decided."""

    def show_value(self, field: FieldId, value: Value) -> None:
        """Put another value into a field, so that it can be undone."""


class FormScreen(Protocol):
    """Shows one measure at a time."""

    def show_page(
        self, page: Page, items: Sequence[PlanItem], past: Sequence[PastPart], *, position: int, total: int
    ) -> None:
        """Show a measure; each field gets its value without that counting as typing."""

    def show_nothing_asked(self) -> None:
        """Say that the request asks for nothing."""

    def show_past_text(self, place: Field) -> None:
        """Bring a text of the past into sight."""

    def show_paste(self, field: FieldId, clip: Clip, plan: PastePlan) -> None:
        """Offer beside a field what a pasted table would fill."""

    def focus_field(self, field: FieldId) -> None:
        """Give the keyboard to a field."""

    def leave_fields(self) -> None:
        """Send `leave` for every field that holds something not yet kept."""
