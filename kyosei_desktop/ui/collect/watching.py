"""Watching a folder for submissions: off until somebody turns it on, remembered for each ledger. No Qt here."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.context import AppContext

if TYPE_CHECKING:
    from kyosei_desktop.exchange.watching import Stamp, WatchedFolder


def watched_folder(context: AppContext) -> Path | None:
    """The folder watched for the ledger that is open; None where none is."""
    kept = context.shell.remembered(_key(context))
    return Path(kept) if kept else None


def watch_folder(context: AppContext, folder: Path | None) -> None:
    """Watch a folder from now on, or none."""
    context.shell.remember(_key(context), "" if folder is None else str(folder))


def _key(context: AppContext) -> str:
    return f"collect/watch/{context.open_ledger.head.plan}"


class FolderLook:
    """Looks into the watched folder and tells of files that were not there at the last look."""

    def __init__(self, context: AppContext, tell: Callable[[Sequence[Path]], None]) -> None:
        """`tell` gets the new files, which it may offer; nothing is merged by itself."""
        self._context = context
        self._tell = tell
        self._folder: Path | None = None
        self._known: Mapping[Path, Stamp] = {}
        self._is_gone = False

    @property
    def folder(self) -> Path | None:
        """The folder looked into last."""
        return self._folder

    def look(self) -> None:
        """Look now, where a folder is watched; a folder that is away is said once and looked for again."""
        folder = watched_folder(self._context)
        if folder != self._folder:
            self._folder, self._known, self._is_gone = folder, {}, False
        if folder is None:
            return
        from kyosei_desktop.exchange.watching import look_into_folder  # loaded only where a folder is watched

        self._context.jobs.start(
            _("フォルダを見ています"),
            look_into_folder(self._context.open_ledger, folder, self._known, passphrases=self._context.keyring.known),
            done=self._looked,
            failed=self._failed,
            is_quiet=True,
            key="collect.watch",
        )

    def _looked(self, found: "WatchedFolder") -> None:
        self._known, self._is_gone = found.stamps, False
        if found.new:
            self._tell(found.new)

    def _failed(self, error: KyoseiError) -> None:
        if not self._is_gone:
            self._is_gone = True
            self._context.messages.warn(
                _("見張っているフォルダ「{folder}」を開けません。つながると、また見張ります。").format(
                    folder=self._folder
                )
            )
