"""The command that reminds departments: `remind`."""

import argparse

from kyosei_desktop.commands.common import Result, coordinators, department_named, open_for_reading
from kyosei_desktop.domain.language import _
from kyosei_desktop.store.reminding import departments_to_remind, reminder_text

_RULE = 20
"""Characters of the line between two mails."""


def remind(options: argparse.Namespace) -> Result:
    """`remind`."""
    with coordinators(open_for_reading(options)) as ledger:
        names = ledger.plan().department_names
        if options.department is None:
            chosen = departments_to_remind(ledger)
        else:
            chosen = [department_named(ledger, options.department)]
        texts = [(names[one], reminder_text(ledger, one)) for one in chosen]
    document = {"reminders": [{"department": name, "text": text} for name, text in texts]}
    lines = [line for _name, text in texts for line in ("─" * _RULE, text.rstrip("\n"))][1:]
    return Result(document, lines or [_("督促する課はありません。")])
