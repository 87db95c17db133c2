"""A window of new words in the place of another: what is open goes over to it as it is."""

from kyosei_desktop.ui.main_window.window import MainWindow


def renewed(old: MainWindow) -> MainWindow:
    """A window in the language now in use, at the view where the old one was, which is empty afterwards.

    Every text of a window is made with its widgets, so that one language cannot be left behind in a corner. The ledger
    is not closed meanwhile: its lock stays, and nobody can come in between.
    """
    view, context = old.current_view_id, old.context
    old.settings.geometry = old.saveGeometry()
    ledger = old.release_ledger()
    new = MainWindow(old.settings, author=context.author, work_folder=old.work_folder, keyring=context.keyring)
    new.show_ledger(ledger)
    if view is not None and view != new.current_view_id:
        new.go(view)
    return new
