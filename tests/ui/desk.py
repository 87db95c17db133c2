"""A context without a window, for presenters: jobs run at once, messages are kept, dialogs answer by script."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.progress import Step, run_to_end
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.ui.context import AppContext, MessageAction, NewLedgerChoice
from tests.ui import rounds


@dataclass
class KeptMessages:
    """What was said; questions are answered by `answer`."""

    said: list[tuple[str, str]] = field(default_factory=list)
    actions: list[MessageAction | None] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    answer: bool = True

    @property
    def last(self) -> tuple[str, str]:
        return self.said[-1]

    def info(self, text: str, action: MessageAction | None = None) -> None:
        self._keep("info", text, action)

    def warn(self, text: str, action: MessageAction | None = None) -> None:
        self._keep("warning", text, action)

    def error(self, text: str, *actions: MessageAction | None) -> None:
        self._keep("error", text, next(iter(actions), None))

    def clear(self) -> None:
        pass

    def ask(self, question: str, *, detail: str = "", yes: str, no: str) -> bool:
        assert yes != no
        self.asked.append((question, detail))
        return self.answer

    def _keep(self, kind: str, text: str, action: MessageAction | None) -> None:
        self.said.append((kind, text))
        self.actions.append(action)


@dataclass
class ScriptedAnswers:
    """File dialogs."""

    open_files: list[Path] = field(default_factory=list)
    save_file: Path | None = None
    folder: Path | None = None
    suggested: list[Path] = field(default_factory=list)

    def ask_open_files(self, title: str, patterns: str) -> list[Path]:
        return self.open_files

    def ask_save_file(self, title: str, suggested: Path, patterns: str) -> Path | None:
        self.suggested.append(suggested)
        return self.save_file

    def ask_folder(self, title: str, start: Path) -> Path | None:
        return self.folder

    def ask_text(self, title: str, label: str, text: str) -> str | None:
        return None

    def ask_new_ledger(self, definitions: Sequence[tuple[str, str]]) -> NewLedgerChoice | None:
        return None


class JobsAtOnce:
    """Runs each job to its end in the call that starts it."""

    def start(
        self,
        title: str,
        work: Generator[Step, None, Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[KyoseiError], None] | None = None,
        cancelled: Callable[[], None] | None = None,
        is_quiet: bool = False,
        key: str | None = None,
    ) -> None:
        try:
            result = run_to_end(work)
        except KyoseiError as error:
            if failed is None:
                raise
            failed(error)
        else:
            done(result)

    def cancel(self) -> None:
        pass


@dataclass
class KeptShell:
    """Remembers where presenters go and what they call the view."""

    gone: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    heading: str = ""
    current_view_id: str | None = None
    current_view: Any = None

    def go(self, view_id: str, **where: Any) -> None:
        self.gone.append((view_id, where))

    def open_file(self, path: Path) -> None:
        pass

    def say_saved(self, at: datetime | None) -> None:
        pass

    def say_heading(self, text: str) -> None:
        self.heading = text

    def remembered(self, name: str) -> str:
        return self.kept.get(name, "")

    def remember(self, name: str, text: str) -> None:
        self.kept[name] = text

    def refresh_state(self) -> None:
        pass

    def restore_backup(self, backup: Path) -> None:
        self.gone.append(("restore", {"backup": backup}))


@dataclass
class Desk:
    """Everything around a presenter."""

    context: AppContext
    messages: KeptMessages
    dialogs: ScriptedAnswers
    shell: KeptShell
    changes: list[object]


def desk_for(ledger: Ledger) -> Desk:
    """A coordinator's desk with a ledger open."""
    messages, dialogs, shell = KeptMessages(), ScriptedAnswers(), KeptShell()
    context: Any = AppContext(ledger, rounds.COORDINATOR, JobsAtOnce(), messages, dialogs, shell)  # type: ignore[arg-type]
    changes: list[object] = []
    context.changes.subscribe(changes.append)
    return Desk(context, messages, dialogs, shell, changes)


class KeptView:
    """A view that remembers the newest call of each verb."""

    def __init__(self) -> None:
        self.calls: dict[str, Sequence[Any]] = {}

    def __getattr__(self, verb: str) -> Callable[..., None]:
        if verb.startswith("_"):
            raise AttributeError(verb)

        def remember(*values: Any) -> None:
            self.calls[verb] = values

        return remember
