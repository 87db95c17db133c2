"""What is due until when, and what of it is done. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import FieldId
from kyosei_desktop.store.joining import list_joined
from kyosei_desktop.ui.clerk.answers import AnswerState
from kyosei_desktop.ui.clerk.pages import Page, Progress, WorkPages, load_pages, revised_since
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.wording import days_left_label, moment_label


@dataclass(frozen=True, slots=True)
class Notice:
    """A field that needs a look, and why."""

    field: FieldId
    text: str


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the view shows.

    Attributes:
        title: the round and the department.
        due: the due date in words; `is_late` when it has passed.
        next_step: the filled button's text.
        return_reason: why the answers came back; None when they did not.
        returned: the fields that came back.
        recovered: drafts that were kept when the program ended without leaving their fields.
        columns: what is asked.
        pages: the measures.
        handed_in: what was handed in last, and whether anything has changed since, in words; empty for nothing.
        recent: other files opened lately, newest first.
    """

    title: str
    due: str
    days_left: str
    is_late: bool
    progress: Progress
    next_step: str
    return_reason: str | None
    returned: Sequence[Notice]
    recovered: Sequence[Notice]
    columns: Sequence[str]
    pages: Sequence[Page]
    handed_in: str
    recent: Sequence[Path]


class HomeScreen(Protocol):
    """What the presenter asks of the view."""

    def show_overview(self, overview: Overview) -> None:
        """Show where the work stands."""


class HomePresenter:
    """Reads the work file and leads to where work goes on."""

    def __init__(self, context: AppContext, screen: HomeScreen) -> None:
        """Nothing is read before `refresh`."""
        self._context, self._screen = context, screen
        self._pages: WorkPages | None = None

    def refresh(self) -> None:
        """Show where the work stands now."""
        ledger = self._context.open_ledger
        self._pages = pages = load_pages(ledger)
        work, calendar, now = pages.work, pages.definition.shown_calendar, ledger.clock()
        today = now.astimezone().date()
        returned, recovered = [], []
        for page in pages.pages:
            for answer in page.answers:
                if answer.state is AnswerState.RETURNED:
                    note = "" if answer.note == work.return_reason else f"　{answer.note}"
                    returned.append(Notice(answer.id, answer.name + note))
                if answer.state is AnswerState.STARTED and answer.draft is not None:
                    when = moment_label(calendar, answer.draft.saved_at, now)
                    recovered.append(Notice(answer.id, _("{name}（保存：{when}）").format(name=answer.name, when=when)))
        self._screen.show_overview(
            Overview(
                title=_("{round}の照会　{department}").format(round=pages.round_label, department=work.department.name),
                due=_("締切 {day}").format(day=calendar.day(work.due_on)),
                days_left=days_left_label(work.due_on, today),
                is_late=today > work.due_on,
                progress=pages.progress,
                next_step=self._next_step(pages),
                return_reason=work.return_reason,
                returned=returned,
                recovered=recovered,
                columns=pages.columns,
                pages=pages.pages,
                handed_in=self._handed_in_label(pages),
                recent=[one for one in self._context.shell.recent_files if one != ledger.path][:_MOST_RECENT],
            )
        )

    def go_on(self) -> None:
        """To the field where work goes on, or to handing in where all is done."""
        assert self._pages is not None
        following = self._pages.next_open
        if following is None:
            self._context.go("hand_in")
        else:
            self._context.go("form", field=following[1])

    def open_page(self, page: Page) -> None:
        """To a measure."""
        self._context.go("form", field=page.answers[0].id)

    def open_field(self, field: FieldId) -> None:
        """To a field."""
        self._context.go("form", field=field)

    def open_file(self, path: Path) -> None:
        """Another file, opened lately."""
        self._context.shell.open_file(path)

    def _handed_in_label(self, pages: WorkPages) -> str:
        if not pages.work.handed_in:
            return ""
        ledger, last = self._context.open_ledger, pages.work.handed_in[-1]
        said = _("提出済み：{file}（{count}回目、{when}）。").format(
            file=last.file_name,
            count=last.serial,
            when=moment_label(pages.definition.shown_calendar, last.made_at, ledger.clock()),
        )
        if revised_since(ledger, last.made_at) or any(one.joined_at > last.made_at for one in list_joined(ledger)):
            return said + _("その後に変えたところがあります。もう一度提出すると取りまとめ課に届きます。")
        return said + _("その後に変えたところはありません。")

    def _next_step(self, pages: WorkPages) -> str:
        following = pages.next_open
        if following is None:
            return _("確認して提出する")
        page = pages.pages[following[0]]
        name = page.name if len(page.name) <= _LONGEST_NAME else f"{page.name[:_LONGEST_NAME]}…"
        if page.state is AnswerState.RETURNED:
            verb = _RETURNED
        else:
            verb = _AGAIN if any(one.state is AnswerState.DONE for one in pages.pages) else _FIRST
        return _("{verb}：№{number} {name}").format(verb=_(verb), number=page.number, name=name)


_MOST_RECENT = 3
_LONGEST_NAME = 10  # characters of a measure's name on the button
_FIRST, _AGAIN, _RETURNED = N_("記入を始める"), N_("続きを記入"), N_("差戻しを見直す")
