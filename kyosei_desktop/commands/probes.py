"""The command that finds out which files come through the mail."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kyosei_desktop.commands.common import Result
from kyosei_desktop.domain.language import _
from kyosei_desktop.exchange.probing import make_probe, read_probe, result_lines


def add_probe_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Add `probe`."""
    one = command("probe", probe, _("どのファイルがメールで届くかを試す"), takes_ledger=False)
    what = one.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, metavar="DIR", help=_("試すファイルと案内文を作る場所"))
    what.add_argument(
        "--read", nargs="+", type=Path, metavar="DIR|FILE", help=_("返ってきたファイルか、それを置いたフォルダ")
    )


def probe(options: argparse.Namespace) -> Result:
    """`probe`."""
    return _made(options.out) if options.out is not None else _read(options.read)


def _made(folder: Path) -> Result:
    files = [str(one) for one in make_probe(folder)]
    said = _("案内文を本文にして、ほかのファイルを添付して送ってください。返ってきたものは probe --read で調べます。")
    return Result({"files": files}, [*files, said])


def _read(paths: list[Path]) -> Result:
    results = read_probe(paths)
    carriers: list[dict[str, Any]] = [
        {
            "carrier": one.carrier.value,
            "state": one.state.value,
            "file": None if one.file is None else str(one.file),
            "renamed": one.is_renamed,
        }
        for one in results
    ]
    return Result({"carriers": carriers}, result_lines(results))
