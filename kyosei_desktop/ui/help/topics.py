"""The one place that says which page of the manual tells of which view and of which dialog.

A view or dialog without a line here fails a test; until it has one, F1 shows the contents.
"""

CONTENTS = "index"
MESSAGES = "messages"
COMMANDS = "commands"

VIEW_PAGES = {
    "start": "start",
    "home": "view-home",
    "form": "view-form",
    "hand_in": "view-hand-in",
    "joining": "view-joining",
    "board": "view-board",
    "collect": "view-collect",
    "paper_in": "view-paper-in",
    "conflicts": "view-conflicts",
    "measures": "view-measures",
    "report": "view-report",
    "workbook_in": "view-workbook-in",
    "charts": "view-charts",
    "history": "view-history",
    "year_turn": "view-year-turn",
    "backups": "view-backups",
}
"""By the ids of the table of views."""

DIALOG_PAGES = {
    "CrashDialog": "recovery",
    "DiagnosisWindow": "diagnosis",
    "MappingDialog": "new-ledger",
    "NewLedgerDialog": "new-ledger",
    "PassphraseDialog": "passphrase",
    "PreferencesDialog": "settings",
    "ServerDialog": "server",
}
"""By the names of the classes of dialogs, and of windows beside the main one."""


def page_of_view(view_id: str | None) -> str:
    """The page that F1 shows in a view."""
    return VIEW_PAGES.get(view_id or "", CONTENTS)


def page_of_dialog(dialog: object) -> str:
    """The page that F1 shows in a dialog or a window beside the main one."""
    return DIALOG_PAGES.get(type(dialog).__name__, CONTENTS)
