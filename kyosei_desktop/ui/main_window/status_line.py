"""The status line: whose ledger or work file, which round, saved when, check word; and a job's progress."""

from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.years import Calendar
from kyosei_desktop.store.ledger import Clock
from kyosei_desktop.ui.jobs import Jobs
from kyosei_desktop.ui.widgets import ElidedLabel, button
from kyosei_desktop.ui.wording import moment_label

_REFRESH_MS = 20_000


class StatusLine(QStatusBar):
    """Permanent words at the right, tips and progress at the left."""

    def __init__(self, clock: Clock, jobs: Jobs) -> None:
        """`clock` tells the time; of `jobs` it shows how far the running one is, and cancels it."""
        super().__init__()
        self.setSizeGripEnabled(False)
        self.setAccessibleName(_("状況"))
        self._clock = clock
        self._saved_at: datetime | None = None
        self._calendar: Calendar | None = None
        self.whose, self.round, self.saved, self.check_word = ElidedLabel(), QLabel(), QLabel(), QLabel()
        names = (_("開いているファイル"), _("照会"), _("保存"), _("照合語"))
        words = QWidget()
        words.setAccessibleName(_("状況"))
        row = QHBoxLayout(words)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for shown, name in zip((self.whose, self.round, self.saved, self.check_word), names, strict=True):
            shown.setAccessibleDescription(name)
            row.addWidget(shown)
        self.addPermanentWidget(words)
        self._add_progress(jobs)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._say_saved)
        self._timer.start()

    def _add_progress(self, jobs: Jobs) -> None:
        self.progress = QWidget()
        self.progress.setAccessibleName(_("進み具合"))
        self._what = ElidedLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._bar.setAccessibleName(_("進み具合"))
        self.cancel_button: QPushButton = button(_("中止"), "quiet", "x")
        self.cancel_button.clicked.connect(jobs.cancel)
        row = QHBoxLayout(self.progress)
        row.setContentsMargins(16, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._bar, self._what, self.cancel_button):
            row.addWidget(part)
        self.addWidget(self.progress, 1)
        self.progress.hide()
        jobs.began.connect(lambda title: self.say_step(title, None))
        jobs.progressed.connect(self.say_step)
        jobs.ended.connect(self.end_progress)

    def say_whose(self, whose: str, round_text: str) -> None:
        """Say what is open, and which round runs."""
        self.whose.setText(whose)
        self.round.setText(round_text)
        self.round.setVisible(bool(round_text))

    def say_saved(self, at: datetime | None, calendar: Calendar | None = None) -> None:
        """Say when something was kept last (UTC), in the words of a calendar."""
        self._saved_at, self._calendar = at, calendar
        self._say_saved()

    def say_check_word(self, word: str | None) -> None:
        """Say the check word of what is shown."""
        self.check_word.setText("" if word is None else _("照合語 {word}").format(word=word))
        self.check_word.setVisible(word is not None)

    def say_step(self, title: str, step: Step | None) -> None:
        """Show how far a job is; None: it has begun."""
        self.progress.show()
        self._bar.setRange(0, 0 if step is None else step.total)
        self._bar.setValue(0 if step is None else step.done)
        if step is None:
            self._what.setText(title)
        else:
            self._what.setText(f"{title}（{step.done}／{step.total}）{step.what}")
        self._bar.setAccessibleDescription(self._what.text())

    def end_progress(self) -> None:
        """No job runs any more."""
        self.progress.hide()

    def _say_saved(self) -> None:
        at, calendar = self._saved_at, self._calendar
        self.saved.setVisible(at is not None and calendar is not None)
        if at is not None and calendar is not None:
            self.saved.setText(_("保存済 {when}").format(when=moment_label(calendar, at, self._clock())))
