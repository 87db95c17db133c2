"""Menus and shortcuts, made from the table of commands."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from kyosei_desktop.domain.language import _
from kyosei_desktop.store.log import log_event
from kyosei_desktop.ui import icons
from kyosei_desktop.ui.action_spec import ActionSpec, Menu
from kyosei_desktop.ui.actions import ACTIONS
from kyosei_desktop.ui.context import AppContext


class Menus:
    """The window's menu bar; `refresh` says anew what is possible, and why the rest is not."""

    def __init__(
        self,
        window: QMainWindow,
        context: Callable[[], AppContext],
        recent_files: Callable[[], list[Path]],
        guard: Callable[[Callable[[], None]], None],
    ) -> None:
        """Build everything once.

        Args:
            window: gets the menus and the shortcuts.
            context: the context of what is open now.
            recent_files: what the menu of recent files lists, asked each time it opens.
            guard: runs a command and shows what goes wrong.
        """
        self._window, self._context, self._recent_files, self._guard = window, context, recent_files, guard
        self.actions: dict[str, QAction] = {}
        self.menus: dict[Menu, QMenu] = {}
        self._groups: dict[str, QActionGroup] = {}
        bar = window.menuBar()
        bar.setAccessibleName(_("メニュー"))
        for kind in Menu:
            specs = [one for one in ACTIONS if one.menu is kind]
            if specs:
                self.menus[kind] = self._menu(window, kind, specs)
        for spec in ACTIONS:
            if spec.menu is None:
                window.addAction(self._action(window, spec))

    def open_palette(self) -> None:
        """Show all commands in a list that can be searched."""
        from kyosei_desktop.ui.main_window.palette import Palette  # loaded only where it is shown

        palette = Palette(self._window, [one for key, one in self.actions.items() if key != "show.palette"])
        palette.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        palette.open()

    def _menu(self, window: QMainWindow, kind: Menu, specs: list[ActionSpec]) -> QMenu:
        menu = window.menuBar().addMenu(_(kind.value))
        menu.setToolTipsVisible(True)
        menu.setAccessibleName(_(kind.value).partition("(&")[0])
        for spec in specs:
            if spec.starts_group:
                menu.addSeparator()
            menu.addAction(self._action(window, spec))
            if spec.id == "file.new":
                self._recent = menu.addMenu(_("最近使ったファイル(&R)"))
                self._recent.setAccessibleName(_("最近使ったファイル"))
                self._recent.aboutToShow.connect(self._fill_recent)
        return menu

    def _action(self, window: QMainWindow, spec: ActionSpec) -> QAction:
        action = QAction(_(spec.text), window)
        action.setObjectName(spec.id)
        if spec.keys:
            action.setShortcut(QKeySequence(spec.keys))
        if spec.icon:
            icons.put(action, spec.icon)
        if spec.is_checked is not None:
            action.setCheckable(True)
            family = spec.id.rpartition(".")[0]
            self._groups.setdefault(family, QActionGroup(window)).addAction(action)
        action.triggered.connect(lambda *_checked: self._run(spec))
        self.actions[spec.id] = action
        return action

    def _run(self, spec: ActionSpec) -> None:
        log_event("action", id=spec.id)
        self._guard(lambda: spec.run(self._context()))

    def refresh(self) -> None:
        """Look again which commands are possible."""
        context = self._context()
        for spec in ACTIONS:
            action = self.actions[spec.id]
            reason = spec.why_not(context)
            action.setEnabled(reason is None)
            action.setStatusTip(_(spec.help) if reason is None else reason)
            action.setToolTip(action.statusTip())
            if spec.is_checked is not None:
                action.setChecked(spec.is_checked(context))

    def _fill_recent(self) -> None:
        self._recent.clear()
        files = self._recent_files()
        for number, path in enumerate(files, start=1):
            action = self._recent.addAction(f"&{number % 10} {path.name}".replace("&0", "1&0"))
            action.setStatusTip(str(path))
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._open, path))
        if not files:
            self._recent.addAction(_("まだありません")).setEnabled(False)

    def _open(self, path: Path, *_checked: bool) -> None:
        self._guard(lambda: self._context().shell.open_file(path))
