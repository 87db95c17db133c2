"""Trying out which files come through the mail: the commands, and what they do. No Qt here."""

from pathlib import Path

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.ui.action_spec import ActionSpec, Menu
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext

_FOLDER_NAME = N_("試送")


def make_probes(context: AppContext) -> None:
    """Ask where the probe files go, make them, and say what to do with them."""
    beside = context.dialogs.ask_folder(_("試すファイルを置くフォルダ"), Path.home())
    if beside is None:
        return
    folder = beside / _(_FOLDER_NAME)
    if attempt(context, lambda: _make(folder)):
        said = _(
            "「{folder}」に試すファイルと案内文を作りました。メールに添付して送り、返ってきたものを調べてください。"
        )
        context.messages.info(said.format(folder=folder.name), (_("届いたかを調べる"), lambda: read_probes(context)))


def _make(folder: Path) -> None:
    from kyosei_desktop.exchange.probing import make_probe  # loaded only where it is asked for

    make_probe(folder)


def read_probes(context: AppContext) -> None:
    """Ask for the files that came back, and say how each came through."""
    from kyosei_desktop.exchange.probing import read_probe, result_lines

    files = context.dialogs.ask_open_files(_("返ってきたファイルを選ぶ"), _("すべてのファイル (*)"))
    if not files:
        return

    def read() -> None:
        results = read_probe(files)
        say = context.messages.info if all(one.is_usable for one in results) else context.messages.warn
        say("\n".join(result_lines(results)))

    attempt(context, read)


PROBE_ACTIONS = (
    ActionSpec(
        id="file.probe",
        text=N_("届くかを試すファイルを作る(&T)…"),
        help=N_("照会ファイルや回答ファイルがメールで無事に届くかを、中身のない小さなファイルで試します。"),
        menu=Menu.FILE,
        run=make_probes,
        icon="send",
        starts_group=True,
    ),
    ActionSpec(
        id="file.read_probe",
        text=N_("届いたかを調べる(&K)…"),
        help=N_("返ってきた試しのファイルを選び、どれがそのまま届いたかを調べます。"),
        menu=Menu.FILE,
        run=read_probes,
    ),
)
