"""The views of what is open: made when first shown, and refreshed when they show what is no longer so."""

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QStackedWidget

from kyosei_desktop.domain.language import _
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.main_window.views import ViewSpec
from kyosei_desktop.ui.view import View


class ViewStack(QStackedWidget):
    """One view at a time in the middle of the window."""

    def __init__(self) -> None:
        """Empty until `use`."""
        super().__init__()
        self.setAccessibleName(_("画面"))
        self._specs: dict[str, ViewSpec] = {}
        self._made: dict[str, View] = {}
        self._stale: set[str] = set()
        self.current_id: str | None = None

    @property
    def current(self) -> View | None:
        """The view shown."""
        return None if self.current_id is None else self._made[self.current_id]

    def use(self, specs: Sequence[ViewSpec]) -> None:
        """Have these views and no others; none is made yet."""
        self.clear()
        self._specs = {one.id: one for one in specs}

    def spec(self, view_id: str) -> ViewSpec:
        """What a view is. Raises KeyError."""
        return self._specs[view_id]

    def show_view(self, view_id: str, context: AppContext) -> View:
        """Show a view as the ledger is now."""
        if view_id not in self._made:
            spec = self._specs[view_id]
            view = spec.factory(context)
            view.setAccessibleName(_(spec.title))
            self._made[view_id] = view
            self.addWidget(view)
            self._stale.add(view_id)
        self.current_id = view_id
        self.setCurrentWidget(self._made[view_id])
        self._refresh_current()
        return self._made[view_id]

    def outdate_others(self, by: object) -> None:
        """What these views show is no longer so, but for the one, or its id, that made the change."""
        self._outdate(view_id for view_id, view in self._made.items() if by not in (view, view_id))

    def outdate_looks(self) -> None:
        """Colours or the size of text have changed."""
        self._outdate(view_id for view_id, view in self._made.items() if view.depends_on_look)

    def leave(self) -> None:
        """Let the view shown keep what is unsaved."""
        if self.current is not None:
            self.current.leave()

    def clear(self) -> None:
        """Let go of all views."""
        for view in self._made.values():
            self.removeWidget(view)
            view.deleteLater()
        self._made.clear()
        self._stale.clear()
        self.current_id = None

    def _outdate(self, view_ids: Iterable[str]) -> None:
        """The one in sight is refreshed at once, the others when they are shown again."""
        self._stale.update(view_ids)
        self._refresh_current()

    def _refresh_current(self) -> None:
        if self.current_id in self._stale:
            self._stale.discard(self.current_id)
            view = self._made[self.current_id]
            with view.context.reading():
                view.refresh()
