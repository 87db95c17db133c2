"""The commands for whoever helps with the program."""

from kyosei_desktop.domain.language import N_
from kyosei_desktop.ui.action_spec import ActionSpec, Menu
from kyosei_desktop.ui.context import AppContext


def _save_log(context: AppContext) -> None:
    from kyosei_desktop.ui.diagnosis.presenter import save_log  # typst and fonts are slow to load
    from kyosei_desktop.ui.dialogs import documents_folder

    save_log(context, documents_folder())


DIAGNOSIS_ACTIONS = (
    ActionSpec(
        id="help.diagnose",
        text=N_("動作の診断(&D)…"),
        help=N_("版、ファイルの照合、フォルダ、書体、通信、部品、台帳を調べ、情報システム担当に渡す文章にします。"),
        menu=Menu.HELP,
        run=lambda context: context.shell.show_diagnosis(),
        icon="list-checks",
        starts_group=True,
    ),
    ActionSpec(
        id="help.save_log",
        text=N_("記録を保存(&S)…"),
        help=N_("プログラムが何をしたかの記録（ログ）を保存します。回答の文章や人の名前は入っていません。"),
        menu=Menu.HELP,
        run=_save_log,
    ),
)
