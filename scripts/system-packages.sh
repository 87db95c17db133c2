#!/bin/sh
# Installs the Debian packages that the program (run), its tests (test) or the trial of the packaged program (package)
# need and that are not there yet.
#
# Usage: scripts/system-packages.sh run|test|package
#
# Root installs them without a question; anyone else is told which ones are missing and by which command they come.
# Where there is no apt (other systems), nothing is done: their desktops bring these libraries along.
set -eu

case "${1:-}" in
run | test | package) ;;
*)
    echo "usage: $0 run|test|package" >&2
    exit 2
    ;;
esac

if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
    exit 0
fi

# pip speaks to its registry by the system's certificates.
wanted="ca-certificates"
# What Qt loads even without a screen.
wanted="$wanted libglib2.0-0 libgl1 libegl1 libfontconfig1 libxkbcommon0 libdbus-1-3"
# What Qt's X11 plugin loads to open a real window.
wanted="$wanted libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-xkb1"
wanted="$wanted libxkbcommon-x11-0 libxcb-randr0 libxcb-shape0"

if [ "$1" = test ]; then
    # A virtual screen for real windows; a second reader for workbooks and PDFs; glyphs outside the program's own
    # font; what PyInstaller reads libraries with; what power cuts are replayed from.
    wanted="$wanted xvfb xauth libreoffice-calc-nogui poppler-utils fonts-noto-cjk binutils strace"
    command -v git >/dev/null 2>&1 || wanted="$wanted git"
fi

if [ "$1" = package ]; then
    # A virtual screen, a window manager that gives windows the keyboard, real keys (xdotool, xmodmap).
    wanted="$wanted xvfb xauth openbox xdotool x11-xserver-utils"
fi

# Newer releases carry the same library under another name (libglib2.0-0t64) that "provides" the old one.
installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}, ${Provides}\n' 2>/dev/null |
    sed -n 's/^installed //p' | tr ',' '\n' | sed 's/^ *//; s/ .*//')
missing=""
for package in $wanted; do
    printf '%s\n' "$installed" | grep -qxF "$package" || missing="$missing $package"
done

# Debian splits venv from the interpreter; an interpreter from elsewhere brings it along.
python=$("$(dirname "$0")/find-python.sh")
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    missing="$missing $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi

[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "These system packages are missing:$missing" >&2
    echo "Install them with: sudo apt-get update && sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

echo "Installing system packages:$missing"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# apt's hundreds of lines are shown only if it fails.
# shellcheck disable=SC2086  # the list is meant to fall into words
if ! { apt-get update && apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
