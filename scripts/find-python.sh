#!/bin/sh
# Prints the interpreter to make .venv with: python3.11 if there is one (what the locks are tried with), else a
# python3 that the project runs on. Says what to do and fails if there is none.
set -eu

fits() {
    command -v "$1" >/dev/null 2>&1 &&
        "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1
}

for name in python3.11 python3; do
    if fits "$name"; then
        echo "$name"
        exit 0
    fi
done
echo "Python 3.11, 3.12 or 3.13 is needed and was not found. On Debian and Ubuntu: apt-get install python3 python3-venv" >&2
exit 1
