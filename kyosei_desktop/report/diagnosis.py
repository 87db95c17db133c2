"""The diagnosis (動作の診断): what an information systems section asks about a program, answered by the program itself.

Nothing of the ledger's texts is in it, and the home folder stands as `~`, so that it can be sent to a help desk.
"""

import locale
import platform
import sys
import tempfile
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from kyosei_desktop import __version__
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.report.engine import families_at_hand
from kyosei_desktop.report.typeface import SHIPPED_FAMILY
from kyosei_desktop.store.damage import examine_ledger
from kyosei_desktop.store.newer_programs import NewerProgram, look_for_newer_program
from kyosei_desktop.store.parts import program_parts
from kyosei_desktop.store.places import LedgerPlace, ServerPlace, default_desk
from kyosei_desktop.store.program_files import LIST_NAME, ProgramFiles, verify_program_files
from kyosei_desktop.store.user_folders import MARKER, is_writable, log_folder, portable_folder, program_folder

_STEPS = 5
_NAMED = 20
"""Files that are altered or missing are listed as far as this; their numbers are said in any case."""


@dataclass(frozen=True, slots=True)
class Section:
    """One answer.

    Attributes:
        key: its name in documents.
        title: the question.
        lines: the answer.
        problems: sentences about what is not as it should be; empty where all is well.
        document: the same for programs.
    """

    key: str
    title: str
    lines: Sequence[str]
    problems: Sequence[str]
    document: Any


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All answers, in the order in which they are shown."""

    sections: Sequence[Section]

    @property
    def problems(self) -> list[str]:
        """What is not as it should be."""
        return [one for section in self.sections for one in section.problems]

    @property
    def text(self) -> str:
        """The whole as a text for mails and files."""
        parts = []
        for one in self.sections:
            marked = [_("▲ {problem}").format(problem=problem) for problem in one.problems]
            parts.append("\n".join([f"■ {one.title}", *marked, *one.lines]))
        return "\n\n".join(parts) + "\n"

    @property
    def document(self) -> dict[str, Any]:
        """The whole for programs."""
        return {"problems": self.problems, **{one.key: one.document for one in self.sections}}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What only the window knows: where its settings are, and on which screens it is.

    `screens` are lines such as `1920×1080、拡大 150%`.
    """

    settings: Path | None = None
    screens: Sequence[str] = ()


def diagnose(
    place: LedgerPlace | None = None, surroundings: Surroundings | None = None
) -> Generator[Step, None, Diagnosis]:
    """Look at the program, its surroundings and, where one is given, a ledger. Nothing is changed.

    That folders can be written is found out by a file that is gone at once.
    """
    around = surroundings or Surroundings()
    files = yield from verify_program_files()
    newer = yield from look_for_newer_program(program_folder())
    yield Step(1, _STEPS, _("フォルダと書体を調べています"))
    sections = [_program(newer), _hashes(files), _folders(around.settings), _fonts()]
    yield Step(2, _STEPS, _("通信と部品を調べています"))
    sections += [_network(place), _parts(), _screen(around.screens)]
    if place is not None:
        yield Step(3, _STEPS, _("台帳を調べています"))
        sections.append(_ledger(place))
    yield Step(_STEPS, _STEPS, "")
    return Diagnosis(tuple(sections))


def _program(newer: NewerProgram | None) -> Section:
    is_frozen = bool(getattr(sys, "frozen", False))
    kind = _("配布フォルダ") if is_frozen else _("Python の環境")
    lines = [
        f"kyosei_desktop {__version__}（{kind}）",
        f"Python {platform.python_version()}、{platform.platform()}",
    ]
    if newer is not None:
        said = _("新しい版（{version}）が「{folder}」にあります。")
        lines.append(said.format(version=newer.version, folder=shown_folder(newer.folder)))
    document = {
        "version": __version__,
        "is_frozen": is_frozen,
        "python": platform.python_version(),
        "system": platform.platform(),
        "newer_version": None if newer is None else newer.version,
    }
    return Section("program", _("プログラム"), lines, (), document)


def _hashes(files: ProgramFiles) -> Section:
    problems = []
    if files.altered:
        problems.append(
            _("プログラムのファイルが{count}個、配布されたときと違います。配布物を入れ直してください。").format(
                count=len(files.altered)
            )
        )
    if files.missing:
        problems.append(
            _("プログラムのファイルが{count}個、ありません。配布物を入れ直してください。").format(
                count=len(files.missing)
            )
        )
    if files.has_list:
        said = _("{list}の{count}個のファイルは、配布されたときのままです。")
    else:
        said = _("{list}がないため、照らし合わせていません（配布フォルダのプログラムには付いています）。")
    lines = [said.format(list=LIST_NAME, count=files.good), *files.altered[:_NAMED], *files.missing[:_NAMED]]
    document = {
        "list": files.has_list,
        "good": files.good,
        "altered": list(files.altered),
        "missing": list(files.missing),
    }
    return Section("files", _("プログラムのファイルの照合"), lines, problems, document)


def _folders(settings: Path | None) -> Section:
    folders = {
        N_("プログラム"): (program_folder(), False),
        N_("設定"): (None if settings is None else settings.parent, True),
        N_("記録（ログ）"): (log_folder(), True),
        N_("サーバーの台帳の控え"): (default_desk(), False),
        N_("一時ファイル"): (Path(tempfile.gettempdir()), True),
    }
    lines, problems, document = [], [], []
    for name, (folder, is_needed) in folders.items():
        if folder is None:
            continue
        is_there = is_needed or folder.is_dir()  # those that are needed are made where they are not there
        can_write = is_there and is_writable(folder)
        state = _("書き込める") if can_write else _("書き込めない") if is_there else _("まだない")
        lines.append(_("{name}：{folder}（{state}）").format(name=_(name), folder=shown_folder(folder), state=state))
        if is_needed and not can_write:
            problems.append(_("{name}のフォルダに書き込めません。権限を確かめてください。").format(name=_(name)))
        document.append({"name": _(name), "folder": shown_folder(folder), "writable": can_write})
    if portable_folder() is None:
        said = _("設定は利用者のフォルダにあります（プログラムの隣に {marker} を置くと隣になります）。")
    else:
        said = _("{marker} があるので、設定と記録はプログラムの隣にあります。")
    lines.append(said.format(marker=MARKER))
    return Section("folders", _("使うフォルダ"), lines, problems, document)


def _fonts() -> Section:
    families = families_at_hand()
    problems = (
        []
        if SHIPPED_FAMILY in families
        else [_("付属の書体「{family}」が見つかりません。配布物を入れ直してください。").format(family=SHIPPED_FAMILY)]
    )
    said = _("日本語を組める書体{count}：{families}").format(count=len(families), families="、".join(families))
    return Section("fonts", _("書体"), [said], problems, list(families))


def _network(place: LedgerPlace | None) -> Section:
    own = psutil.Process()
    opened = [one for one in own.net_connections(kind="inet") if one.status != psutil.CONN_NONE]
    lines = []
    if isinstance(place, ServerPlace):
        lines.append(_("台帳のサーバー（{host}）とだけ通信します。").format(host=place.host))
    lines += [
        _("いまこのプログラムが開いている通信：{count}").format(count=len(opened)),
        _("調べ方：動いているこのプログラムの通信をシステムに尋ねました。"),
        _(
            "作るときに、通信を開くとその場で止められる状態で、半年分の仕事をひととおり試しています。"
            "通信は一度も開きませんでした。通信するのは、利用者がサーバーの台帳のアドレスを指定したときだけです。"
        ),
    ]
    return Section("network", _("通信"), lines, (), {"open_connections": len(opened)})


def _parts() -> Section:
    parts = program_parts()
    see = _("licences フォルダを見てください")
    lines = [f"{one.name} {one.version}　{one.licence or see}" for one in parts]
    document = [{"name": one.name, "version": one.version, "licence": one.licence or None} for one in parts]
    return Section("parts", _("使っている部品とライセンス"), lines, (), document)


def _screen(screens: Sequence[str]) -> Section:
    language, encoding = locale.getlocale()
    said = f"{language or 'C'} {encoding or ''}".strip()
    lines = [*screens, _("言語と文字コード：{locale}").format(locale=said)]
    return Section("screen", _("画面と言語"), lines, (), {"screens": list(screens), "locale": said})


def _ledger(place: LedgerPlace) -> Section:
    title = _("台帳「{name}」").format(name=place.name)
    try:
        looked = examine_ledger(place)
    except KyoseiError as error:
        return Section("ledger", title, (), [str(error)], {"ok": False, "problems": [str(error)]})
    head = looked.head
    lines = [_("履歴{count}件を最後まで調べました。").format(count=looked.revisions)]
    if head is not None:
        lines.append(_("履歴の確認番号：{number}").format(number=head.number))
    document = {"ok": not looked.findings, "problems": list(looked.findings), "revisions": looked.revisions}
    return Section("ledger", title, lines, tuple(looked.findings), document)


def shown_folder(folder: Path) -> str:
    """A folder as it may be sent to a help desk: the home folder, which may name a person, stands as `~`."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        return str(folder)
