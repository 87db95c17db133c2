"""The columns of the list of submissions."""

from collections.abc import Callable

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.exchange.merging import MergedFile
from kyosei_desktop.ui.collect.presenter import FileLine, Standing
from kyosei_desktop.ui.tables import TableColumn

_TONES = {
    Standing.READING: "muted",
    Standing.READY: "accent",
    Standing.NOTHING_NEW: "muted",
    Standing.REFUSED: "error",
    Standing.MERGED: "ok",
}
_ICONS = {Standing.READY: "inbox", Standing.REFUSED: "circle-x", Standing.MERGED: "check"}


def _count(of: Callable[[MergedFile], int]) -> Callable[[FileLine], str]:
    def text(line: FileLine) -> str:
        if line.found is None or line.found.refused is not None:
            return ""
        return str(of(line.found)) if of(line.found) else "―"

    return text


def _department(line: FileLine) -> str:
    return line.found.department.name if line.found and line.found.department else "―"


COLUMNS: tuple[TableColumn[FileLine], ...] = (
    TableColumn(N_("担当課"), _department),
    TableColumn(
        N_("結果"),
        lambda line: _(line.standing),
        tone=lambda line: _TONES[line.standing],
        icon=lambda line: _ICONS.get(line.standing, ""),
    ),
    TableColumn(
        N_("遅れ"),
        lambda line: _("遅れ") if line.found and line.found.is_late else "",
        tone=lambda _line: "error",
    ),
    TableColumn(N_("変わる"), _count(lambda one: one.taken), is_number=True),
    TableColumn(N_("同じ"), _count(lambda one: one.same), is_number=True),
    TableColumn(N_("古い"), _count(lambda one: one.older), is_number=True),
    TableColumn(N_("保留"), _count(lambda one: one.held), is_number=True),
    TableColumn(
        N_("競合"),
        _count(lambda one: one.conflicts),
        tone=lambda line: "error" if line.found and line.found.conflicts else "",
        is_number=True,
    ),
    TableColumn(
        N_("ファイル"), lambda line: line.file.name, tip=lambda line: str(line.file), stretches=True, elided_em=12
    ),
)
