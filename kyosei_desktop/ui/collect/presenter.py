"""Looking at submissions before they are merged, merging them, and undoing that. No Qt here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Protocol

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.exchange.file_names import FORM_SUFFIX, SUBMISSION_SUFFIX
from kyosei_desktop.exchange.merging import MergedFile, MergeResult, merge_files
from kyosei_desktop.exchange.watching import submissions_in
from kyosei_desktop.store.books_taken import withdraw_newest
from kyosei_desktop.store.form_copies import fields_of_differing_form_copies, withdraw_older_form_copies
from kyosei_desktop.store.withdrawing import Withdrawal
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.passphrases.unlocking import unlock
from kyosei_desktop.ui.withdrawing import ask_and_withdraw

VIEW_ID = "collect"
_NAMED = 5


class Standing(StrEnum):
    """What is known of a file in the list."""

    READING = N_("確かめています…")
    READY = N_("取り込めます")
    NOTHING_NEW = N_("変わる欄はありません")
    REFUSED = N_("取り込めません")
    MERGED = N_("取り込みました")


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file in the list: not looked at yet, looked at, or merged. `is_chosen` says whether merging takes it."""

    file: Path
    standing: Standing
    found: MergedFile | None = None
    is_chosen: bool = True

    @property
    def can_be_merged(self) -> bool:
        """Whether there is anything to merge."""
        return self.standing in (Standing.READY, Standing.NOTHING_NEW)

    @property
    def note(self) -> str:
        """What a person should know beyond the counts."""
        if self.found is None:
            return ""
        if self.found.refused is not None:
            return self.found.refused
        notes = []
        if self.found.is_late:
            notes.append(_("遅れ（締切の後に作られた回答です）"))
        if self.found.conflicts:
            notes.append(_("競合は、取り込んだ後で「どちらを採るか」で決めます"))
        if self.found.held:
            notes.append(_("受理後の回答は、受理を取り消すまで保留します"))
        return "。".join(notes)


def line_of(found: MergedFile, *, is_merged: bool) -> FileLine:
    """The line of a file that has been looked at, or merged."""
    if found.refused is not None:
        return FileLine(found.file, Standing.REFUSED, found)
    if is_merged:
        return FileLine(found.file, Standing.MERGED, found)
    is_known = found.same + found.older == len(found.fields)
    return FileLine(found.file, Standing.NOTHING_NEW if is_known else Standing.READY, found)


class CollectViewing(Protocol):
    """What the presenter asks of the view."""

    def show_files(self, lines: Sequence[FileLine], summary: str) -> None:
        """The files, and what merging them would do."""

    def allow_merge(self, count: int) -> None:
        """How many files merging would take."""


class CollectPresenter:
    """The files in hand and what is known of them."""

    def __init__(self, context: AppContext, view: CollectViewing) -> None:
        self._context = context
        self._view = view
        self._lines: tuple[FileLine, ...] = ()
        self._left_out: set[Path] = set()

    @property
    def lines(self) -> Sequence[FileLine]:
        """The files shown."""
        return self._lines

    def load(self) -> None:
        """Show the files in hand; what they would change is looked at again, for the ledger may have changed."""
        waiting = [line.file for line in self._lines if line.standing is not Standing.MERGED]
        if waiting:
            self._preview(waiting)
        else:
            self._show()

    def choose_files(self) -> None:
        """Let the person choose submissions."""
        pattern = _("回答ファイル、Excel様式 (*{suffix} *{form} *.age);;すべてのファイル (*)").format(
            suffix=SUBMISSION_SUFFIX, form=FORM_SUFFIX
        )
        self.add_files(self._context.dialogs.ask_open_files(_("回答ファイルを選ぶ"), pattern))

    def choose_folder(self) -> None:
        """Take all submissions of a folder."""
        ledger = self._context.open_ledger
        folder = self._context.dialogs.ask_folder(_("回答ファイルのあるフォルダ"), ledger.path.parent)
        if folder is None:
            return
        self.add_folder(folder)

    def add_folder(self, folder: Path) -> None:
        """Put all submissions of a folder into the list, or say that there are none."""
        found: list[Path] = []
        if not attempt(self._context, lambda: found.extend(submissions_in(folder))):
            return
        if not found:
            self._context.messages.warn(
                _(
                    "「{folder}」に回答ファイル（{suffix}）も Excel様式（{form}）もありません。"
                    "別のフォルダを選んでください。"
                ).format(folder=folder.name, suffix=SUBMISSION_SUFFIX, form=FORM_SUFFIX)
            )
        self.add_files(found)

    def add_files(self, files: Iterable[Path]) -> None:
        """Put files into the list and look at them. What has been merged leaves it."""
        waiting = [line.file for line in self._lines if line.standing is not Standing.MERGED]
        new = [file for file in dict.fromkeys(files) if file not in waiting]
        if new:
            unlock(self._context, new, lambda: self._preview([*waiting, *new]))

    def choose(self, file: Path, *, is_chosen: bool) -> None:
        """Merge a file with the others, or leave it out; what the others change is looked at again."""
        (self._left_out.discard if is_chosen else self._left_out.add)(file)
        self._preview([line.file for line in self._lines if line.standing is not Standing.MERGED])

    def remove_file(self, file: Path) -> None:
        """Take a file out of the list."""
        self._lines = tuple(line for line in self._lines if line.file != file)
        waiting = [line.file for line in self._lines if line.standing is not Standing.MERGED]
        if waiting:
            self._preview(waiting)  # what the others change may have depended on it
        else:
            self._show()

    def merge(self) -> None:
        """Merge the files chosen; those left out stay in the list."""
        files = [line.file for line in self._lines if line.is_chosen and line.standing is not Standing.MERGED]
        self._context.jobs.start(
            _("回答を取り込んでいます"),
            merge_files(
                self._context.open_ledger,
                files,
                author=self._context.author,
                passphrases=self._context.keyring.known,
            ),
            done=self._merged,
        )

    def undo(self) -> None:
        """Withdraw the files of the last merge, after asking and after a backup."""
        ask_and_withdraw(
            self._context,
            _("最後の取り込みを元に戻しますか。"),
            partial(withdraw_newest, self._context.open_ledger),
            self.say_withdrawn,
            yes=_("元に戻す"),
        )

    def withdraw_older_copies(self) -> None:
        """Withdraw the older copies of forms whose newest copy says otherwise, after asking and after a backup."""
        ask_and_withdraw(
            self._context,
            _("同じ Excel様式の前の回答を取り下げますか。"),
            partial(withdraw_older_form_copies, self._context.open_ledger),
            self.say_withdrawn,
            yes=_("取り下げる"),
        )

    def show_conflicts(self) -> None:
        """Go and settle conflicts."""
        self._context.go("conflicts")

    def _preview(self, files: Sequence[Path]) -> None:
        known = {line.file: line for line in self._lines}
        self._left_out &= set(files)
        self._lines = tuple(known.get(file, FileLine(file, Standing.READING)) for file in files)
        self._show()
        self._view.allow_merge(0)
        self._context.jobs.start(
            _("回答を確かめています"),
            # those left out come last: what the others change does not depend on them
            merge_files(
                self._context.open_ledger,
                sorted(files, key=lambda file: file in self._left_out),
                author=self._context.author,
                is_dry_run=True,
                passphrases=self._context.keyring.known,
            ),
            done=self._previewed,
            failed=self._not_previewed,
            is_quiet=True,
            key="collect.preview",
        )

    def _previewed(self, result: MergeResult) -> None:
        found = {one.file: line_of(one, is_merged=False) for one in result.files}
        lines = [found[line.file] for line in self._lines if line.file in found]
        self._lines = tuple(replace(line, is_chosen=line.file not in self._left_out) for line in lines)
        self._show()

    def _not_previewed(self, error: KyoseiError) -> None:
        self._lines = ()
        self._show()
        self._context.messages.error(str(error))

    def _merged(self, result: MergeResult) -> None:
        merged = {one.file: line_of(one, is_merged=True) for one in result.files}
        self._lines = tuple(merged.get(line.file, line) for line in self._lines)
        self._context.changed(by=VIEW_ID)
        self._show()
        good = [one for one in result.files if one.refused is None]
        said = _("{count}件の回答を取り込みました（{taken}欄）。").format(
            count=len(good), taken=sum(one.taken for one in good)
        )
        refused = [one.file.name for one in result.files if one.refused is not None]
        if refused:
            said += _("{count}件は取り込めませんでした：{names}。理由は一覧にあります。").format(
                count=len(refused), names="、".join(refused[:_NAMED])
            )
        if fields_of_differing_form_copies(self._context.open_ledger):
            said += _("同じ Excel様式の前の回答と食い違っています。直した方だけを残すには、前の方を取り下げます。")
            self._context.messages.warn(said, (_("前の方を取り下げる…"), self.withdraw_older_copies))
        elif any(one.conflicts for one in good):
            said += _("競合が{count}件あります。").format(count=result.conflicts)
            # a conflict is the ordinary course and stands on the board; a refusal stays in sight until it is put away
            say = self._context.messages.warn if refused else self._context.messages.info
            say(said, (_("競合を決める"), self.show_conflicts))
        elif refused:
            self._context.messages.warn(said)
        else:
            self._context.messages.info(said, (_("集まり具合を見る"), lambda: self._context.go("board")))

    def say_withdrawn(self, withdrawal: Withdrawal) -> None:
        """Tell what was withdrawn, and look at the files in hand again."""
        self._context.changed(by=VIEW_ID)
        self._lines = tuple(line for line in self._lines if line.standing is not Standing.MERGED)
        self.load()
        said = _("{count}件の取り込みを元に戻しました：{names}。").format(
            count=len(withdrawal.files), names="、".join(withdrawal.files[:_NAMED])
        )
        if withdrawal.to_review:
            said += _("{count}欄には、その回答を見て決めた文が残っています。履歴で確かめてください。").format(
                count=len(withdrawal.to_review)
            )
            self._context.messages.warn(said, (_("履歴を見る"), lambda: self._context.go("history")))
        else:
            self._context.messages.info(said)

    def _show(self) -> None:
        self._view.show_files(self._lines, self._summary())
        self._view.allow_merge(sum(1 for line in self._lines if line.can_be_merged and line.is_chosen))

    def _summary(self) -> str:
        chosen = [line for line in self._lines if line.is_chosen]
        found = [line.found for line in chosen if line.found is not None and line.found.refused is None]
        if any(line.standing is Standing.READING for line in self._lines):
            return ""
        refused = sum(1 for line in self._lines if line.standing is Standing.REFUSED)
        counts = {
            N_("{count}欄 変わる"): sum(one.taken for one in found),
            N_("{count}欄 同じ"): sum(one.same for one in found),
            N_("{count}欄 古い"): sum(one.older for one in found),
            N_("{count}欄 保留"): sum(one.held for one in found),
            N_("{count}欄 競合"): sum(one.conflicts for one in found),
            N_("{count}件 取り込めない"): refused,
        }
        counts[N_("{count}件 取り込まない")] = len(self._lines) - len(chosen)
        said = [_(text).format(count=count) for text, count in counts.items() if count]
        return " ・ ".join([_("{count}件のファイル").format(count=len(self._lines)), *said])
