"""The commands for files that are closed by a passphrase."""

from kyosei_desktop.domain.language import N_
from kyosei_desktop.ui.action_spec import ActionSpec, Menu, with_a_plan
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.passphrases.unlocking import toggle_passphrase


def _write_encrypted_copy(context: AppContext) -> None:
    from kyosei_desktop.ui.passphrases.copying import write_encrypted_copy  # loaded only where it is wanted

    write_encrypted_copy(context)


PASSPHRASE_ACTIONS = (
    ActionSpec(
        id="passphrase.for_new",
        text=N_("作るファイルに合言葉をかける(&J)…"),
        help=N_("これから作る照会・回答・差戻しのファイルと書き出しを、合言葉で暗号化します。もう一度選ぶとやめます。"),
        menu=Menu.FILE,
        run=toggle_passphrase,
        why_not=with_a_plan,
        is_checked=lambda context: context.keyring.for_new is not None,
        starts_group=True,
    ),
    ActionSpec(
        id="passphrase.copy",
        text=N_("合言葉をかけた控えを書き出す(&G)…"),
        help=N_("台帳の写しを合言葉で暗号化して、好きな場所に書き出します。開くときは「開く」で選びます。"),
        menu=Menu.FILE,
        run=_write_encrypted_copy,
        why_not=with_a_plan,
    ),
)
