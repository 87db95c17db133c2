"""The commands for ledgers on servers."""

from kyosei_desktop.domain.language import N_
from kyosei_desktop.ui.action_spec import ActionSpec, Menu

SERVER_ACTIONS = (
    ActionSpec(
        id="file.open_server",
        text=N_("サーバーの台帳を開く(&V)…"),
        help=N_("PostgreSQL サーバーにある台帳を、アドレスを入れて開きます。何人かで同時に使えます。"),
        menu=Menu.FILE,
        run=lambda context: context.shell.ask_and_open_server(),
        icon="folder-open",
    ),
)
