"""Looking at a colleague's answers before they are joined, joining them, and taking that back. No Qt here."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.exchange.file_names import SUBMISSION_SUFFIX
from kyosei_desktop.exchange.joining import JoinedFile, JoinResult, join_work_files
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.backup_names import BackupReason
from kyosei_desktop.store.conflicts import count_conflicts
from kyosei_desktop.store.joining import JoinedSubmission, list_joined
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.receiving import Outcome
from kyosei_desktop.store.withdrawing import Withdrawal, withdraw_last_merge
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.cures import cure_for
from kyosei_desktop.ui.passphrases.unlocking import unlock
from kyosei_desktop.ui.wording import field_label, moment_label, value_label

VIEW_ID = "joining"


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer of a colleague: what joining it would do, and both texts. Of a refused file only why."""

    place: str
    outcome: Outcome | None
    ours: str
    theirs: str
    person: str
    file: str

    @property
    def note(self) -> str:
        """Both texts in full, or why the file is refused."""
        if self.outcome is None:
            return self.theirs
        return _("いまの文：{ours}\n相手の文：{theirs}").format(ours=self.ours, theirs=self.theirs)


class JoiningScreen(Protocol):
    """What the presenter asks of the view."""

    def show_nothing(self, *, joined: str, can_take_back: bool) -> None:
        """No file is in hand and nothing is in conflict; `joined` says what was joined before."""

    def show_answers(self, lines: Sequence[AnswerLine], summary: str, *, can_join: bool) -> None:
        """The answers of the files in hand, and what joining them would do."""

    def show_conflicts(self, *, can_take_back: bool) -> None:
        """Two texts stand in some fields, to be settled."""


class JoiningPresenter:
    """The files in hand and what joining them would do."""

    def __init__(self, context: AppContext, screen: JoiningScreen) -> None:
        """Nothing is read before `load`."""
        self._context, self._screen = context, screen
        self._files: tuple[Path, ...] = ()

    def load(self) -> None:
        """Show the files in hand anew, or where the work file stands."""
        if self._files:
            self._preview()
        else:
            self._show_standing()

    def choose_files(self) -> None:
        """Let the person choose submissions."""
        pattern = _("回答ファイル (*{suffix} *.age);;すべてのファイル (*)").format(suffix=SUBMISSION_SUFFIX)
        self.add_files(self._context.dialogs.ask_open_files(_("同じ課の回答ファイルを選ぶ"), pattern))

    def add_files(self, files: Iterable[Path]) -> None:
        """Take files in hand and look at them."""
        chosen = tuple(dict.fromkeys((*self._files, *files)))
        if chosen != self._files:
            self._files = chosen
            unlock(self._context, chosen, self._preview)

    def give_up(self) -> None:
        """Let the files in hand go; nothing was changed."""
        self._files = ()
        self._show_standing()

    def join(self) -> None:
        """Join the files in hand."""
        self._context.jobs.start(
            _("回答を合わせています"),
            join_work_files(
                self._context.open_ledger,
                self._files,
                author=self._context.author,
                passphrases=self._context.keyring.known,
            ),
            done=self._joined,
        )

    def take_back(self) -> None:
        """Take the last join back, after asking and after a backup."""
        question = _("最後に合わせた回答を元に戻しますか。")
        detail = _("合わせた回答だけがなくなります。その後に書いた文は残り、同じファイルをもう一度合わせられます。")
        if self._context.messages.ask(question, detail=detail, yes=_("元に戻す"), no=_("やめる")):
            self._context.jobs.start(
                _("合わせた回答を元に戻しています"),
                _take_back(self._context.open_ledger, self._context.author),
                done=self._taken_back,
            )

    def _preview(self) -> None:
        self._context.jobs.start(
            _("回答を確かめています"),
            join_work_files(
                self._context.open_ledger,
                self._files,
                author=self._context.author,
                is_dry_run=True,
                passphrases=self._context.keyring.known,
            ),
            done=self._previewed,
            failed=self._not_previewed,
            is_quiet=True,
            key="joining.preview",
        )

    def _previewed(self, result: JoinResult) -> None:
        definition = self._context.open_ledger.definition
        lines = [line for file in result.files for line in _lines_of(file, definition)]
        can_join = any(file.refused is None for file in result.files) and not self._context.open_ledger.is_read_only
        self._screen.show_answers(lines, _summary(result), can_join=can_join)

    def _not_previewed(self, error: KyoseiError) -> None:
        self.give_up()
        self._context.messages.error(str(error), cure_for(error, self._context.shell))

    def _joined(self, result: JoinResult) -> None:
        self._files = ()
        self._context.changed(by=VIEW_ID)
        self._show_standing()
        taken = sum(file.count(Outcome.TAKEN) for file in result.files)
        changed = _("{count}欄が変わりました").format(count=taken) if taken else _("変わった欄はありません")
        said = _("同じ課の回答を合わせました（{changed}）。").format(changed=changed)
        refused = [file.refused for file in result.files if file.refused is not None]
        disagreeing = sum(file.count(Outcome.CONFLICT) for file in result.files)
        if disagreeing:
            said += _("{count}欄で二つの文が食い違います。どちらを採るか、この画面で決めてください。").format(
                count=disagreeing
            )
        if refused or disagreeing:
            self._context.messages.warn(" ".join([said, *refused]))
        else:
            self._context.messages.info(said, (_("やることを見る"), lambda: self._context.go("home")))

    def _taken_back(self, withdrawal: Withdrawal) -> None:
        self._context.changed(by=VIEW_ID)
        self._show_standing()
        self._context.messages.info(
            _("合わせた回答を元に戻しました：{names}。").format(names="、".join(withdrawal.files))
        )

    def _show_standing(self) -> None:
        ledger = self._context.open_ledger
        joined = list_joined(ledger)
        can_take_back = bool(joined) and not ledger.is_read_only
        if count_conflicts(ledger):
            self._screen.show_conflicts(can_take_back=can_take_back)
        else:
            self._screen.show_nothing(joined=self._joined_label(joined), can_take_back=can_take_back)

    def _joined_label(self, joined: Sequence[JoinedSubmission]) -> str:
        ledger = self._context.open_ledger
        now = ledger.clock()
        return "\n".join(
            _("合わせた回答：{file}{person}、{when}").format(
                when=moment_label(ledger.definition.shown_calendar, one.joined_at, now),
                file=one.file_name,
                person=_("（{name}）").format(name=one.person) if one.person else "",
            )
            for one in joined
        )


def _lines_of(joined: JoinedFile, definition: Definition) -> list[AnswerLine]:
    person, name = joined.person or _("（名前なし）"), joined.file.name
    if joined.refused is not None:
        return [AnswerLine(_("（このファイル）"), None, "", joined.refused, person, name)]
    return [
        AnswerLine(
            place=field_label(definition, one.address),
            outcome=one.outcome,
            ours=value_label(one.ours),
            theirs=value_label(one.theirs),
            person=person,
            file=name,
        )
        for one in joined.fields
    ]


def _summary(result: JoinResult) -> str:
    counts = {
        N_("{count}欄 取り入れる"): Outcome.TAKEN,
        N_("{count}欄 同じ"): Outcome.SAME,
        N_("{count}欄 古い"): Outcome.OLDER,
        N_("{count}欄 食い違う"): Outcome.CONFLICT,
    }
    said = [
        _(text).format(count=count)
        for text, outcome in counts.items()
        if (count := sum(file.count(outcome) for file in result.files))
    ]
    refused = sum(1 for file in result.files if file.refused is not None)
    if refused:
        said.append(_("{count}件は合わせられない").format(count=refused))
    return " ・ ".join([_("{count}件のファイル").format(count=len(result.files)), *said])


def _take_back(ledger: Ledger, author: str) -> Generator[Step, None, Withdrawal]:
    yield Step(0, 2, _("控えを作っています"))
    back_up_ledger(ledger, reason=BackupReason.WITHDRAWAL)
    yield Step(1, 2, ledger.name)
    return withdraw_last_merge(ledger, author=author)
