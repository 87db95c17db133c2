"""A rehearsal for whoever has no ledger yet: made of the plan that the program ships."""

from collections.abc import Generator
from pathlib import Path
from tempfile import TemporaryDirectory

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.exchange.new_ledger import create_built_in_ledger
from kyosei_desktop.exchange.rehearsal import Rehearsal, make_rehearsal, rehearsal_folder


def make_sample_rehearsal(beside: Path, *, author: str) -> Generator[Step, None, Rehearsal]:
    """Make a rehearsal of the sample plan in a folder of its own.

    Args:
        beside: where that folder is made.
        author: who practises.

    Raises:
        RehearsalFolderInUse, FileNotWritten.
    """
    yield Step(0, 1, _("見本の計画"))
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        create_built_in_ledger(Path(folder) / _("見本の計画.kyosei"), author=author) as ledger,
    ):
        return (yield from make_rehearsal(ledger, rehearsal_folder(ledger, beside), author=author))
