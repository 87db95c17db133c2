"""The command that tells an information systems section what the program is and uses."""

import argparse
from collections.abc import Callable

from kyosei_desktop.commands.common import Result, run_watched
from kyosei_desktop.domain.language import _
from kyosei_desktop.store.places import ledger_place


def add_diagnose_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `diagnose`."""
    said = _("動作の診断：版、ファイルの照合、フォルダ、書体、通信、部品とライセンス、台帳")
    one = command("diagnose", diagnose_program, said, takes_ledger=False)
    one.add_argument("ledger", nargs="?", metavar="LEDGER", help=_("調べる台帳（省ける）"))


def diagnose_program(options: argparse.Namespace) -> Result:
    """`diagnose`."""
    from kyosei_desktop.report.diagnosis import diagnose  # typst and fonts are slow to load

    place = None if options.ledger is None else ledger_place(options.ledger)
    found = run_watched(diagnose(place))
    return Result(found.document, [found.text.rstrip("\n")], found.problems)
