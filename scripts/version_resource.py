"""The version resource of the Windows program: what Explorer shows under 詳細, and inventories of software read.

Layout: https://learn.microsoft.com/en-us/windows/win32/menurc/versioninfo-resource
"""

from typing import TYPE_CHECKING

from kyosei_desktop import __version__

if TYPE_CHECKING:
    from PyInstaller.utils.win32.versioninfo import VSVersionInfo

_JAPANESE, _UNICODE = 0x0411, 1200
TEXTS = {
    "CompanyName": "kyosei_desktop",
    "FileDescription": "福祉政策 進捗状況の照会と取りまとめ",
    "FileVersion": __version__,
    "InternalName": "kyosei-desktop",
    "LegalCopyright": "Apache License 2.0",
    "OriginalFilename": "kyosei-desktop.exe",
    "ProductName": "kyosei_desktop",
    "ProductVersion": __version__,
}


def version_numbers(version: str) -> tuple[int, int, int, int]:
    """The four numbers that Windows compares; a version has three, and `+` or `.dev` after them counts as nothing."""
    major, minor, patch = (int(one) for one in version.split("+")[0].split(".")[:3])
    return major, minor, patch, 0


def version_resource() -> "VSVersionInfo":
    """The resource, in Japanese. Only on Windows, where PyInstaller can write it."""
    from PyInstaller.utils.win32 import versioninfo

    numbers = version_numbers(__version__)
    table = versioninfo.StringTable(
        f"{_JAPANESE:04X}{_UNICODE:04X}", [versioninfo.StringStruct(name, text) for name, text in TEXTS.items()]
    )
    return versioninfo.VSVersionInfo(
        ffi=versioninfo.FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[
            versioninfo.StringFileInfo([table]),
            versioninfo.VarFileInfo([versioninfo.VarStruct("Translation", [_JAPANESE, _UNICODE])]),
        ],
    )
