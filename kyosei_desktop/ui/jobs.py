"""One worker thread for one ledger: runs use cases that last, in order, off the UI thread.

A job is a generator of `Step`. Between two steps it may be stopped; closing the generator there leaves nothing
behind, since use cases commit after their last step. Whatever a job raises comes back to the UI thread: what is
expected to the caller, everything else as `crashed`.
"""

import queue
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from enum import Enum, auto
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.log import log_bug, log_event, log_refusal
from kyosei_desktop.ui.context import MessageAction, Messages


class _Ending(Enum):
    FINISHED = auto()
    FAILED = auto()
    CANCELLED = auto()
    CRASHED = auto()


@dataclass(eq=False)
class Job:
    """One use case on its way."""

    title: str
    work: Generator[Step, None, Any]
    done: Callable[[Any], None]
    failed: Callable[[KyoseiError], None] | None
    cancelled: Callable[[], None] | None
    is_quiet: bool
    key: str | None
    is_to_stop: Event = field(default_factory=Event)


class _Worker(QThread):
    """Takes jobs from a queue until it gets None."""

    stepped = Signal(object, object)
    ended = Signal(object, object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()

    def run(self) -> None:
        while (job := self.waiting.get()) is not None:
            ending, outcome = self._outcome_of(job)
            self.ended.emit(job, ending, outcome)

    def _outcome_of(self, job: Job) -> tuple[_Ending, object]:
        try:
            while True:
                if job.is_to_stop.is_set():
                    job.work.close()
                    return _Ending.CANCELLED, None
                step = next(job.work)
                if not job.is_quiet:  # nobody looks at its steps
                    self.stepped.emit(job, step)
        except StopIteration as end:
            return _Ending.FINISHED, end.value
        except KyoseiError as error:
            return _Ending.FAILED, error
        except BaseException as error:  # noqa: BLE001 - a job never ends its worker in silence
            return _Ending.CRASHED, error


class Jobs(QObject):
    """The `context.JobRunner` of a window.

    Signals:
        began: title of a job that has a progress bar.
        progressed: its title and the `Step`.
        ended: nothing with a progress bar runs any more.
        crashed: an exception that is a bug of the program.
    """

    began = Signal(str)
    progressed = Signal(str, object)
    ended = Signal()
    crashed = Signal(object)

    def __init__(
        self,
        messages: Messages,
        parent: QObject | None = None,
        *,
        cure: Callable[[KyoseiError], MessageAction | None] = lambda _error: None,
    ) -> None:
        """The thread starts with the first job.

        Args:
            messages: shows what goes wrong as expected in jobs that do not see to it themselves.
            parent: owns it.
            cure: the button that such an error gets.
        """
        super().__init__(parent)
        self._messages = messages
        self._cure = cure
        self._jobs: list[Job] = []
        self._worker: _Worker | None = None

    @property
    def is_working(self) -> bool:
        """Whether any job with a progress bar runs or waits."""
        return any(not one.is_quiet for one in self._jobs)

    def ask_to_stop(self) -> bool:
        """Whether the window may be closed: nothing is under way, or what is may be stopped."""
        return not self.is_working or self._messages.ask(
            _("作業の途中です。中止して終わりますか。"),
            detail=_("中止した作業は、はじめから無かったことになります。"),
            yes=_("中止して終わる"),
            no=_("続ける"),
        )

    @property
    def is_idle(self) -> bool:
        """Whether no job at all runs or waits."""
        return not self._jobs

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
        """See `context.JobRunner.start`."""
        for other in self._jobs:
            if key is not None and other.key == key:
                other.is_to_stop.set()
        job = Job(title, work, done, failed, cancelled, is_quiet, key)
        self._jobs.append(job)
        if self._worker is None:
            self._worker = _Worker(self)
            self._worker.stepped.connect(self._on_step)
            self._worker.ended.connect(self._on_end)
            self._worker.start()
        if not is_quiet:
            self.began.emit(title)
        self._worker.waiting.put(job)

    def cancel(self) -> None:
        """Stop every job that shows a progress bar, at its next step."""
        for job in self._jobs:
            if not job.is_quiet:
                job.is_to_stop.set()

    def stop(self) -> None:
        """Stop all jobs and end the thread; nobody hears of their outcome any more."""
        if self._worker is None:
            return
        self._worker.stepped.disconnect(self._on_step)
        self._worker.ended.disconnect(self._on_end)
        for job in self._jobs:
            job.is_to_stop.set()
        self._worker.waiting.put(None)
        self._worker.wait()
        self._worker.deleteLater()
        self._worker = None
        self._jobs.clear()

    def _on_step(self, job: Job, step: Step) -> None:
        if job in self._jobs and not job.is_to_stop.is_set():
            self.progressed.emit(job.title, step)

    def _on_end(self, job: Job, ending: _Ending, outcome: Any) -> None:
        if job not in self._jobs:
            return  # said before `stop`, and delivered after it
        self._jobs.remove(job)
        self._log(job, ending, outcome)
        if not self.is_working:
            self.ended.emit()
        if ending is _Ending.FINISHED:
            job.done(outcome)
        elif ending is _Ending.FAILED:
            (job.failed or self._say)(outcome)
        elif ending is _Ending.CRASHED:
            self.crashed.emit(outcome)
        elif job.cancelled is not None:
            job.cancelled()

    def _log(self, job: Job, ending: _Ending, outcome: Any) -> None:
        """Write to the log how a job ended, unless it was one that goes by itself and well."""
        name: str = getattr(job.work, "__name__", "")  # generators have one, their abstract type does not say so
        if ending is _Ending.FAILED:
            log_refusal(outcome, during=name)
        elif ending is _Ending.CRASHED:
            log_bug(outcome, during=name)
        elif not job.is_quiet:
            log_event(ending.name.lower(), job=name)

    def _say(self, error: KyoseiError) -> None:
        self._messages.error(str(error), self._cure(error))
