"""The command that lets this user's desktop open the program's files with it, and takes that back. No Qt here."""

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.store.file_association import associate_this_program, data_folder, dissociate_files, is_associated
from kyosei_desktop.ui.action_spec import ActionSpec, Menu
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext


def associate(context: AppContext) -> None:
    """Write the association, and say how to take it back."""
    if attempt(context, associate_this_program):
        said = _("台帳、照会ファイル、回答ファイルを、ダブルクリックでこのプログラムで開けるようにしました。")
        context.messages.info(said, (_("関連付けを外す"), lambda: dissociate(context)))


def dissociate(context: AppContext) -> None:
    """Remove the association."""
    if attempt(context, lambda: dissociate_files(data_folder())):
        context.messages.info(_("この利用者のファイルの関連付けを外しました。"))


def _nothing_to_remove(_context: AppContext) -> str | None:
    return None if is_associated(data_folder()) else _("この利用者のファイルは関連付けていません。")


ASSOCIATION_ACTIONS = (
    ActionSpec(
        id="file.associate",
        text=N_("この利用者のファイルの関連付け(&U)"),
        help=N_("台帳、照会ファイル、回答ファイルをダブルクリックしたときに、このプログラムで開くようにします。"),
        menu=Menu.FILE,
        run=associate,
        icon="zap",
    ),
    ActionSpec(
        id="file.dissociate",
        text=N_("関連付けを外す(&D)"),
        help=N_("この利用者のファイルの関連付けをやめて、前の状態に戻します。"),
        menu=Menu.FILE,
        run=dissociate,
        why_not=_nothing_to_remove,
    ),
)
