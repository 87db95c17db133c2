#!/bin/sh
# Starts the program's window; on a machine without a display, the tour of the whole job instead.
set -eu

cd "$(dirname "$0")/.."
case "$(uname -s)" in
Linux | *BSD) display="${DISPLAY:-}${WAYLAND_DISPLAY:-}" ;;
*) display=always ;; # macOS and Windows
esac

if [ -n "$display" ]; then
    # The user's locale chooses the language; one that Qt cannot use (none, or not UTF-8) gives way.
    if [ "$(locale charmap 2>/dev/null)" != UTF-8 ]; then
        unset LC_ALL
        export LANG=C.UTF-8
    fi
    exec .venv/bin/kyosei-desktop
fi
echo "There is no display here, so the tour runs: the whole job on the built-in plan, its files and screenshots in out/."
unset LC_ALL
export LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen
exec .venv/bin/kyosei-desktop tour --out out/
