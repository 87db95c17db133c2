"""Commands for whoever takes the post over: the handover paper, and a rehearsal."""

import argparse

from kyosei_desktop.commands.common import Result, open_for_reading, run_watched
from kyosei_desktop.commands.papers import exported
from kyosei_desktop.domain.language import _
from kyosei_desktop.exchange.rehearsal import make_rehearsal


def handover(options: argparse.Namespace) -> Result:
    """`handover`."""
    from kyosei_desktop.report.handover import handover_paper  # typst and fonts are slow to load
    from kyosei_desktop.report.papers import export_paper

    with open_for_reading(options) as ledger:
        paper = handover_paper(ledger)
        return exported([run_watched(export_paper(lambda: paper, options.out))])


def rehearse(options: argparse.Namespace) -> Result:
    """`rehearse`."""
    with open_for_reading(options) as ledger:
        made = run_watched(make_rehearsal(ledger, options.out, author=options.author))
    document = {
        "ledger": str(made.ledger),
        "requests": [str(one) for one in made.requests],
        "submissions": [str(one) for one in made.submissions],
        "silent": made.silent,
        "incomplete": made.incomplete,
    }
    lines = [
        str(made.ledger),
        _("照会ファイル{requests}個、取り込みを待つ作りものの回答{submissions}個を作りました。").format(
            requests=len(made.requests), submissions=len(made.submissions)
        ),
        _("予行演習です。本物の台帳には取り込めません。"),
    ]
    return Result(document, lines)
