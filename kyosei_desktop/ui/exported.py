"""How an export was found, said in one way by all windows: files, cells, clipped ones, missing glyphs. No Qt here."""

from collections.abc import Callable, Sequence
from pathlib import Path

from kyosei_desktop.domain.language import _
from kyosei_desktop.report.export import ExportResult
from kyosei_desktop.ui.context import MessageAction, Messages

_MOST_NAMED = 3


def say_exported(
    messages: Messages,
    result: ExportResult,
    *,
    show_folder: Callable[[Path], None],
    list_glyphs: MessageAction | None = None,
) -> None:
    """Say what was written and how it was found.

    Args:
        show_folder: opens the folder of the files.
        list_glyphs: leads to the cells in which characters are printed as 〓; None leads to the folder.
    """
    folder = result.files[0].parent
    door: MessageAction = (_("フォルダを開く"), lambda: show_folder(folder))
    names = _names_of(result.files)
    if result.clipped:
        said = _("{names}を書き出しましたが、{clipped}欄で文字が切れています。ページを確かめてください。")
        messages.warn(said.format(names=names, clipped=result.clipped), door)
        return
    said = _("{names}を書き出しました。").format(names=names)
    if result.pages:
        said += _("{cells}欄、切れた欄 0、{pages}ページ。").format(cells=f"{result.cells:,}", pages=result.pages)
    if result.missing_glyphs:
        said += _("書体にない文字が{count}か所あり、〓で印刷されます。").format(count=len(result.missing_glyphs))
        messages.warn(said, list_glyphs or door)
    else:
        messages.info(said, door)


def say_printed(messages: Messages, count: int) -> None:
    """Say that pages have gone to the printer."""
    messages.info(_("{count}ページを印刷に送りました。").format(count=count))


def _names_of(files: Sequence[Path]) -> str:
    if len(files) > _MOST_NAMED:
        return _("{count}ファイル").format(count=len(files))
    return _("「{names}」").format(names="、".join(file.name for file in files))
